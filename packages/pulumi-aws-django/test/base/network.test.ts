import { describe, expect, test } from "vitest";
import { recordBase } from "../support/recordBase.ts";

const VPC = "awsx:ec2:Vpc";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const GATEWAY = "aws:ec2/natGateway:NatGateway";
const ROUTE = "aws:ec2/route:Route";

describe("a new VPC", () => {
  test("spans two zones with public, private and isolated subnets at fixed places", async () => {
    const recording = await recordBase();
    expect(recording.one(VPC)).toMatchObject({
      name: "base",
      parent: "base",
      inputs: {
        cidrBlock: "10.0.0.0/16",
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: "None" },
        enableDnsHostnames: true,
        enableDnsSupport: true,
        subnetStrategy: "Auto",
        subnetSpecs: [
          {
            type: "Public",
            name: "public",
            cidrBlocks: ["10.0.32.0/20", "10.0.96.0/20"],
            assignIpv6AddressOnCreation: false,
          },
          {
            type: "Private",
            name: "private",
            cidrBlocks: ["10.0.0.0/19", "10.0.64.0/19"],
            assignIpv6AddressOnCreation: false,
          },
          {
            type: "Isolated",
            name: "data",
            cidrBlocks: ["10.0.48.0/21", "10.0.112.0/21"],
            assignIpv6AddressOnCreation: false,
          },
        ],
      },
    });
    expect(recording.one(VPC).inputs).not.toHaveProperty("assignGeneratedIpv6CidrBlock");
    expect(recording.one(VPC).inputs).not.toHaveProperty("availabilityZoneNames");
    expect(recording.result.contract.network).toEqual({
      vpcId: "vpc-base",
      taskSubnetIds: ["subnet-private-1", "subnet-private-2"],
      assignPublicIp: false,
      taskSecurityGroupId: "sg-base-tasks",
    });
  });

  test("always has a gateway endpoint for S3 in every route table, and a default security group without rules", async () => {
    const recording = await recordBase();
    expect(recording.one(ENDPOINT).inputs).toEqual({
      vpcId: "vpc-base",
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.us-east-1.s3",
      routeTableIds: [
        "rtb-public-1",
        "rtb-private-1",
        "rtb-isolated-1",
        "rtb-public-2",
        "rtb-private-2",
        "rtb-isolated-2",
      ],
    });
    expect(recording.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).toEqual({
      vpcId: "vpc-base",
    });
  });

  test("zones by name, and a block of one's own", async () => {
    const { inputs } = (
      await recordBase({
        network: {
          cidrBlock: "10.20.0.0/20",
          availabilityZoneNames: ["us-east-1a", "us-east-1c", "us-east-1d"],
        },
      })
    ).one(VPC);
    expect(inputs).toMatchObject({
      cidrBlock: "10.20.0.0/20",
      availabilityZoneNames: ["us-east-1a", "us-east-1c", "us-east-1d"],
    });
    expect(inputs).not.toHaveProperty("numberOfAvailabilityZones");
    expect(inputs.subnetSpecs).toMatchObject([
      { cidrBlocks: ["10.20.2.0/24", "10.20.6.0/24", "10.20.10.0/24"] },
      { cidrBlocks: ["10.20.0.0/23", "10.20.4.0/23", "10.20.8.0/23"] },
      { cidrBlocks: ["10.20.3.0/25", "10.20.7.0/25", "10.20.11.0/25"] },
    ]);
  });

  test("one NAT gateway for all zones", async () => {
    const recording = await recordBase();
    expect(recording.one("aws:ec2/eip:Eip")).toMatchObject({
      name: "base-nat-1",
      inputs: { domain: "vpc", tags: { Name: "base-nat-1" } },
      dependsOn: [],
    });
    expect(recording.one(GATEWAY)).toMatchObject({
      name: "base-nat-1",
      inputs: {
        subnetId: "subnet-public-1",
        allocationId: "base-nat-1-id",
        tags: { Name: "base-nat-1" },
      },
      dependsOn: ["Eip base-nat-1", "InternetGateway base", "Vpc base"],
    });
    expect(recording.of(ROUTE).map(({ name, inputs, dependsOn }) => [name, inputs, dependsOn])).toEqual([
      [
        "base-nat-1",
        {
          routeTableId: "rtb-private-1",
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: "base-nat-1-id",
        },
        ["NatGateway base-nat-1"],
      ],
      [
        "base-nat-2",
        {
          routeTableId: "rtb-private-2",
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: "base-nat-1-id",
        },
        ["NatGateway base-nat-1"],
      ],
    ]);
  });

  test("what awsx made before stays the same in AWS", async () => {
    const recording = await recordBase();
    const inSubnet =
      "urn:pulumi:test::ublog::pulumi-aws-django:index:DjangoBase$awsx:ec2:Vpc$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet";
    const moved = recording.all.filter(({ name }) => name.startsWith("base-nat-"));
    expect(moved.map(({ name, aliases }) => [name, aliases])).toEqual([
      ["base-nat-1", [`${inSubnet}$aws:ec2/eip:Eip::base-1`]],
      ["base-nat-1", [`${inSubnet}$aws:ec2/natGateway:NatGateway::base-1`]],
      ["base-nat-1", [`${inSubnet}$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route::base-private-1`]],
      ["base-nat-2", [`${inSubnet}$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route::base-private-2`]],
    ]);
  });

  test("nothing but the routes of private subnets waits for the NAT gateway, which takes two minutes", async () => {
    const recording = await recordBase();
    const waiting = recording.all.filter(
      // There is nothing of that in AWS.
      ({ dependsOn, name }) =>
        dependsOn.includes("NatGateway base-nat-1") && name !== "base-deletion-protection",
    );
    expect(waiting.map(({ type, name }) => [type, name])).toEqual([
      [ROUTE, "base-nat-1"],
      [ROUTE, "base-nat-2"],
    ]);
    // What awsx makes is there for others only when all of it is.
    expect(recording.one(VPC).inputs.natGateways).toEqual({ strategy: "None" });
  });

  test("a NAT gateway in each zone", async () => {
    const recording = await recordBase({ network: { nat: "one-per-az" } });
    expect(recording.of(GATEWAY).map(({ name, inputs }) => [name, inputs.subnetId])).toEqual([
      ["base-nat-1", "subnet-public-1"],
      ["base-nat-2", "subnet-public-2"],
    ]);
    expect(recording.of(ROUTE).map(({ inputs }) => [inputs.routeTableId, inputs.natGatewayId])).toEqual([
      ["rtb-private-1", "base-nat-1-id"],
      ["rtb-private-2", "base-nat-2-id"],
    ]);
  });

  test("no NAT gateway: no address, no route", async () => {
    const recording = await recordBase({ network: { nat: "none" } });
    for (const type of ["aws:ec2/eip:Eip", GATEWAY, ROUTE]) expect(recording.of(type)).toEqual([]);
  });

  test.each(["one-per-az", "none"] as const)("NAT %s leaves the VPC as it is", async (nat) => {
    const [some, usual] = [await recordBase({ network: { nat } }), await recordBase()];
    expect(some.one(VPC).inputs).toEqual(usual.one(VPC).inputs);
  });

  test("without NAT, tasks run in the public subnets and have public addresses", async () => {
    const { contract } = (await recordBase({ network: { nat: "none" } })).result;
    expect(contract.network).toMatchObject({
      taskSubnetIds: ["subnet-public-1", "subnet-public-2"],
      assignPublicIp: true,
    });
  });

  test("IPv6: addresses and a route for public subnets, a load balancer that answers on it", async () => {
    const recording = await recordBase({ network: { ipv6: true } });
    expect(recording.one(VPC).inputs).toMatchObject({
      assignGeneratedIpv6CidrBlock: true,
      subnetSpecs: [
        { type: "Public", assignIpv6AddressOnCreation: true },
        { type: "Private", assignIpv6AddressOnCreation: false },
        { type: "Isolated", assignIpv6AddressOnCreation: false },
      ],
    });
    const routes = recording.of(ROUTE).filter(({ name }) => name.includes("ipv6"));
    expect(routes.map(({ name, inputs }) => [name, inputs])).toEqual([
      [
        "base-public-ipv6-1",
        { routeTableId: "rtb-public-1", destinationIpv6CidrBlock: "::/0", gatewayId: "igw-1" },
      ],
      [
        "base-public-ipv6-2",
        { routeTableId: "rtb-public-2", destinationIpv6CidrBlock: "::/0", gatewayId: "igw-1" },
      ],
    ]);
    expect(recording.one("aws:lb/loadBalancer:LoadBalancer").inputs.ipAddressType).toBe("dualstack");
    expect(recording.result.contract.loadBalancer.ipv6).toBe(true);
  });

  test("interface endpoints: one for each service in the subnets of tasks, open to tasks only", async () => {
    const recording = await recordBase({ network: { interfaceEndpoints: ["ecr.api", "logs"] } });
    expect(recording.of(ENDPOINT).map(({ name }) => name)).toEqual(["base-s3", "base-ecr.api", "base-logs"]);
    expect(recording.one(ENDPOINT, "base-ecr.api").inputs).toEqual({
      vpcId: "vpc-base",
      vpcEndpointType: "Interface",
      serviceName: "com.amazonaws.us-east-1.ecr.api",
      privateDnsEnabled: true,
      subnetIds: ["subnet-private-1", "subnet-private-2"],
      securityGroupIds: ["sg-base-endpoints"],
    });
    const rules = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.filter(({ inputs }) => inputs.securityGroupId === "sg-base-endpoints")).toMatchObject([
      {
        inputs: { referencedSecurityGroupId: "sg-base-tasks", ipProtocol: "tcp", fromPort: 443, toPort: 443 },
      },
    ]);
  });

  test("flow logs: all traffic, into a log group that only they can write to", async () => {
    const recording = await recordBase({ network: { flowLogs: { enabled: true, retentionDays: 7 } } });
    expect(recording.one("aws:cloudwatch/logGroup:LogGroup", "base-flow-logs").inputs).toEqual({
      retentionInDays: 7,
    });
    expect(recording.one("aws:ec2/flowLog:FlowLog").inputs).toEqual({
      vpcId: "vpc-base",
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: "arn:aws:logs:us-east-1:111122223333:log-group:base-flow-logs",
      iamRoleArn: "arn:aws:iam::111122223333:role/base-flow-logs",
    });
    const { policy } = recording.one("aws:iam/rolePolicy:RolePolicy").inputs;
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [
          "arn:aws:logs:us-east-1:111122223333:log-group:base-flow-logs",
          "arn:aws:logs:us-east-1:111122223333:log-group:base-flow-logs:*",
        ],
      },
    ]);
    const { assumeRolePolicy } = recording.one("aws:iam/role:Role").inputs;
    expect(JSON.parse(String(assumeRolePolicy)).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
  });

  test("no flow logs, interface endpoints or IPv6 unless asked for", async () => {
    const recording = await recordBase();
    expect(recording.of("aws:ec2/flowLog:FlowLog")).toEqual([]);
    expect(recording.of("aws:iam/role:Role")).toEqual([]);
    expect(recording.of(ROUTE).filter(({ name }) => name.includes("ipv6"))).toEqual([]);
    expect(recording.one("aws:lb/loadBalancer:LoadBalancer").inputs.ipAddressType).toBe("ipv4");
  });
});

