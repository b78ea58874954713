import type { Properties } from "../../../../src/world/world.ts";
import { containers, definitionArn, type SmallNetwork, secretArn } from "../../../network/smallNetwork.ts";
import type { NetworkCase } from "./networkCase.ts";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-backend:1";

/** What AWS says of each step, up to the obstacle. */
const secretError = `ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${secretArn("cache")} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded. `;
const parameterError =
  "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. operation error SSM: GetParameters, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded. ";
const registryError =
  'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 203.0.113.1:443: i/o timeout. ';
const logError =
  "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed. ";
const imageError = (name: string, step: string) =>
  `CannotPullContainerError: The task cannot pull ${name} from the registry ${name}. There is a connection issue between the task and the registry. Check your task network configuration. : ${step}: dial tcp 203.0.113.1:443: i/o timeout. `;
const manifestError = (name: string) =>
  imageError(name, `failed to resolve ref ${name}: failed to do request: Head ${name}`);
const layerError = imageError(
  image,
  `failed to copy: httpReadSeeker: failed open: failed to do request: Get ${image}`,
);

const withContainer = ({ change }: SmallNetwork, container: Properties) =>
  change(definitionArn, { containerDefinitions: JSON.stringify([{ ...containers[0], ...container }]) });

const inPublicSubnets = ({ change }: SmallNetwork, assignPublicIp: boolean) =>
  change("service-web", {
    networkConfiguration: {
      subnets: ["subnet-public-a", "subnet-public-b"],
      securityGroups: ["sg-tasks"],
      assignPublicIp,
    },
  });

/** Takes the NAT gateway away, and its routes. */
const withoutNat = ({ remove }: SmallNetwork) => {
  for (const id of ["r-private-a", "r-private-b", "nat-main"]) remove(id);
};

const addGateway = ({ add }: SmallNetwork, state: Properties = {}) =>
  add("aws:ec2/vpcEndpoint:VpcEndpoint", "vpce-s3", {
    vpcId: "vpc-main",
    vpcEndpointType: "Gateway",
    serviceName: "com.amazonaws.us-east-1.s3",
    routeTableIds: ["rtb-private-a", "rtb-private-b"],
    prefixListId: "pl-s3",
    ...state,
  });

