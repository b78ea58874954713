import { expect, test } from "vitest";
import { invokeTokens } from "../../src/invokes/invoke.ts";
import { typeOf } from "../../src/provider/urn.ts";
import { functionTokens } from "../../src/schema/awsSchema.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount, isSecret, plain, urnOf } from "../support/awsResources.ts";

function account(config: Properties = { region: "us-east-1" }) {
  const aws = awsAccount(config);
  const token = (name: string) => `aws:${name}:${name.split("/")[1]}`;
  return { ...aws, ask: (name: string, args: Properties = {}) => aws.provider.invoke(token(name), args) };
}

test("every answered function is one of the provider", () => {
  expect(invokeTokens().filter((token) => !functionTokens().includes(token))).toEqual([]);
});

test("who, where and what there is", () => {
  const { ask } = account({ region: "eu-west-1" });
  expect(ask("index/getCallerIdentity")).toMatchObject({ accountId: "123456789012" });
  expect(ask("index/getRegion")).toMatchObject({ region: "eu-west-1", description: "Europe (Ireland)" });
  expect(ask("index/getPartition")).toMatchObject({ partition: "aws", dnsSuffix: "amazonaws.com" });
  expect(
    ask("index/getAvailabilityZones", { state: "available", excludeNames: ["eu-west-1b"] }),
  ).toMatchObject({
    names: ["eu-west-1a", "eu-west-1c"],
    zoneIds: ["euw1-az1", "euw1-az3"],
  });
  expect(ask("index/getAvailabilityZones", { region: "us-east-1" }).names).toHaveLength(6);
});

test("a function or argument that is not known is an error that names it", () => {
  const { provider, ask } = account();
  expect(() => provider.invoke("aws:ec2/getVpcc:getVpcc", {})).toThrow(
    "the sandbox does not answer the function aws:ec2/getVpcc:getVpcc; did you mean aws:ec2/getVpc:getVpc?",
  );
  expect(() => ask("route53/getZone", { nam: "example.com" })).toThrow(
    "'nam' is not a property; did you mean 'name'?",
  );
  expect(() => ask("ssm/getParameter")).toThrow("Missing required property 'name'");
});

test("resources of the world are found by id, name, tag and filter", () => {
  const { create, ask } = account({ region: "us-east-1", defaultTags: '{"tags":{"App":"ublog"}}' });
  const vpc = create("aws:ec2/vpc:Vpc", "a", { cidrBlock: "10.0.0.0/16", tags: { Name: "a" } });
  const other = create("aws:ec2/vpc:Vpc", "b", { cidrBlock: "10.1.0.0/16", tags: { Name: "b" } });
  const subnet = create("aws:ec2/subnet:Subnet", "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  expect(ask("ec2/getVpc", { id: vpc.id })).toMatchObject({
    cidrBlock: "10.0.0.0/16",
    default: false,
    state: "available",
  });
  expect(ask("ec2/getVpc", { tags: { Name: "b" } }).id).toBe(other.id);
  expect(ask("ec2/getVpcs", { tags: { App: "ublog" } }).ids).toEqual([vpc.id, other.id]);
  expect(() => ask("ec2/getVpc", { tags: { App: "ublog" } })).toThrow(
    "multiple EC2 VPCs matched; use additional constraints",
  );
  expect(ask("ec2/getSubnets", { filters: [{ name: "vpc-id", values: [vpc.id] }] }).ids).toEqual([subnet.id]);
  expect(ask("ec2/getSubnet", { filters: [{ name: "availability-zone", values: ["us-east-1?"] }] }).id).toBe(
    subnet.id,
  );
  expect(() => ask("ec2/getSubnets", { filters: [{ name: "vpc", values: [] }] })).toThrow(
    "the sandbox does not know the filter 'vpc'; it knows tag:<key>, availability-zone,",
  );
  expect(() => ask("ec2/getVpc", { id: vpc.id, region: "eu-west-1" })).toThrow("no matching EC2 VPC found");
});