test("an existing VPC is used and nothing of it made or changed", async () => {
  const recording = await recordBase({
    network: {
      vpcId: "vpc-9",
      publicSubnetIds: ["subnet-1", "subnet-2"],
      taskSubnetIds: ["subnet-3"],
      dataSubnetIds: ["subnet-5", "subnet-6"],
      assignPublicIp: true,
    },
  });
  expect(recording.all.filter(({ type }) => type.startsWith("awsx:"))).toEqual([]);
  expect([
    ...new Set(recording.all.map(({ type }) => type).filter((type) => type.startsWith("aws:ec2/"))),
  ]).toEqual(["aws:ec2/securityGroup:SecurityGroup"]);
  expect(recording.one("aws:ec2/securityGroup:SecurityGroup", "base-alb").inputs.vpcId).toBe("vpc-9");
  expect(recording.one("aws:lb/loadBalancer:LoadBalancer").inputs.subnets).toEqual(["subnet-1", "subnet-2"]);
  for (const type of ["aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup"]) {
    expect(recording.one(type).inputs.subnetIds).toEqual(["subnet-5", "subnet-6"]);
  }
  expect(recording.result.contract.network).toEqual({
    vpcId: "vpc-9",
    taskSubnetIds: ["subnet-3"],
    assignPublicIp: true,
    taskSecurityGroupId: "sg-base-tasks",
  });
});
