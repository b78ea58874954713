import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, awsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** A VPC with a subnet in each of the zones, and its internet gateway. */
function network({ create }: AwsAccount, zones: string[], vpc: Properties = {}, gateway = true) {
  const { id } = create("aws:ec2/vpc:Vpc", "main", {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
    ...vpc,
  });
  const subnets = zones.map(
    (zone, index) =>
      create("aws:ec2/subnet:Subnet", `s${index}`, {
        vpcId: id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `us-east-1${zone}`,
      }).id,
  );
  if (gateway) create("aws:ec2/internetGateway:InternetGateway", "main", { vpcId: id });
  return { vpcId: id, subnets };
}

const twoGateways =
  (...addresses: string[]) =>
  ({ create }: AwsAccount) =>
    addresses.map((allocationId, index) =>
      create("aws:ec2/natGateway:NatGateway", `n${index}`, { subnetId: "subnet-1", allocationId }),
    );

const balancer = (account: AwsAccount, zones: string[], more: Properties = {}, gateway = true) => {
  const { subnets } = network(account, zones, {}, gateway);
  return account.create("aws:lb/loadBalancer:LoadBalancer", "web", { name: "web", subnets, ...more });
};

const refusedBalancer = (code: string, message: string) =>
  said(
    "creating ELBv2 application Load Balancer (web)",
    ["Elastic Load Balancing v2", "CreateLoadBalancer", code],
    message,
  );

const nat = (
  account: AwsAccount,
  gateway: boolean,
  more: Properties = { allocationId: "eipalloc-1", connectivityType: "public" },
) => {
  const { subnets } = network(account, ["a"], {}, gateway);
  return account.create("aws:ec2/natGateway:NatGateway", "nat", { subnetId: subnets[0] ?? "", ...more });
};

/** A load balancer in a group of its own VPC or of another. */
const grouped = (account: AwsAccount, isOwn: boolean) => {
  const { vpcId, subnets } = network(account, ["a", "b"]);
  const other = account.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" }).id;
  const group = account.create("aws:ec2/securityGroup:SecurityGroup", "web", {
    name: "web",
    vpcId: isOwn ? vpcId : other,
  });
  return account.create("aws:lb/loadBalancer:LoadBalancer", "web", {
    name: "web",
    subnets,
    securityGroups: [group.id, "sg-1"],
  });
};

const endpoint = (account: AwsAccount, zones: string[], vpc: Properties = {}, more: Properties = {}) => {
  const { vpcId, subnets } = network(account, zones, vpc);
  return account.create("aws:ec2/vpcEndpoint:VpcEndpoint", "logs", {
    vpcId,
    serviceName: "com.amazonaws.us-east-1.logs",
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds: subnets,
    ...more,
  });
};

const refusedEndpoint = (code: string, message: string) =>
  said(
    "creating EC2 VPC Endpoint (com.amazonaws.us-east-1.logs)",
    ["EC2", "CreateVpcEndpoint", code],
    message,
  );

/** Ids follow from names: they are the same in every account. */
const {
  vpcId,
  subnets: [, second],
} = network(awsAccount(), ["a", "b"]);
const { id: arn } = balancer(awsAccount(), ["a", "b"]);

const twoZones = "At least two subnets in two different Availability Zones must be specified";