test("a region has a default VPC, with a public subnet in each zone, for what names none", () => {
  const { create, ask } = account();
  create("aws:ec2/vpc:Vpc", "own", { cidrBlock: "10.0.0.0/16" });
  const vpc = ask("ec2/getVpc", { default: true });
  expect(vpc).toMatchObject({ cidrBlock: "172.31.0.0/16", default: true, enableDnsHostnames: true });
  expect(ask("ec2/getVpc", { filters: [{ name: "is-default", values: ["true"] }] }).id).toBe(vpc.id);
  expect(ask("ec2/getVpc", { default: true, region: "eu-west-1" }).id).not.toBe(vpc.id);

  const subnets = ask("ec2/getSubnets", { filters: [{ name: "vpc-id", values: [String(vpc.id)] }] });
  expect(subnets.ids).toHaveLength(6);
  const first = ask("ec2/getSubnet", { defaultForAz: true, availabilityZone: "us-east-1a" });
  expect(first).toMatchObject({ cidrBlock: "172.31.0.0/20", mapPublicIpOnLaunch: true, vpcId: vpc.id });
  expect(subnets.ids).toContain(first.id);

  const group = ask("ec2/getSecurityGroup", { name: "default", vpcId: String(vpc.id) });
  expect(create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "d", {}).id).toBe(group.id);
  expect(create("aws:ec2/securityGroup:SecurityGroup", "g", {}).state.vpcId).toBe(vpc.id);
  expect(create("aws:ec2/defaultVpc:DefaultVpc", "v", {}).id).toBe(vpc.id);
  const zone = { availabilityZone: "us-east-1a" };
  expect(create("aws:ec2/defaultSubnet:DefaultSubnet", "s", zone)).toMatchObject({
    id: first.id,
    state: { vpcId: vpc.id },
  });
  expect(
    create("aws:ec2/instance:Instance", "i", { ami: "ami-1", instanceType: "t3.micro" }).state,
  ).toMatchObject({
    subnetId: first.id,
    publicIp: expect.stringMatching(/^3\./),
    publicDns: expect.stringMatching(/^ec2-3-.*\.compute-1\.amazonaws\.com$/),
  });
});

test("route tables are found by what they are associated with", () => {
  const { create, ask } = account();
  const vpc = create("aws:ec2/vpc:Vpc", "v", { cidrBlock: "10.0.0.0/16" });
  const other = create("aws:ec2/vpc:Vpc", "o", { cidrBlock: "10.1.0.0/16" });
  const [a, b] = ["10.0.0.0/24", "10.0.1.0/24"].map((cidrBlock) =>
    create("aws:ec2/subnet:Subnet", cidrBlock, { vpcId: vpc.id, cidrBlock }),
  );
  const table = create("aws:ec2/routeTable:RouteTable", "r", { vpcId: vpc.id });
  create("aws:ec2/routeTable:RouteTable", "spare", { vpcId: vpc.id });
  const subnetId = a?.id ?? "";
  const association = create("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", {
    subnetId,
    routeTableId: table.id,
  });
  expect(ask("ec2/getRouteTable", { subnetId })).toMatchObject({
    id: table.id,
    routeTableId: table.id,
    associations: [
      {
        routeTableAssociationId: association.id,
        routeTableId: table.id,
        main: false,
        subnetId,
        gatewayId: "",
      },
    ],
  });
  expect(() => ask("ec2/getRouteTable", { subnetId: b?.id ?? "" })).toThrow(
    "query returned no results. Please change your search criteria and try again",
  );
  expect(() => ask("ec2/getRouteTable", { vpcId: vpc.id })).toThrow("multiple Route Tables matched");

  const main = { filters: [{ name: "association.main", values: ["true"] }] };
  expect(ask("ec2/getRouteTable", { ...main, vpcId: vpc.id }).id).toBe(vpc.state.mainRouteTableId);
  expect(ask("ec2/getRouteTable", { vpcId: other.id }).id).toBe(other.state.mainRouteTableId);
  create("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "m", {
    vpcId: vpc.id,
    routeTableId: table.id,
  });
  expect(ask("ec2/getRouteTable", { ...main, vpcId: vpc.id }).id).toBe(table.id);
});

