import { zonesOf } from "../../facts/regions.ts";
import { overlaps, readBlock, readBlocks } from "../../network/blocks.ts";
import { networkOf } from "../../network/network.ts";
import { type Permission, securityGroupOf } from "../../network/securityGroups.ts";
import type { Rule } from "../../rules/rule.ts";
import { isSame, twin } from "../../rules/twin.ts";
import { records, text } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";

const ec2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

/** The other end of a security group's rule, as its inputs name it. */
const peerOf = ({ cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId }: Properties): string =>
  text(cidrIpv4) || text(cidrIpv6) || text(prefixListId) || text(referencedSecurityGroupId);

const peersOf = ({ blocks, groups, prefixLists }: Permission): string[] => [
  ...blocks.map((block) => block.text),
  ...groups,
  ...prefixLists,
];

/** What AWS says about a rule that a group has already. */
const duplicate = (kind: string, peer: string, what: string) => ({
  service: "EC2",
  operation: `AuthorizeSecurityGroup${kind}`,
  code: "InvalidPermission.Duplicate",
  message: `the specified rule "peer: ${peer}, ${what}, ALLOW" already exists`,
});

/** Two rules of a group that say the same are refused, whichever resources say them. */
const duplicateRule = (direction: "ingress" | "egress"): Rule => {
  const kind = direction === "ingress" ? "Ingress" : "Egress";
  return {
    name: `security-group-${direction}-rule-duplicate`,
    source: `${ec2}/API_AuthorizeSecurityGroup${kind}.html`,
    applies: {
      types: [`aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`],
      on: ["create"],
    },
    check: ({ inputs, world }) => {
      const peer = peerOf(inputs);
      const isAll = ["-1", "all"].includes(text(inputs.ipProtocol));
      const protocol = isAll ? "-1" : text(inputs.ipProtocol);
      const [from, to] = [Number(inputs.fromPort ?? -1), Number(inputs.toPort ?? -1)];
      const group = securityGroupOf(networkOf(world), text(inputs.securityGroupId));
      const isThere = group?.[direction].some(
        (other) =>
          other.protocol === protocol &&
          (isAll || (other.from === from && other.to === to)) &&
          peersOf(other).includes(peer),
      );
      if (!isThere) return undefined;
      const what = isAll
        ? "ALL"
        : `${protocol.toUpperCase()}, from port: ${inputs.fromPort}, to port: ${inputs.toPort}`;
      const { message, ...answer } = duplicate(kind, peer, what);
      return { doing: "creating VPC Security Group Rule", answer, message };
    },
  };
};

const subnet = "aws:ec2/subnet:Subnet";

const vpc = "aws:ec2/vpc:Vpc";

const refusedSubnet = (code: string, message: string) => ({
  doing: "creating EC2 Subnet",
  answer: { service: "EC2", operation: "CreateSubnet", code },
  message,
});

const gateway = "aws:ec2/internetGateway:InternetGateway";

const route = "aws:ec2/route:Route";

/** Where packets go by a route: a block of addresses or a prefix list. */
const destinationOf = (one: Properties): string =>
  text(one.destinationCidrBlock) ||
  text(one.cidrBlock) ||
  text(one.destinationIpv6CidrBlock) ||
  text(one.ipv6CidrBlock) ||
  text(one.destinationPrefixListId);

const routeTable = "aws:ec2/routeTable:RouteTable";