export const cases: RuleCase[] = [
  {
    rule: "load-balancer-two-zones",
    refused: (account) => balancer(account, ["a"]),
    message: refusedBalancer("ValidationError", twoZones),
    accepted: (account) => balancer(account, ["a", "b"]),
  },
  {
    rule: "load-balancer-two-zones",
    refused: (account) => {
      const live = balancer(account, ["a", "b"]);
      account.update(live, { ...live.inputs, subnets: [second ?? ""] });
    },
    message: said(
      `setting ELBv2 Load Balancer (${arn}) subnets`,
      ["Elastic Load Balancing v2", "SetSubnets", "ValidationError"],
      twoZones,
    ),
    accepted: (account) => balancer(account, ["a"], { loadBalancerType: "network" }),
  },
  {
    rule: "load-balancer-one-subnet-a-zone",
    refused: (account) => balancer(account, ["a", "b", "b"]),
    message: refusedBalancer(
      "InvalidConfigurationRequest",
      "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    ),
    accepted: (account) => balancer(account, ["a", "b", "c"]),
  },
  {
    rule: "load-balancer-internet-gateway",
    refused: (account) => balancer(account, ["a", "b"], {}, false),
    message: refusedBalancer("InvalidSubnet", `VPC ${vpcId} has no internet gateway`),
    accepted: (account) => balancer(account, ["a", "b"], { internal: true }, false),
  },
  {
    rule: "load-balancer-internet-gateway",
    refused: (account) => balancer(account, ["a", "b"], {}, false),
    message: refusedBalancer("InvalidSubnet", `VPC ${vpcId} has no internet gateway`),
    accepted: (account) => balancer(account, [], { subnets: ["subnet-1", "subnet-2"] }, false),
  },
  {
    rule: "nat-gateway-internet-gateway",
    refused: (account) => nat(account, false),
    message: `waiting for EC2 NAT Gateway create: unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`,
    accepted: (account) => nat(account, true),
  },
  {
    rule: "nat-gateway-internet-gateway",
    refused: (account) => nat(account, false),
    message: `waiting for EC2 NAT Gateway create: unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network ${vpcId} has no Internet gateway attached`,
    accepted: (account) => nat(account, false, { connectivityType: "private" }),
  },
  ...Object.entries({
    connectivityType: "private",
    availabilityMode: "regional",
    allocationId: "eipalloc-1",
  }).map(
    ([property, value]): RuleCase => ({
      rule: "nat-gateway-address",
      refused: (account) => nat(account, true, {}),
      message: said(
        "creating EC2 NAT Gateway",
        ["EC2", "CreateNatGateway", "MissingParameter"],
        "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      ),
      accepted: (account) => nat(account, true, { [property]: value }),
    }),
  ),
  {
    rule: "load-balancer-security-groups",
    refused: (account) => grouped(account, false),
    message: refusedBalancer("InvalidConfigurationRequest", "One or more security groups are invalid"),
    accepted: (account) => grouped(account, true),
  },
  {
    rule: "load-balancer-security-groups",
    refused: (account) => {
      const live = grouped(account, true);
      const vpcId = account.create("aws:ec2/vpc:Vpc", "third", { cidrBlock: "10.2.0.0/16" }).id;
      const stranger = account.create("aws:ec2/securityGroup:SecurityGroup", "third", {
        name: "third",
        vpcId,
      });
      account.update(live, { ...live.inputs, securityGroups: [stranger.id] });
    },
    message: said(
      `setting ELBv2 Load Balancer (${arn}) security groups`,
      ["Elastic Load Balancing v2", "SetSecurityGroups", "InvalidConfigurationRequest"],
      "One or more security groups are invalid",
    ),
    accepted: (account) => grouped(account, true),
  },
  ...[
    "com.amazonaws.eu-west-1.logs",
    "com.amazonaws.us-east-1.ecr",
    "com.amazonaws.us-east-1.secretmanager",
  ].map((serviceName): RuleCase => {
    const reach =
      (name: string) =>
      ({ create }: AwsAccount) =>
        create("aws:ec2/vpcEndpoint:VpcEndpoint", "x", { vpcId: "vpc-1", serviceName: name });
    return {
      rule: "endpoint-service-exists",
      refused: reach(serviceName),
      message: said(
        `creating EC2 VPC Endpoint (${serviceName})`,
        ["EC2", "CreateVpcEndpoint", "InvalidServiceName"],
        `The Vpc Endpoint Service '${serviceName}' does not exist`,
      ),
      accepted: reach("com.amazonaws.us-east-1.ecr.api"),
    };
  }),
  {
    rule: "nat-gateway-address-free",
    refused: twoGateways("eipalloc-1", "eipalloc-1"),
    message:
      "waiting for EC2 NAT Gateway create: unexpected state 'failed', wanted target 'available'. last error: Resource.AlreadyAssociated: Elastic IP address [eipalloc-1] is already associated",
    accepted: twoGateways("eipalloc-1", "eipalloc-2"),
  },
  {
    rule: "endpoint-needs-dns",
    refused: (account) => endpoint(account, ["a"], { enableDnsHostnames: false }),
    message: refusedEndpoint(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
    ),
    accepted: (account) => endpoint(account, ["a"]),
  },
  {
    rule: "endpoint-needs-dns",
    refused: (account) => endpoint(account, ["a"], { enableDnsSupport: false }),
    message: refusedEndpoint(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
    ),
    accepted: (account) =>
      endpoint(account, ["a"], { enableDnsHostnames: false }, { privateDnsEnabled: false }),
  },
  {
    rule: "endpoint-one-subnet-a-zone",
    refused: (account) => endpoint(account, ["a", "a"]),
    message: refusedEndpoint(
      "DuplicateSubnetsInSameZone",
      `Found another VPC endpoint subnet in the availability zone of ${second}`,
    ),
    accepted: (account) => endpoint(account, ["a", "b"]),
  },
];
