import { type Network, networkOf, type Subnet, subnetOf, type Vpc, vpcOf } from "../network/network.ts";
import { records, text, texts } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import type { Change, Rule } from "./rule.ts";

const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const natGateway = "aws:ec2/natGateway:NatGateway";

const elb =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";

/** Where in a VPC things may stand. About subnets and VPCs that the world does not have nothing is known. */
export const placementRules: readonly Rule[] = [
  {
    name: "load-balancer-two-zones",
    source: `${elb}#availability-zones`,
    applies: { types: [loadBalancer], on: ["create", "update"] },
    check: (change) => {
      const zones = zonesOf(change.world, balancerSubnets(change.inputs));
      if (!isApplication(change) || !zones || new Set(zones).size > 1) return undefined;
      return refusedBalancer(
        change,
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
      );
    },
  },
  {
    name: "load-balancer-one-subnet-a-zone",
    source: `${elb}#availability-zones`,
    applies: { types: [loadBalancer], on: ["create", "update"] },
    check: (change) => {
      const zones = zonesOf(change.world, balancerSubnets(change.inputs));
      if (!zones || new Set(zones).size === zones.length) return undefined;
      return refusedBalancer(
        change,
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
      );
    },
  },
  {
    name: "load-balancer-security-groups",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    applies: { types: [loadBalancer], on: ["create", "update"] },
    check: (change) => {
      const { inputs, world } = change;
      const home = subnetOf(networkOf(world), balancerSubnets(inputs)[0] ?? "")?.vpcId;
      const groups = texts(inputs.securityGroups).flatMap(
        (id) => world.get("aws:ec2/securityGroup:SecurityGroup", id) ?? [],
      );
      if (home === undefined || groups.every(({ state }) => state.vpcId === home)) return undefined;
      return refusedBalancer(
        change,
        "InvalidConfigurationRequest",
        "One or more security groups are invalid",
        "security groups",
      );
    },
  },
  {
    name: "load-balancer-internet-gateway",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    applies: { types: [loadBalancer], on: ["create"] },
    check: (change) => {
      const { inputs, world } = change;
      if (inputs.internal === true) return undefined;
      const vpc = withoutGateway(networkOf(world), balancerSubnets(inputs)[0]);
      return vpc && refusedBalancer(change, "InvalidSubnet", `VPC ${vpc.id} has no internet gateway`);
    },
  },
  {
    name: "nat-gateway-internet-gateway",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    applies: { types: [natGateway], on: ["create"] },
    check: ({ inputs, world }) => {
      if (inputs.connectivityType === "private") return undefined;
      const vpc = withoutGateway(networkOf(world), text(inputs.subnetId));
      return (
        vpc && {
          doing: "waiting for EC2 NAT Gateway create",
          message: `unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${vpc.id} has no Internet gateway attached`,
        }
      );
    },
  },
  {
    name: "nat-gateway-address-free",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    applies: { types: [natGateway], on: ["create"] },
    check: ({ type, inputs, world }) => {
      const address = text(inputs.allocationId);
      const isTaken = world
        .resources(type)
        .some(({ state }) => address !== "" && state.allocationId === address);
      return isTaken
        ? {
            doing: "waiting for EC2 NAT Gateway create",
            message: `unexpected state 'failed', wanted target 'available'. last error: Resource.AlreadyAssociated: Elastic IP address [${address}] is already associated`,
          }
        : undefined;
    },
  },
  {
    name: "nat-gateway-address",
    source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
    applies: { types: [natGateway], on: ["create"] },
    check: ({ inputs }) => {
      const { connectivityType, availabilityMode, allocationId } = inputs;
      // AWS itself gives a regional one its addresses.
      if (connectivityType === "private" || availabilityMode === "regional" || text(allocationId) !== "")
        return undefined;
      return {
        doing: "creating EC2 NAT Gateway",
        answer: { service: "EC2", operation: "CreateNatGateway", code: "MissingParameter" },
        message:
          "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      };
    },
  },
];

const isApplication = ({ inputs }: Change): boolean =>
  (inputs.loadBalancerType ?? "application") === "application";

const balancerSubnets = ({ subnets, subnetMappings }: Properties): string[] => [
  ...texts(subnets),
  ...records(subnetMappings).map(({ subnetId }) => text(subnetId)),
];

/** The zones of subnets; undefined where one of them is not known. */
export function zonesOf(world: Change["world"], subnets: readonly string[]): string[] | undefined {
  const network = networkOf(world);
  const known = subnets.map((id) => subnetOf(network, id)?.zone);
  const zones = known.filter((zone) => zone !== undefined);
  return zones.length === subnets.length ? zones : undefined;
}

/** The VPC of a subnet, if it is known and has no internet gateway. */
function withoutGateway(network: Network, subnetId: string | undefined): Vpc | undefined {
  const subnet: Subnet | undefined = subnetId === undefined ? undefined : subnetOf(network, subnetId);
  const vpc = subnet && vpcOf(network, subnet.vpcId);
  if (!vpc) return undefined;
  const gateways = network.all("aws:ec2/internetGateway:InternetGateway");
  return gateways.some(({ state }) => state.vpcId === vpc.id) ? undefined : vpc;
}

function refusedBalancer(
  { action, id, inputs }: Change,
  code: string,
  message: string,
  part: "subnets" | "security groups" = "subnets",
) {
  const service = "Elastic Load Balancing v2";
  return action === "create"
    ? {
        doing: `creating ELBv2 ${inputs.loadBalancerType ?? "application"} Load Balancer (${inputs.name})`,
        answer: { service, operation: "CreateLoadBalancer", code },
        message,
      }
    : {
        doing: `setting ELBv2 Load Balancer (${id}) ${part}`,
        answer: { service, operation: part === "subnets" ? "SetSubnets" : "SetSecurityGroups", code },
        message,
      };
}