const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  {
    name: "security-group-name",
    source: `${ec2}/API_CreateSecurityGroup.html`,
    applies: { types: ["aws:ec2/securityGroup:SecurityGroup"], on: ["create"] },
    check: (change) =>
      twin(change, ["name", "vpcId"])
        ? {
            doing: `creating Security Group (${change.inputs.name})`,
            answer: { service: "EC2", operation: "CreateSecurityGroup", code: "InvalidGroup.Duplicate" },
            message: `The security group '${change.inputs.name}' already exists for VPC '${change.inputs.vpcId}'`,
          }
        : undefined,
  },
  duplicateRule("ingress"),
  duplicateRule("egress"),
  {
    name: "subnet-outside-vpc",
    source: `${ec2}/API_CreateSubnet.html`,
    applies: { types: [subnet], on: ["create"] },
    check: ({ inputs, world }) => {
      const block = readBlock(text(inputs.cidrBlock));
      const parent = world.get(vpc, text(inputs.vpcId));
      if (!block || !parent) return undefined;
      const isInside = readBlocks([text(parent.state.cidrBlock)]).some(
        (outer) => outer.prefix <= block.prefix && overlaps(outer, block),
      );
      return isInside
        ? undefined
        : refusedSubnet("InvalidSubnet.Range", `The CIDR '${block.text}' is invalid.`);
    },
  },
  {
    name: "subnet-size",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    applies: { types: [subnet], on: ["create"] },
    check: ({ inputs }) => {
      const block = readBlock(text(inputs.cidrBlock));
      return block && block.family === "ipv4" && (block.prefix < 16 || block.prefix > 28)
        ? refusedSubnet("InvalidSubnet.Range", `The CIDR '${block.text}' is invalid.`)
        : undefined;
    },
  },
  {
    name: "subnet-zone",
    source: `${ec2}/API_CreateSubnet.html`,
    applies: { types: [subnet], on: ["create"] },
    check: ({ inputs, region }) => {
      const zone = text(inputs.availabilityZone);
      const zones = zonesOf(region).map(({ name }) => name);
      if (zone === "" || zone.startsWith(region)) return undefined;
      return refusedSubnet(
        "InvalidParameterValue",
        `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(", ")}.`,
      );
    },
  },
  {
    name: "subnet-overlap",
    source: `${ec2}/API_CreateSubnet.html`,
    applies: { types: [subnet], on: ["create"] },
    check: ({ inputs, world }) => {
      const block = readBlock(text(inputs.cidrBlock));
      if (!block) return undefined;
      const taken = world.resources(subnet).some(({ state }) => {
        const other = state.vpcId === inputs.vpcId ? readBlock(text(state.cidrBlock)) : undefined;
        return other !== undefined && overlaps(block, other);
      });
      return taken
        ? refusedSubnet("InvalidSubnet.Conflict", `The CIDR '${block.text}' conflicts with another subnet`)
        : undefined;
    },
  },
  {
    name: "one-internet-gateway",
    source: `${ec2}/API_AttachInternetGateway.html`,
    applies: { types: [gateway], on: ["create"] },
    check: (change) =>
      twin(change, ["vpcId"])
        ? {
            doing: `attaching EC2 Internet Gateway to VPC (${change.inputs.vpcId})`,
            answer: { service: "EC2", operation: "AttachInternetGateway", code: "InvalidParameterValue" },
            message: `Network ${change.inputs.vpcId} already has an internet gateway attached`,
          }
        : undefined,
  },
  {
    name: "route-exists",
    source: `${ec2}/API_CreateRoute.html`,
    applies: { types: [route], on: ["create"] },
    check: ({ inputs, world }) => {
      const table = text(inputs.routeTableId);
      const destination = destinationOf(inputs);
      const routes = [
        ...world.resources(route).flatMap(({ state }) => (state.routeTableId === table ? [state] : [])),
        ...records(world.get(routeTable, table)?.state.routes),
      ];
      if (!routes.some((other) => isSame(destinationOf(other), destination))) return undefined;
      return {
        doing: `creating Route in Route Table (${table}) with destination (${destination})`,
        answer: { service: "EC2", operation: "CreateRoute", code: "RouteAlreadyExists" },
        message: `The route identified by ${destination} already exists.`,
      };
    },
  },
  {
    name: "one-route-table",
    source: `${ec2}/API_AssociateRouteTable.html`,
    applies: { types: [association], on: ["create"] },
    check: (change) =>
      twin(change, ["subnetId"])
        ? {
            doing: `creating Route Table (${change.inputs.routeTableId}) Association`,
            answer: {
              service: "EC2",
              operation: "AssociateRouteTable",
              code: "Resource.AlreadyAssociated",
            },
            message: `the specified association for route table ${change.inputs.routeTableId} conflicts with an existing association`,
          }
        : undefined,
  },
];