test.each<[string, string, Properties, string, string]>([
  ["ec2/getElasticIp", "ec2/eip:Eip", { domain: "vpc" }, "id", "id"],
  [
    "ec2/getInstance",
    "ec2/instance:Instance",
    { ami: "ami-1", instanceType: "t3.micro" },
    "instanceId",
    "id",
  ],
  [
    "ec2/getNatGateway",
    "ec2/natGateway:NatGateway",
    { connectivityType: "private", subnetId: "subnet-1" },
    "id",
    "id",
  ],
  ["ec2/getInternetGateway", "ec2/internetGateway:InternetGateway", {}, "internetGatewayId", "id"],
  ["cloudwatch/getEventBus", "cloudwatch/eventBus:EventBus", { name: "shop" }, "name", "name"],
  [
    "dynamodb/getTable",
    "dynamodb/table:Table",
    { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" },
    "name",
    "name",
  ],
  ["iam/getUser", "iam/user:User", { name: "jo" }, "userName", "name"],
  [
    "lambda/getFunction",
    "lambda/function:Function",
    { role: "arn:aws:iam::210987654321:role/other", packageType: "Image", imageUri: "image" },
    "functionName",
    "name",
  ],
  [
    "servicediscovery/getHttpNamespace",
    "servicediscovery/httpNamespace:HttpNamespace",
    { name: "shop" },
    "name",
    "name",
  ],
])("%s finds a %s", (name, type, given, argument, property) => {
  const { create, ask } = account();
  create(`aws:${type}`, "other", property === "id" ? given : { ...given, name: "other" });
  const live = create(`aws:${type}`, "main", given);
  const wanted = property === "id" ? live.id : (live.state[property] ?? "");
  expect(ask(name, { [argument]: wanted })).toMatchObject({ [argument]: wanted });
});

test("the registry's password is a secret for twelve hours", () => {
  const { world, ask } = account({ region: "eu-west-1" });
  const answer = ask("ecr/getAuthorizationToken");
  expect(isSecret(answer.password)).toBe(true);
  expect(plain(answer)).toMatchObject({
    authorizationToken: "QVdTOnN0YW5kLWlu",
    expiresAt: new Date(Date.parse(world.now()) + 12 * 3_600_000).toISOString(),
    proxyEndpoint: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    userName: "AWS",
  });
});

test("what is in aws.alb is what is in aws.lb", () => {
  const { create, ask } = account();
  const group = { vpcId: "vpc-1", port: 80, protocol: "HTTP" };
  const { id } = create(typeOf(urnOf("aws:alb/targetGroup:TargetGroup", "web")), "web", group);
  expect(ask("alb/getTargetGroup", { arn: id })).toMatchObject({ id, port: 80 });
});

test.each<[string, Properties, string]>([
  ["acm/getCertificate", { domain: "example.com" }, "no ACM Certificate matching domain (example.com)"],
  ["ec2/getVpc", { cidrBlock: "10.0.0.0/8" }, "no matching EC2 VPC found"],
  ["ec2/getSecurityGroup", { name: "web" }, "no matching EC2 Security Group found"],
  [
    "ecs/getTaskDefinition",
    { taskDefinition: "web" },
    "ClientException: Unable to describe task definition.",
  ],
  ["iam/getRole", { name: "web" }, "NoSuchEntity: The role with name web cannot be found."],
  ["lb/getListenerRule", { arn: "arn:rule" }, "couldn't find resource"],
  ["lb/getLoadBalancer", { name: "web" }, "Search returned 0 results, please revise so only one is returned"],
  ["rds/getInstance", { dbInstanceIdentifier: "db" }, "no matching RDS DB Instance found"],
  ["rds/getSnapshot", { dbSnapshotIdentifier: "s" }, "Your query returned no results."],
  [
    "secretsmanager/getSecret",
    { name: "key" },
    "reading Secrets Manager Secret (key): couldn't find resource",
  ],
  [
    "secretsmanager/getSecretVersion",
    { secretId: "key" },
    "reading Secrets Manager Secret Version (key|AWSCURRENT): couldn't find resource",
  ],
  ["ssm/getParameter", { name: "/app/p" }, "reading SSM Parameter (/app/p): couldn't find resource"],
  [
    "cloudfront/getCachePolicy",
    { name: "Managed-None" },
    "no matching CloudFront Cache Policy (Managed-None)",
  ],
  ["ec2/getManagedPrefixList", { name: "none" }, "no matching EC2 Managed Prefix List found"],
  ["kms/getKey", { keyId: "alias/app" }, "Alias arn:aws:kms:us-east-1:123456789012:alias/app is not found."],
])("%s says so when nothing is there", (name, args, message) => {
  expect(() => account().ask(name, args)).toThrow(message);
});

test("load balancers, databases and services answer with what AWS filled in", () => {
  const { create, ask } = account();
  const balancer = create("aws:lb/loadBalancer:LoadBalancer", "web", { name: "web", subnets: ["subnet-1"] });
  expect(ask("lb/getLoadBalancer", { arn: balancer.id })).toMatchObject({
    dnsName: balancer.state.dnsName ?? "",
    zoneId: "Z35SXDOTRQ7X7K",
  });
  const database = create("aws:rds/instance:Instance", "db", {
    identifier: "db",
    engine: "postgres",
    engineVersion: "17",
    instanceClass: "db.t4g.micro",
  });
  expect(ask("rds/getInstance", { dbInstanceIdentifier: "db" })).toMatchObject({
    address: database.state.address ?? "",
    engineVersion: "17.9",
    dbInstanceClass: "db.t4g.micro",
    id: "db",
  });
  const rule = create("aws:lb/listenerRule:ListenerRule", "api", {
    listenerArn: "arn:l",
    priority: 5,
    actions: [{ type: "forward" }],
    conditions: [{ pathPattern: { values: ["/"] } }],
  });
  expect(ask("lb/getListenerRule", { listenerArn: "arn:l", priority: 5 }).arn).toBe(rule.id);
});

test("a parameter's value and a secret's text are secret", () => {
  const { create, ask } = account();
  create("aws:ssm/parameter:Parameter", "p", { name: "/app/p", type: "String", value: "1" });
  const parameter = ask("ssm/getParameter", { name: "/app/p" });
  expect(isSecret(parameter.value)).toBe(true);
  expect(plain(parameter)).toMatchObject({ value: "1", insecureValue: "1", version: 1 });

  const secret = create("aws:secretsmanager/secret:Secret", "key", { name: "key" });
  create("aws:secretsmanager/secretVersion:SecretVersion", "key", {
    secretId: secret.id,
    secretString: "hidden",
  });
  const version = ask("secretsmanager/getSecretVersion", { secretId: "key" });
  expect(isSecret(version.secretString)).toBe(true);
  expect(plain(version)).toMatchObject({
    arn: secret.id,
    secretString: "hidden",
    versionStages: ["AWSCURRENT"],
  });
});

test("a family means its newest active revision, also one that was kept", () => {
  const { create, remove, ask } = account();
  const task = (skipDestroy: boolean) => ({ family: "web", containerDefinitions: "[]", skipDestroy });
  const type = "aws:ecs/taskDefinition:TaskDefinition";
  const first = create(type, "web", task(true));
  const second = create(type, "web", task(false));
  expect(ask("ecs/getTaskDefinition", { taskDefinition: "web" })).toMatchObject({
    revision: 2,
    status: "ACTIVE",
  });
  remove(second);
  expect(ask("ecs/getTaskDefinition", { taskDefinition: "web" }).revision).toBe(1);
  expect(ask("ecs/getTaskDefinition", { taskDefinition: "web:2" }).status).toBe("INACTIVE");
  remove(first);
  expect(ask("ecs/getTaskDefinition", { taskDefinition: String(first.state.arn) }).status).toBe("ACTIVE");
});

test("a zone of the world, or one that was there before", () => {
  const { create, ask } = account();
  const zone = create("aws:route53/zone:Zone", "z", { name: "example.com" });
  expect(ask("route53/getZone", { name: "example.com." })).toMatchObject({
    zoneId: zone.id,
    name: "example.com",
  });
  const foreign = ask("route53/getZone", { name: "example.org" });
  expect(foreign).toMatchObject({ name: "example.org", zoneId: expect.stringMatching(/^Z0[0-9A-F]{19}$/) });
  expect(ask("route53/getZone", { name: "example.org" }).zoneId).toBe(foreign.zoneId);
  expect(() => ask("route53/getZone", { name: "internal", privateZone: true })).toThrow(
    "no matching Route 53 Hosted Zone found",
  );
});

test("what is AWS's own has AWS's own ids", () => {
  const { ask } = account();
  expect(ask("cloudfront/getCachePolicy", { name: "Managed-CachingOptimized" }).id).toBe(
    "658327ea-f89d-4fab-a63d-7e88639e58f6",
  );
  expect(ask("cloudfront/getOriginRequestPolicy", { name: "Managed-AllViewer" }).id).toBe(
    "216adef6-5c7f-47e4-b989-5492eafa07d3",
  );
  expect(
    ask("cloudfront/getResponseHeadersPolicy", { id: "67f7725c-6f97-4210-82d7-5512b31e9d03" }).name,
  ).toBe("Managed-SecurityHeadersPolicy");
  expect(ask("ec2/getManagedPrefixList", { name: "com.amazonaws.global.cloudfront.origin-facing" }).id).toBe(
    "pl-3b927c52",
  );
  expect(ask("elb/getServiceAccount").arn).toBe("arn:aws:iam::127311923021:root");
  expect(ask("lb/getHostedZoneId").id).toBe("Z35SXDOTRQ7X7K");
  expect(ask("kms/getAlias", { name: "alias/aws/secretsmanager" }).targetKeyArn).toMatch(
    /^arn:aws:kms:us-east-1:123456789012:key\//,
  );
  expect(ask("iam/getPolicy", { arn: "arn:aws:iam::aws:policy/service-role/X" })).toMatchObject({
    name: "X",
    path: "/service-role/",
  });
});

test("engine versions: the newest of a major one, and none of an engine that isn't", () => {
  const { ask } = account();
  expect(ask("rds/getEngineVersion", { engine: "postgres", version: "16" })).toMatchObject({
    versionActual: "16.13",
    parameterGroupFamily: "postgres16",
  });
  expect(ask("rds/getEngineVersion", { engine: "postgres", preferredVersions: ["99", "17.9"] }).version).toBe(
    "17.9",
  );
  expect(ask("rds/getEngineVersion", { engine: "postgres", version: "16.16" })).toMatchObject({
    // None that is older than the server's minor version.
    validUpgradeTargets: ["17.12", "18.6"],
    validMajorTargets: ["17.12", "18.6"],
  });
  expect(() => ask("rds/getEngineVersion", { engine: "postgres", version: "9.6" })).toThrow(
    "no RDS engine versions match the criteria",
  );
});
