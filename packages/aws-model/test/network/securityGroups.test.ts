import fc from "fast-check";
import { expect, test } from "vitest";
import { readBlocks } from "../../src/network/blocks.ts";
import { networkOf } from "../../src/network/network.ts";
import { type Peer, permits, securityGroupOf } from "../../src/network/securityGroups.ts";
import { openWorld, type Properties } from "../../src/world/world.ts";
import type { SmallNetwork } from "./smallNetwork.ts";
import { obstacle } from "./toDatabase.ts";

const withoutRules = ({ disallow }: SmallNetwork) => {
  disallow("sg-tasks", "egress", 5432, "sg-database");
  disallow("sg-database", "ingress", 5432, "sg-tasks");
};

/** Rules of all forms that let tasks get to the database. */
const forms: [form: string, open: (network: SmallNetwork) => void][] = [
  ["rules that name the other group", () => {}],
  [
    "rules that name addresses",
    (network) => {
      withoutRules(network);
      network.allow("sg-tasks", "egress", 5432, "10.0.20.0/23");
      network.allow("sg-database", "ingress", 5432, "10.0.0.0/16");
    },
  ],
  [
    "rules inside the groups",
    (network) => {
      withoutRules(network);
      const inline = { protocol: "-1", fromPort: 0, toPort: 0 };
      network.change("sg-tasks", { egress: [{ ...inline, cidrBlocks: ["0.0.0.0/0"] }] });
      network.change("sg-database", { ingress: [{ ...inline, securityGroups: ["sg-tasks"] }] });
    },
  ],
  [
    "rules for all protocols",
    (network) => {
      withoutRules(network);
      const type = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
      network.add(type, "sgr-all", { securityGroupId: "sg-tasks", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
      network.allow("sg-database", "ingress", 5432, "sg-tasks");
    },
  ],
  [
    "a rule with the group of another account's writing",
    (network) => {
      withoutRules(network);
      network.allow("sg-tasks", "egress", 5432, "sg-database");
      network.allow("sg-database", "ingress", 5432, "sg-tasks");
      network.change("sgr-sg-database-ingress-5432-sg-tasks", {
        referencedSecurityGroupId: "123456789012/sg-tasks",
      });
    },
  ],
  [
    "a prefix list of addresses",
    (network) => {
      network.disallow("sg-database", "ingress", 5432, "sg-tasks");
      const list = "aws:ec2/managedPrefixList:ManagedPrefixList";
      network.add(list, "pl-tasks", { entries: [{ cidr: "10.0.10.0/24" }] });
      const entry = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
      network.add(entry, "entry-b", { prefixListId: "pl-tasks", cidr: "10.0.11.0/24" });
      network.allow("sg-database", "ingress", 5432, "pl-tasks");
    },
  ],
  [
    "a prefix list that no stack has made",
    (network) => {
      network.disallow("sg-database", "ingress", 5432, "sg-tasks");
      network.allow("sg-database", "ingress", 5432, "pl-12345678");
    },
  ],
];

test.each(forms)("%s let tasks in", (_form, open) => {
  expect(obstacle(open)).toBeUndefined();
});

test("members of the default group of a VPC reach each other, until the program takes it over", () => {
  const inDefault = {
    from: { subnets: ["subnet-private-a"], groups: [] },
    to: { subnets: ["subnet-data-a"], groups: ["sg-default"] },
  };
  const takeOver = (state: Properties) => (network: SmallNetwork) =>
    network.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "sg-default", {
      vpcId: "vpc-main",
      ...state,
    });
  const self = { protocol: "-1", fromPort: 0, toPort: 0, self: true };
  expect(obstacle(() => {}, inDefault)).toBeUndefined();
  expect(obstacle(takeOver({ ingress: [self], egress: [self] }), inDefault)).toBeUndefined();
  expect(obstacle(takeOver({ ingress: [], egress: [] }), inDefault)).toBe(
    "Security group default (sg-default) has no egress rule for TCP 5432 to security group default (sg-default) or 10.0.20.0/24",
  );
});

test.each<[string, (network: SmallNetwork) => void, string]>([
  [
    "no rule to send by",
    ({ disallow }) => disallow("sg-tasks", "egress", 5432, "sg-database"),
    "Security group tasks (sg-tasks) has no egress rule for TCP 5432 to security group database (sg-database) or 10.0.20.0/24",
  ],
  [
    "no rule to be let in by",
    ({ disallow }) => disallow("sg-database", "ingress", 5432, "sg-tasks"),
    "Security group database (sg-database) has no ingress rule for TCP 5432 from security group tasks (sg-tasks) or 10.0.10.0/24",
  ],
  [
    "a rule for another port",
    (network) => {
      network.disallow("sg-database", "ingress", 5432, "sg-tasks");
      network.allow("sg-database", "ingress", 5433, "sg-tasks");
    },
    "Security group database (sg-database) has no ingress rule for TCP 5432 from security group tasks (sg-tasks) or 10.0.10.0/24",
  ],
  [
    "a rule for another protocol",
    ({ change }) => change("sgr-sg-database-ingress-5432-sg-tasks", { ipProtocol: "udp" }),
    "Security group database (sg-database) has no ingress rule for TCP 5432 from security group tasks (sg-tasks) or 10.0.10.0/24",
  ],
  [
    "a rule for one of two subnets",
    (network) => {
      network.disallow("sg-database", "ingress", 5432, "sg-tasks");
      network.allow("sg-database", "ingress", 5432, "10.0.10.0/24");
    },
    "Security group database (sg-database) has no ingress rule for TCP 5432 from security group tasks (sg-tasks) or 10.0.11.0/24",
  ],
])("%s stops a connection", (_what, change, message) => {
  expect(obstacle(change)).toBe(message);
});

test.each<[string, (network: SmallNetwork) => void]>([
  [
    "a subnet that no stack has made",
    ({ change, remove }) => {
      change("sgr-sg-database-ingress-5432-sg-tasks", {
        referencedSecurityGroupId: "",
        cidrIpv4: "10.7.0.0/24",
      });
      remove("subnet-private-a");
      remove("subnet-private-b");
    },
  ],
  ["a group that no stack has made", ({ remove }) => remove("sg-database")],
])("%s stops nothing", (_what, change) => {
  expect(obstacle(change)).toBeUndefined();
});

test("a group lets through what one of its rules says, and nothing else", () => {
  const octet = fc.nat(3);
  const block = fc.record({ address: fc.tuple(octet, octet), prefix: fc.constantFrom(0, 24, 32) });
  const rule = fc.record({
    protocol: fc.constantFrom("tcp", "6", "udp", "-1"),
    from: fc.nat(4),
    size: fc.nat(2),
    blocks: fc.array(block, { maxLength: 2 }),
    groups: fc.array(fc.constantFrom("sg-a", "sg-b", "sg-own"), { maxLength: 2 }),
    self: fc.boolean(),
  });
  const peer = fc.record({
    address: fc.tuple(octet, octet),
    groups: fc.array(fc.constantFrom("sg-a", "sg-own"), { maxLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 3 }), peer, fc.nat(6), (rules, { address, groups }, port) => {
      const expected = rules.some(
        ({ protocol, from, size, blocks, groups: allowed, self }) =>
          (protocol === "-1" || (protocol !== "udp" && from <= port && port <= from + size)) &&
          (blocks.some(
            ({ address: [third, fourth], prefix }) =>
              prefix === 0 || (third === address[0] && (prefix === 24 || fourth === address[1])),
          ) ||
            groups.some((group) => allowed.includes(group) || (self && group === "sg-own"))),
      );
      const world = openWorld(":memory:");
      const type = "aws:ec2/securityGroup:SecurityGroup";
      const ingress = rules.map(({ protocol, from, size, blocks, groups: allowed, self }) => ({
        ...{ protocol, fromPort: from, toPort: from + size, securityGroups: allowed, self },
        cidrBlocks: blocks.map(({ address: [third, fourth], prefix }) =>
          prefix === 0 ? "0.0.0.0/0" : `10.0.${third}.${prefix === 24 ? 0 : fourth}/${prefix}`,
        ),
      }));
      world.put({ type, id: "sg-own", urn: "a::b::c::own", inputs: {}, state: { ingress, egress: [] } });
      const network = networkOf(world);
      const addresses = readBlocks([`10.0.${address.join(".")}/32`]);
      const whom: Peer = { addresses, groups };
      const group = securityGroupOf(network, "sg-own");
      expect(group?.ingress.some((permission) => permits(network, permission, whom, port))).toBe(expected);
      world.close();
    }),
  );
});
