import { expect, test } from "vitest";
import { GATEWAY_PORTS } from "../../src/network/networkAcls.ts";
import type { Properties } from "../../src/world/world.ts";
import type { SmallNetwork } from "./smallNetwork.ts";
import { obstacle, toDatabase } from "./toDatabase.ts";

const acl = (network: SmallNetwork, subnet: string, rules: Properties) =>
  network.add("aws:ec2/networkAcl:NetworkAcl", `acl-${subnet}`, {
    subnetIds: [`subnet-${subnet}`],
    ...rules,
  });

const all = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };

const tcp = (
  ruleNo: number,
  action: string,
  fromPort: number,
  toPort: number,
  cidrBlock = "10.0.0.0/16",
) => ({
  ...{ ruleNo, action, protocol: "tcp", cidrBlock, fromPort, toPort },
});

test.each<[string, (network: SmallNetwork) => void, string]>([
  [
    "an ACL that lets nothing out",
    (network) => acl(network, "private-b", { ingress: [all], egress: [] }),
    "Network ACL private-b (acl-private-b) of subnet private-b (subnet-private-b) stops egress TCP 5432 to 10.0.20.0/24: no rule allows it",
  ],
  [
    "an ACL that denies before it allows",
    (network) => {
      acl(network, "private-a", { ingress: [all], egress: [all] });
      network.add("aws:ec2/networkAclRule:NetworkAclRule", "nacl-1", {
        ...{ networkAclId: "acl-private-a", egress: true, ruleNumber: 50, ruleAction: "deny" },
        ...{ protocol: "tcp", cidrBlock: "10.0.0.0/8", fromPort: 5000, toPort: 6000 },
      });
    },
    "Network ACL private-a (acl-private-a) of subnet private-a (subnet-private-a) stops egress TCP 5432 to 10.0.20.0/24: rule 50 denies it",
  ],
  [
    "an ACL that keeps answers from coming in",
    (network) => acl(network, "private-a", { ingress: [tcp(10, "allow", 49152, 65535)], egress: [all] }),
    "Network ACL private-a (acl-private-a) of subnet private-a (subnet-private-a) stops ingress TCP 32768-60999 from 10.0.20.0/24: no rule allows it",
  ],
  [
    "an ACL that keeps answers from going out",
    (network) => {
      for (const zone of ["a", "b"]) acl(network, `data-${zone}`, { ingress: [all], egress: [] });
    },
    "Network ACL data-a (acl-data-a) of subnet data-a (subnet-data-a) stops egress TCP 32768-60999 to 10.0.10.0/24: no rule allows it",
  ],
  [
    "the VPC's own ACL, taken over without rules",
    ({ add }) =>
      add(
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
        "acl-default",
        { ingress: [], egress: [] },
        "closed",
      ),
    "Network ACL closed (acl-default) of subnet private-a (subnet-private-a) stops egress TCP 5432 to 10.0.20.0/24: no rule allows it",
  ],
])("%s stops a connection", (_what, change, message) => {
  expect(obstacle(change)).toBe(message);
});

test.each<[string, (network: SmallNetwork) => void]>([
  [
    "an ACL with a rule for each direction",
    (network) => {
      acl(network, "data-a", {
        ingress: [tcp(10, "allow", 5432, 5432)],
        egress: [tcp(10, "allow", 32768, 45000), tcp(20, "allow", 45001, 65535)],
      });
      acl(network, "data-b", {});
      network.change("acl-data-b", { ingress: [all], egress: [all] });
    },
  ],
  [
    "an ACL that denies somebody else",
    (network) =>
      acl(network, "private-a", { ingress: [all], egress: [tcp(10, "deny", 0, 65535, "10.9.0.0/16"), all] }),
  ],
  ["an ACL of another subnet", (network) => acl(network, "public-a", { ingress: [], egress: [] })],
  [
    "an ACL that no stack has made",
    ({ add }) =>
      add("aws:ec2/networkAclAssociation:NetworkAclAssociation", "aclassoc-1", {
        subnetId: "subnet-private-a",
        networkAclId: "acl-elsewhere",
      }),
  ],
  // The database is in one of its subnets, which is not known.
  [
    "an ACL of one of the database's subnets",
    (network) => acl(network, "data-b", { ingress: [], egress: [] }),
  ],
])("%s stops nothing", (_what, change) => {
  expect(obstacle(change)).toBeUndefined();
});

test("an association decides which ACL a subnet has", () => {
  const give = (network: SmallNetwork) => {
    network.add("aws:ec2/networkAcl:NetworkAcl", "acl-closed", { ingress: [], egress: [] });
    network.add("aws:ec2/networkAclAssociation:NetworkAclAssociation", "aclassoc-1", {
      subnetId: "subnet-private-a",
      networkAclId: "acl-closed",
    });
  };
  expect(obstacle(give)).toBe(
    "Network ACL closed (acl-closed) of subnet private-a (subnet-private-a) stops egress TCP 5432 to 10.0.20.0/24: no rule allows it",
  );
});

test("an ACL is not asked inside of a subnet", () => {
  const inside = { from: { ...toDatabase.from, subnets: ["subnet-data-a"] } };
  const close = (network: SmallNetwork) => acl(network, "data-a", { ingress: [], egress: [] });
  expect(obstacle(close, inside)).toBeUndefined();
});

test("where every subnet has to be reached, one that isn't counts", () => {
  const close = (network: SmallNetwork) => acl(network, "data-b", { ingress: [], egress: [all] });
  expect(obstacle(close, { reaches: "every" })).toBe(
    "Network ACL data-b (acl-data-b) of subnet data-b (subnet-data-b) stops ingress TCP 5432 from 10.0.10.0/24: no rule allows it",
  );
});

test("load balancers open connections from more ports than tasks", () => {
  const open = (network: SmallNetwork) =>
    acl(network, "private-a", { ingress: [tcp(10, "allow", 32768, 65535)], egress: [all] });
  expect(obstacle(open)).toBeUndefined();
  expect(obstacle(open, { clientPorts: GATEWAY_PORTS })).toBe(
    "Network ACL private-a (acl-private-a) of subnet private-a (subnet-private-a) stops ingress TCP 1024-65535 from 10.0.20.0/24: no rule allows it",
  );
});
