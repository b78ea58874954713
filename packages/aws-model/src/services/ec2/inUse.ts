import { type Deletion, inUseRule, isThere } from "../../rules/inUse.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { Properties, Value, World } from "../../world/world.ts";
import { interfaces } from "./interfaces.ts";

const ec2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

const group = "aws:ec2/securityGroup:SecurityGroup";
const subnet = "aws:ec2/subnet:Subnet";

/** Things that keep their VPC, except those that are deleted with it. */
const inVpc = [
  subnet,
  group,
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
];

const dependency = (doing: string, operation: string, message: string): Refusal => ({
  doing,
  answer: { service: "EC2", operation, code: "DependencyViolation" },
  message,
});

/** Whether a rule of another group names this one. */
const isNamedInRule = ({ id, world }: Change): boolean => {
  const names = (rule: Properties) =>
    rule.referencedSecurityGroupId === id ||
    rule.sourceSecurityGroupId === id ||
    texts(rule.securityGroups).includes(id ?? "");
  const separate = [
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  ];
  return (
    separate.some((type) =>
      isThere({ world }, type, ({ state }) => state.securityGroupId !== id && names(state)),
    ) ||
    [group, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"].some((type) =>
      isThere(
        { world },
        type,
        (other) =>
          other.id !== id && [...records(other.state.ingress), ...records(other.state.egress)].some(names),
      ),
    )
  );
};

/** Whether something in a VPC has a public address. */
function hasPublicAddresses(world: World, vpcId: Value | undefined): boolean {
  const own = new Set(world.resources(subnet).flatMap((one) => (one.state.vpcId === vpcId ? [one.id] : [])));
  return interfaces(world).some(({ isPublic, subnets }) => isPublic && subnets.some((id) => own.has(id)));
}

const detaching = (doing: string, gateway: string, vpcId: Value | undefined): Refusal =>
  dependency(
    `${doing}: detaching EC2 Internet Gateway (${gateway}) from VPC (${vpcId})`,
    "DetachInternetGateway",
    `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
  );

const deletions: readonly Deletion[] = [
  {
    name: "security-group-in-use",
    source: `${ec2}/API_DeleteSecurityGroup.html`,
    type: group,
    usedBy: (change) =>
      interfaces(change.world).some(({ groups }) => groups.includes(change.id ?? "")) ||
      isNamedInRule(change),
    refusal: ({ id }) =>
      dependency(
        `deleting Security Group (${id})`,
        "DeleteSecurityGroup",
        `resource ${id} has a dependent object`,
      ),
  },
  {
    name: "subnet-in-use",
    source: `${ec2}/API_DeleteSubnet.html`,
    type: subnet,
    usedBy: ({ id, world }) => interfaces(world).some(({ subnets }) => subnets.includes(id ?? "")),
    refusal: ({ id }) =>
      dependency(
        `deleting EC2 Subnet (${id})`,
        "DeleteSubnet",
        `The subnet '${id}' has dependencies and cannot be deleted.`,
      ),
  },
  {
    name: "vpc-in-use",
    source: `${ec2}/API_DeleteVpc.html`,
    type: "aws:ec2/vpc:Vpc",
    usedBy: ({ id, world }) =>
      inVpc.some((type) => isThere({ world }, type, ({ state }) => state.vpcId === id)),
    refusal: ({ id }) =>
      dependency(
        `deleting EC2 VPC (${id})`,
        "DeleteVpc",
        `The vpc '${id}' has dependencies and cannot be deleted.`,
      ),
  },
  {
    name: "internet-gateway-in-use",
    source: `${ec2}/API_DetachInternetGateway.html`,
    type: "aws:ec2/internetGateway:InternetGateway",
    on: ["update", "delete"],
    usedBy: ({ action, inputs, state, world }) =>
      (action === "delete" || inputs.vpcId !== state.vpcId) && hasPublicAddresses(world, state.vpcId),
    refusal: ({ action, id, state }) =>
      detaching(
        `${action === "delete" ? "deleting" : "updating"} EC2 Internet Gateway (${id})`,
        id,
        state.vpcId,
      ),
  },
  {
    name: "elastic-address-in-use",
    source: `${ec2}/API_ReleaseAddress.html`,
    type: "aws:ec2/eip:Eip",
    usedBy: ({ id, world }) =>
      isThere({ world }, "aws:ec2/natGateway:NatGateway", ({ state }) =>
        [text(state.allocationId), ...texts(state.secondaryAllocationIds)].includes(id ?? ""),
      ) ||
      isThere({ world }, "aws:ec2/eipAssociation:EipAssociation", ({ state }) => state.allocationId === id) ||
      isThere({ world }, "aws:lb/loadBalancer:LoadBalancer", ({ state }) =>
        records(state.subnetMappings).some(({ allocationId }) => allocationId === id),
      ),
    refusal: ({ id, state }) => ({
      doing: `deleting EC2 EIP (${id})`,
      answer: { service: "EC2", operation: "ReleaseAddress", code: "InvalidIPAddress.InUse" },
      message: `Address ${state.publicIp} is in use.`,
    }),
  },
];

/** What can't be deleted while something uses it. */
export const inUseRules: readonly Rule[] = deletions.map(inUseRule);
