import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount, Live } from "../../support/awsResources.ts";
import { makeEnvironment } from "../../support/environment.ts";
import { changing, make, removing } from "../removing.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** A network with a subnet in one zone and a group. */
function network(account: AwsAccount) {
  const vpc = make(account, "ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" });
  const subnets = ["a", "b"].map((zone, i) =>
    make(
      account,
      "ec2/subnet:Subnet",
      { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-1${zone}` },
      zone,
    ),
  );
  const group = make(account, "ec2/securityGroup:SecurityGroup", { vpcId: vpc.id, name: "g" });
  const [one, other] = subnets;
  if (!one || !other) throw new Error("a network has two subnets");
  return { vpc, subnet: one, other, group };
}

type Network = ReturnType<typeof network>;

/** Takes the group away while something of this type is there. */
const groupWith = (type: string, inputs: (network: Network) => Properties) => (account: AwsAccount) => {
  const there = network(account);
  make(account, type, inputs(there));
  removing(account, there.group);
};

const dependentObject = said(
  "deleting Security Group (ID)",
  ["EC2", "DeleteSecurityGroup", "DependencyViolation"],
  "resource ID has a dependent object",
);

const groupCase = (
  type: string,
  used: (network: Network) => Properties,
  free: (network: Network) => Properties,
): RuleCase => ({
  rule: "security-group-in-use",
  refused: groupWith(type, used),
  message: dependentObject,
  accepted: groupWith(type, free),
});

/** Takes the first subnet away while something is in a subnet. */
const subnetWith =
  (...things: [type: string, inputs: (network: Network) => Properties][]) =>
  (account: AwsAccount) => {
    const there = network(account);
    things.forEach(([type, inputs]) => {
      make(account, type, inputs(there));
    });
    removing(account, there.subnet);
  };

const subnetInUse = said(
  "deleting EC2 Subnet (ID)",
  ["EC2", "DeleteSubnet", "DependencyViolation"],
  "The subnet 'ID' has dependencies and cannot be deleted.",
);

/** The first subnet goes while a thing is in it, and while it is elsewhere. */
const subnetCase = (
  type: string,
  used: (network: Network) => Properties,
  free: (network: Network) => Properties,
): RuleCase => ({
  rule: "subnet-in-use",
  refused: subnetWith(["elasticache/subnetGroup:SubnetGroup", dataGroup], [type, used]),
  message: subnetInUse,
  accepted: subnetWith(["elasticache/subnetGroup:SubnetGroup", dataGroup], [type, free]),
});

/** Whether it has a node in each zone; in one zone it isn't known in which subnet. */
const multiZoneCache = (multiAzEnabled: boolean) => (): Properties => ({
  subnetGroupName: "data",
  multiAzEnabled,
  automaticFailoverEnabled: multiAzEnabled,
  numCacheClusters: 2,
});

/** The first subnet goes while a task that somebody started there is in a phase. */
const taskIn = (phase: string) => (account: AwsAccount) => {
  const { subnet, group } = network(account);
  const place = { subnets: [subnet.id], securityGroups: [group.id], assignPublicIp: false };
  account.world.keep({ kind: "task", key: "us-east-1/1", value: { cluster: "shop", phase, network: place } });
  removing(account, subnet);
};

/** The group is deleted while a service in it runs this many tasks. */
const serviceWith = (desiredCount: number) => (account: AwsAccount) => {
  const { subnet, group } = network(account);
  const { services, inputs } = makeEnvironment(account);
  account.update(services.default, {
    ...inputs.default,
    desiredCount,
    networkConfiguration: { subnets: [subnet.id], securityGroups: [group.id] },
  });
  removing(account, group);
};

const addressInUse = said(
  "deleting EC2 EIP (ID)",
  ["EC2", "ReleaseAddress", "InvalidIPAddress.InUse"],
  "Address IP is in use.",
);

function releasing(account: AwsAccount, address: Live): void {
  try {
    removing(account, address);
  } catch (error) {
    throw new Error((error as Error).message.replace(String(address.state.publicIp), "IP"));
  }
}

/** One of two addresses goes: that which an instance has, or the other. */
const associated = (isUsed: boolean) => (account: AwsAccount) => {
  const [one, other] = ["a", "b"].map((name) => make(account, "ec2/eip:Eip", {}, name));
  if (!one || !other) throw new Error("there are two addresses");
  make(account, "ec2/eipAssociation:EipAssociation", { allocationId: one.id, instanceId: "i-1" });
  releasing(account, isUsed ? one : other);
};

/** The gateway of a network goes while a load balancer of the kind is there. */
const gatewayWith = (internal: boolean) => (account: AwsAccount) => {
  const { vpc, subnet, other } = network(account);
  const gateway = make(account, "ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
  make(account, "lb/loadBalancer:LoadBalancer", { name: "web", internal, subnets: [subnet.id, other.id] });
  removing(account, gateway, { VPC: vpc });
};

/** The gateway of a network with a load balancer of the kind goes to another VPC. */
const gatewayMovesFrom = (internal: boolean) => (account: AwsAccount) => {
  const { vpc, subnet, other } = network(account);
  const gateway = make(account, "ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
  make(account, "lb/loadBalancer:LoadBalancer", { name: "web", internal, subnets: [subnet.id, other.id] });
  const next = account.create("aws:ec2/vpc:Vpc", "next", { cidrBlock: "10.1.0.0/16" });
  changing(account, gateway, { vpcId: next.id }, { VPC: vpc });
};

const databaseIn =
  (zone: string): ((network: Network) => Properties) =>
  () => ({
    identifier: "db",
    engine: "postgres",
    instanceClass: "db.t4g.micro",
    dbSubnetGroupName: "data",
    availabilityZone: zone,
  });

const dataGroup = (there: Network): Properties => ({
  name: "data",
  subnetIds: [there.subnet.id, there.other.id],
});

export const cases: RuleCase[] = [
  groupCase(
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ({ group }) => ({ securityGroupId: "sg-other", ipProtocol: "-1", referencedSecurityGroupId: group.id }),
    ({ group }) => ({ securityGroupId: group.id, ipProtocol: "-1", referencedSecurityGroupId: group.id }),
  ),
  groupCase(
    "ec2/networkInterface:NetworkInterface",
    ({ group, other }) => ({ subnetId: other.id, securityGroups: [group.id] }),
    ({ other }) => ({ subnetId: other.id, securityGroups: [] }),
  ),
  groupCase(
    "ec2/securityGroup:SecurityGroup",
    ({ group, vpc }) => ({
      vpcId: vpc.id,
      name: "other",
      ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [group.id] }],
    }),
    ({ vpc }) => ({ vpcId: vpc.id, name: "other" }),
  ),
  groupCase(
    "lb/loadBalancer:LoadBalancer",
    ({ group, subnet, other }) => ({
      internal: true,
      subnets: [subnet.id, other.id],
      securityGroups: [group.id],
    }),
    ({ subnet, other }) => ({ internal: true, subnets: [subnet.id, other.id], securityGroups: ["sg-other"] }),
  ),
  groupCase(
    "rds/instance:Instance",
    ({ group }) => ({ identifier: "db", vpcSecurityGroupIds: [group.id] }),
    () => ({ identifier: "db" }),
  ),
  groupCase(
    "elasticache/replicationGroup:ReplicationGroup",
    ({ group }) => ({ securityGroupIds: [group.id] }),
    () => ({ securityGroupIds: ["sg-other"] }),
  ),
  groupCase(
    "ec2/vpcEndpoint:VpcEndpoint",
    ({ group, vpc, subnet }) => ({
      vpcId: vpc.id,
      serviceName: "com.amazonaws.us-east-1.logs",
      vpcEndpointType: "Interface",
      subnetIds: [subnet.id],
      securityGroupIds: [group.id],
    }),
    ({ vpc }) => ({ vpcId: vpc.id, serviceName: "com.amazonaws.us-east-1.s3" }),
  ),
  {
    rule: "subnet-in-use",
    refused: subnetWith([
      "ec2/natGateway:NatGateway",
      ({ subnet }) => ({ subnetId: subnet.id, connectivityType: "private" }),
    ]),
    message: subnetInUse,
    accepted: subnetWith([
      "ec2/natGateway:NatGateway",
      ({ other }) => ({ subnetId: other.id, connectivityType: "private" }),
    ]),
  },
  subnetCase("elasticache/replicationGroup:ReplicationGroup", multiZoneCache(true), multiZoneCache(false)),
  subnetCase(
    "lb/loadBalancer:LoadBalancer",
    ({ subnet, other }) => ({ internal: true, subnets: [subnet.id, other.id] }),
    ({ other }) => ({ internal: true, loadBalancerType: "network", subnets: [other.id] }),
  ),
  {
    rule: "subnet-in-use",
    refused: taskIn("RUNNING"),
    message: subnetInUse,
    accepted: taskIn("STOPPED"),
  },
  {
    rule: "security-group-in-use",
    refused: serviceWith(1),
    message: dependentObject,
    accepted: serviceWith(0),
  },
  {
    rule: "subnet-in-use",
    refused: subnetWith(
      ["rds/subnetGroup:SubnetGroup", dataGroup],
      ["rds/instance:Instance", databaseIn("us-east-1a")],
    ),
    message: subnetInUse,
    accepted: subnetWith(
      ["rds/subnetGroup:SubnetGroup", dataGroup],
      ["rds/instance:Instance", databaseIn("us-east-1b")],
    ),
  },
  {
    rule: "vpc-in-use",
    refused: (account) => {
      const { vpc } = network(account);
      removing(account, vpc);
    },
    message: said(
      "deleting EC2 VPC (ID)",
      ["EC2", "DeleteVpc", "DependencyViolation"],
      "The vpc 'ID' has dependencies and cannot be deleted.",
    ),
    accepted: (account) => {
      const { vpc, subnet, other, group } = network(account);
      for (const live of [subnet, other, group, vpc]) removing(account, live);
    },
  },
  {
    rule: "internet-gateway-in-use",
    refused: gatewayWith(false),
    message: said(
      "deleting EC2 Internet Gateway (ID): detaching EC2 Internet Gateway (ID) from VPC (VPC)",
      ["EC2", "DetachInternetGateway", "DependencyViolation"],
      "Network VPC has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
    ),
    accepted: gatewayWith(true),
  },
  {
    rule: "internet-gateway-in-use",
    refused: gatewayMovesFrom(false),
    message: said(
      "updating EC2 Internet Gateway (ID): detaching EC2 Internet Gateway (ID) from VPC (VPC)",
      ["EC2", "DetachInternetGateway", "DependencyViolation"],
      "Network VPC has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
    ),
    accepted: gatewayMovesFrom(true),
  },
  {
    rule: "elastic-address-in-use",
    refused: associated(true),
    message: addressInUse,
    accepted: associated(false),
  },
  {
    rule: "elastic-address-in-use",
    refused: (account) => {
      const { vpc, subnet } = network(account);
      make(account, "ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
      const address = make(account, "ec2/eip:Eip", {});
      make(account, "ec2/natGateway:NatGateway", { subnetId: subnet.id, allocationId: address.id });
      releasing(account, address);
    },
    message: addressInUse,
    accepted: (account) => {
      const { vpc, subnet } = network(account);
      make(account, "ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
      const address = make(account, "ec2/eip:Eip", {});
      const nat = make(account, "ec2/natGateway:NatGateway", {
        subnetId: subnet.id,
        allocationId: address.id,
      });
      removing(account, nat);
      removing(account, address);
    },
  },
];