/** All that a task needs inside of the VPC, and no way to the internet. */
const withEndpoints = (network: SmallNetwork) => {
  withoutNat(network);
  network.disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
  network.allow("sg-tasks", "egress", 443, "pl-s3");
  for (const service of ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"]) network.addEndpoint(service);
  addGateway(network);
};

const noRoute =
  "Subnet private-a (subnet-private-a) has no route to the internet: route table private-a (rtb-private-a) has none for 0.0.0.0/0";

const noWay = (why: string) =>
  `Subnet private-a (subnet-private-a) has no way to the internet by route 0.0.0.0/0 of route table private-a (rtb-private-a): ${why}`;

const noEndpoint = (service: string) => `; VPC main (vpc-main) has no endpoint for ${service} either.`;

const secretRule = (what: string, change: NetworkCase["change"], obstacle?: string): NetworkCase => ({
  rule: "task-reaches-secrets",
  what,
  change,
  ...(obstacle === undefined ? {} : { message: `${secretError}${obstacle}` }),
});

/** Ways to the internet, and what is wrong with them. */
const internet: NetworkCase[] = [
  secretRule(
    "a subnet without a route",
    ({ remove }) => remove("r-private-a"),
    noRoute + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a route to a NAT gateway that is gone",
    ({ remove }) => remove("nat-main"),
    noWay("it is a blackhole, there is no NAT gateway nat-main") + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a private NAT gateway",
    ({ change }) => change("nat-main", { connectivityType: "private", allocationId: "" }),
    noWay("NAT gateway main (nat-main) is private, without a way out") + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a NAT gateway without an address",
    ({ change }) => change("nat-main", { allocationId: "" }),
    noWay("NAT gateway main (nat-main) has no Elastic IP") + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a NAT gateway in a private subnet",
    ({ change }) => change("nat-main", { subnetId: "subnet-data-a" }),
    noWay(
      "NAT gateway main (nat-main) is cut off. Subnet data-a (subnet-data-a) has no route to the internet: route table data-a (rtb-data-a) has none for 0.0.0.0/0",
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a NAT gateway in the subnet that it serves",
    ({ change }) => change("nat-main", { subnetId: "subnet-private-a" }),
    noWay(
      `NAT gateway main (nat-main) is cut off. ${noWay("it leads to another NAT gateway, not to an internet gateway")}`,
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "an ACL around the NAT gateway",
    ({ add }) =>
      add("aws:ec2/networkAcl:NetworkAcl", "acl-public", {
        subnetIds: ["subnet-public-a"],
        egress: [{ ruleNo: 1, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0" }],
        ingress: [{ ruleNo: 1, action: "allow", protocol: "-1", cidrBlock: "10.0.0.0/16" }],
      }),
    noWay(
      "NAT gateway main (nat-main) is cut off. Network ACL public (acl-public) of subnet public-a (subnet-public-a) stops ingress TCP 1024-65535 from the internet (0.0.0.0/0): no rule allows it",
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "an ACL around the tasks",
    ({ add }) =>
      add("aws:ec2/networkAcl:NetworkAcl", "acl-private", {
        subnetIds: ["subnet-private-b"],
        egress: [
          { ruleNo: 1, action: "allow", protocol: "tcp", cidrBlock: "0.0.0.0/0", fromPort: 80, toPort: 80 },
        ],
        ingress: [{ ruleNo: 1, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0" }],
      }),
    `Network ACL private (acl-private) of subnet private-b (subnet-private-b) stops egress TCP 443 to the internet (0.0.0.0/0): no rule allows it${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "an internet gateway that is not attached",
    ({ change }) => change("igw-main", { vpcId: "" }),
    noWay(
      "NAT gateway main (nat-main) is cut off. Subnet public-a (subnet-public-a) has no way to the internet by route 0.0.0.0/0 of route table public-a (rtb-public-a): internet gateway main (igw-main) is not attached to VPC main (vpc-main)",
    ) + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "a public subnet without public addresses",
    (network) => inPublicSubnets(network, false),
    `Subnet public-a (subnet-public-a) has no way to the internet by route 0.0.0.0/0 of route table public-a (rtb-public-a): internet gateway main (igw-main) takes public addresses only, and assignPublicIp is off${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "a group that lets HTTPS out to one network only",
    (network) => {
      network.disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
      network.allow("sg-tasks", "egress", 443, "203.0.113.0/24");
    },
    `Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "groups without HTTPS out",
    (network) => {
      network.disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
      network.change("service-web", {
        networkConfiguration: {
          subnets: ["subnet-private-a"],
          securityGroups: ["sg-tasks", "sg-cache"],
          assignPublicIp: false,
        },
      });
    },
    `None of the security groups tasks (sg-tasks), cache (sg-cache) has an egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  ),
  secretRule("public addresses in public subnets", (network) => inPublicSubnets(network, true)),
  secretRule("an internet gateway attached by a resource of its own", (network) => {
    network.change("igw-main", { vpcId: "" });
    network.add("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", "igw-main:vpc-main", {
      internetGatewayId: "igw-main",
      vpcId: "vpc-main",
    });
  }),
  secretRule("the VPC's main table with the route", (network) => {
    network.remove("rtbassoc-private-a");
    network.add("aws:ec2/defaultRouteTable:DefaultRouteTable", "rtb-main", {
      routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-main" }],
    });
  }),
  secretRule(
    "the VPC's main table without it",
    ({ remove }) => remove("rtbassoc-private-a"),
    `Subnet private-a (subnet-private-a) has no route to the internet: route table main (rtb-main) has none for 0.0.0.0/0${noEndpoint("secretsmanager")}`,
  ),
  secretRule("another main table", (network) => {
    network.remove("rtbassoc-private-a");
    network.add("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "rtbassoc-main", {
      vpcId: "vpc-main",
      routeTableId: "rtb-private-b",
    });
  }),
  secretRule("a transit gateway", ({ change }) =>
    change("r-private-a", { natGatewayId: "", transitGatewayId: "tgw-1" }),
  ),
  secretRule("a table that no stack has made", ({ change }) =>
    change("rtbassoc-private-a", { routeTableId: "rtb-elsewhere" }),
  ),
  secretRule("a NAT gateway for a whole region", ({ change }) =>
    change("nat-main", { availabilityMode: "regional", subnetId: "", allocationId: "" }),
  ),
  secretRule("a VPC that no stack has made", ({ remove, disallow }) => {
    for (const id of ["vpc-main", "nat-main", "igw-main"]) remove(id);
    disallow("sg-tasks", "egress", 443, "0.0.0.0/0");
  }),
];

const endpoints: NetworkCase[] = [
  ...["task-reaches-secrets", "task-reaches-registry", "task-reaches-logs", "task-reaches-image"].map(
    (rule) => ({
      rule,
      what: "endpoints for everything, and no way to the internet",
      change: withEndpoints,
    }),
  ),
  secretRule(
    "an endpoint that doesn't let tasks in, beside a way to the internet",
    (network) => {
      network.addEndpoint("secretsmanager");
      network.disallow("sg-endpoints", "ingress", 443, "sg-tasks");
    },
    "Security group endpoints (sg-endpoints) has no ingress rule for TCP 443 from security group tasks (sg-tasks) or 10.0.10.0/24, on the way to endpoint secretsmanager (vpce-secretsmanager).",
  ),
  secretRule(
    "an endpoint without a name, and no way to the internet",
    (network) => {
      withoutNat(network);
      network.addEndpoint("secretsmanager", { privateDnsEnabled: false });
    },
    noRoute + noEndpoint("secretsmanager"),
  ),
  secretRule(
    "an endpoint in a VPC without host names",
    (network) => {
      withEndpoints(network);
      network.change("vpc-main", { enableDnsHostnames: false });
    },
    `Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  ),
  secretRule(
    "a VPC without DNS",
    ({ change }) => change("vpc-main", { enableDnsSupport: false }),
    "VPC main (vpc-main) resolves no names: its enableDnsSupport is off.",
  ),
  secretRule("a VPC with DNS servers of its own", ({ add, change }) => {
    change("vpc-main", { enableDnsSupport: false });
    add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dopt-own", { domainNameServers: ["10.0.0.53"] });
    add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "dopt-own-vpc-main", {
      dhcpOptionsId: "dopt-own",
      vpcId: "vpc-main",
    });
  }),
  secretRule("an endpoint with groups and subnets that are joined to it", (network) => {
    withEndpoints(network);
    network.change("vpce-secretsmanager", { subnetIds: [], securityGroupIds: [] });
    const joined = { vpcEndpointId: "vpce-secretsmanager" };
    network.add("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "a-1", {
      ...joined,
      subnetId: "subnet-private-a",
    });
    network.add("aws:ec2/securityGroupAssociation:SecurityGroupAssociation", "a-2", {
      ...joined,
      securityGroupId: "sg-endpoints",
    });
  }),
];

/** What each of the other steps needs. */
const steps: NetworkCase[] = [
  {
    rule: "task-reaches-secrets",
    what: "no endpoint for parameters",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-ssm");
    },
    message: `${parameterError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ssm")}`,
  },
  {
    rule: "task-reaches-secrets",
    what: "a definition without secrets",
    change: (network) => {
      withoutNat(network);
      withContainer(network, { secrets: [] });
    },
  },
  {
    rule: "task-reaches-secrets",
    what: "a secret of another region, which no endpoint leads to",
    change: (network) => {
      withEndpoints(network);
      withContainer(network, {
        secrets: [{ name: "A", valueFrom: secretArn("cache").replace("us-east-1", "eu-west-1") }],
      });
    },
    message: `${secretError.replace("us-east-1", "eu-west-1")}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("secretsmanager")}`,
  },
  {
    rule: "task-reaches-registry",
    what: "no endpoint for the registry",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-ecr.api");
    },
    message: `${registryError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ecr.api")}`,
  },
  {
    rule: "task-reaches-registry",
    what: "an image of another registry",
    change: (network) => {
      withoutNat(network);
      withContainer(network, { image: "nginx:1" });
    },
  },
  {
    rule: "task-reaches-registry",
    what: "a task that runs on machines",
    change: (network) => {
      withoutNat(network);
      network.change(definitionArn, { requiresCompatibilities: ["EC2"] });
    },
  },
  {
    rule: "task-reaches-logs",
    what: "no endpoint for logs",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-logs");
    },
    message: `${logError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("logs")}`,
  },
  {
    rule: "task-reaches-logs",
    what: "another log driver",
    change: (network) => {
      withoutNat(network);
      withContainer(network, { logConfiguration: { logDriver: "splunk" } });
    },
  },
  {
    rule: "task-reaches-image",
    what: "no endpoint for images",
    change: (network) => {
      withEndpoints(network);
      network.remove("vpce-ecr.dkr");
    },
    message: `${manifestError(image)}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ecr.dkr")}`,
  },
  {
    rule: "task-reaches-image",
    what: "no way to the bucket with the layers",
    change: (network) => {
      withEndpoints(network);
      network.change("vpce-s3", { routeTableIds: ["rtb-private-a"] });
      network.allow("sg-tasks", "egress", 443, "0.0.0.0/0");
    },
    message: `${layerError}Subnet private-b (subnet-private-b) has no route to the internet: route table private-b (rtb-private-b) has none for 0.0.0.0/0${noEndpoint("s3")}`,
  },
  {
    rule: "task-reaches-image",
    what: "a group that doesn't let tasks get to the bucket",
    change: (network) => {
      withEndpoints(network);
      network.disallow("sg-tasks", "egress", 443, "pl-s3");
    },
    message: `${layerError}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0).`,
  },
  {
    rule: "task-reaches-image",
    what: "a gateway that is joined to the tables",
    change: (network) => {
      withEndpoints(network);
      network.change("vpce-s3", { routeTableIds: [] });
      for (const zone of ["a", "b"]) {
        network.add(
          "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
          `a-${zone}`,
          {
            vpcEndpointId: "vpce-s3",
            routeTableId: `rtb-private-${zone}`,
          },
        );
      }
    },
  },
  {
    rule: "task-reaches-image",
    what: "an image of another registry, and endpoints only",
    change: (network) => {
      withEndpoints(network);
      withContainer(network, { image: "nginx:1" });
    },
    message: `${manifestError("nginx:1")}Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0).`,
  },
];

/** Shells in tasks. */
const shells: NetworkCase[] = [
  {
    rule: "task-reaches-session-manager",
    what: "endpoints for everything but shells",
    change: (network) => {
      withEndpoints(network);
      network.change("service-web", { enableExecuteCommand: true });
    },
    message: `An error occurred (TargetNotConnectedException) when calling the ExecuteCommand operation: The execute command failed due to an internal error. Try again later. Security group tasks (sg-tasks) has no egress rule for TCP 443 to the internet (0.0.0.0/0)${noEndpoint("ssmmessages")}`,
  },
  {
    rule: "task-reaches-session-manager",
    what: "endpoints for everything",
    change: (network) => {
      withEndpoints(network);
      network.addEndpoint("ssmmessages");
      network.change("service-web", { enableExecuteCommand: true });
    },
  },
  { rule: "task-reaches-session-manager", what: "tasks without shells", change: withEndpoints },
];

export const wayOutCases: readonly NetworkCase[] = [...internet, ...endpoints, ...steps, ...shells];
