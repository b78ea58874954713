import { expect, test } from "vitest";
import { unknown } from "../../src/shared/values.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount } from "../support/awsResources.ts";

const account = awsAccount();
let count = 0;

/** What changes when a resource made with `before` is to be `after`. */
function changes(type: string, before: Properties, after: Properties, ignoreChanges: string[] = []) {
  count += 1;
  const live = account.create(type, `r${count}`, before);
  return account.diffOf(live, after, ignoreChanges);
}

const instance = {
  engine: "postgres",
  engineVersion: "17",
  instanceClass: "db.t4g.micro",
  skipFinalSnapshot: true,
};
const rds = "aws:rds/instance:Instance";

test("a changed property updates or replaces as the schema says", () => {
  expect(changes(rds, instance, { ...instance, instanceClass: "db.t4g.small" })).toMatchObject({
    changes: true,
    detailed: { instanceClass: "update" },
    replaces: [],
    deleteBeforeReplace: false,
  });
  expect(changes(rds, instance, { ...instance, storageEncrypted: true })).toMatchObject({
    detailed: { storageEncrypted: "add-replace" },
    replaces: ["storageEncrypted"],
  });
});

test("an input left out keeps what AWS filled in, and one taken away goes back to nothing", () => {
  expect(changes(rds, { ...instance, backupRetentionPeriod: 7 }, instance).changes).toBe(false);
  expect(changes(rds, { ...instance, deletionProtection: true }, instance).detailed).toEqual({
    deletionProtection: "delete",
  });
  expect(changes(rds, instance, { ...instance, deletionProtection: false }).changes).toBe(false);
});

test("sets have no order; lists do", () => {
  const lb = { subnets: ["subnet-1", "subnet-2"] };
  expect(changes("aws:lb/loadBalancer:LoadBalancer", lb, { subnets: ["subnet-2", "subnet-1"] }).changes).toBe(
    false,
  );
  expect(
    changes("aws:lb/loadBalancer:LoadBalancer", lb, { subnets: ["subnet-2", "subnet-3"] }).detailed,
  ).toEqual({
    "subnets[0]": "delete",
    "subnets[1]": "add",
  });
  const rule = (...paths: string[]): { conditions: Properties[] } & Properties => ({
    listenerArn: "arn:listener",
    priority: 1000 + count,
    actions: [{ type: "forward", targetGroupArn: "arn:a" }],
    conditions: [{ pathPattern: { values: paths } }, { hostHeader: { values: ["a.example.com"] } }],
  });
  const before = rule("/a/*", "/b/*");
  const reordered = { ...before, conditions: [...before.conditions].reverse() };
  expect(changes("aws:lb/listenerRule:ListenerRule", before, reordered).changes).toBe(false);
});

test("an element of a set that changes in its place is compared by its members", () => {
  const group = (fromPort: number) => ({
    ingress: [{ protocol: "tcp", fromPort, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
  });
  expect(changes("aws:ec2/securityGroup:SecurityGroup", group(443), group(80)).detailed).toEqual({
    "ingress[0].fromPort": "update",
  });
});

test("documents are compared by what they mean", () => {
  const role = (assumeRolePolicy: string) => ({ assumeRolePolicy });
  const statement = '{"Effect":"Allow","Action":["sts:AssumeRole"],"Principal":{"Service":["b","a"]}}';
  const same =
    '{ "Statement": {"Action":"sts:AssumeRole","Principal":{"Service":["a","b"]},"Effect":"Allow"} }';
  const type = "aws:iam/role:Role";
  expect(changes(type, role(`{"Statement":[${statement}]}`), role(same)).changes).toBe(false);
  expect(changes(type, role(same), role(same.replace("Allow", "Deny"))).detailed).toEqual({
    assumeRolePolicy: "update",
  });

  const dashboard = (list: string) => ({ dashboardName: "d", dashboardBody: `{"widgets":[${list}]}` });
  const board = "aws:cloudwatch/dashboard:Dashboard";
  expect(changes(board, dashboard('"a","b"'), dashboard('"b","a"')).changes).toBe(true);
});

test("container definitions are compared as ECS keeps them", () => {
  const task = (container: object) => ({
    family: "web",
    networkMode: "awsvpc",
    containerDefinitions: JSON.stringify([{ name: "web", image: "a", ...container }]),
  });
  const type = "aws:ecs/taskDefinition:TaskDefinition";
  const before = task({
    environment: [
      { name: "B", value: "2" },
      { name: "A", value: "1" },
    ],
    portMappings: [{ containerPort: 8000 }],
  });
  const same = task({
    cpu: 0,
    essential: true,
    mountPoints: [],
    environment: [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ],
    portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }],
  });
  expect(changes(type, before, same).changes).toBe(false);
  expect(changes(type, task({ command: ["a", "b"] }), task({ command: ["b", "a"] }))).toMatchObject({
    detailed: { containerDefinitions: "update-replace" },
    replaces: ["containerDefinitions"],
    deleteBeforeReplace: false,
  });
});

test("a nested property that replaces does so alone and with its object", () => {
  const task = { family: "web", containerDefinitions: "[]" };
  const platform = (cpuArchitecture: string) => ({ ...task, runtimePlatform: { cpuArchitecture } });
  const type = "aws:ecs/taskDefinition:TaskDefinition";
  expect(changes(type, platform("X86_64"), platform("ARM64"))).toMatchObject({
    detailed: { "runtimePlatform.cpuArchitecture": "update-replace" },
    replaces: ["runtimePlatform"],
  });
  expect(changes(type, task, platform("ARM64")).detailed).toEqual({ runtimePlatform: "add-replace" });
});

test("what is not known yet may change", () => {
  expect(changes(rds, instance, { ...instance, kmsKeyId: unknown })).toMatchObject({
    detailed: { kmsKeyId: "add-replace" },
    replaces: ["kmsKeyId"],
  });
  expect(changes(rds, instance, { ...instance, vpcSecurityGroupIds: [unknown] }).detailed).toEqual({
    "vpcSecurityGroupIds[0]": "add",
  });
});

test("ignored properties don't change", () => {
  const service = {
    name: "web",
    taskDefinition: "arn:aws:ecs:us-east-1:210987654321:task-definition/other:1",
    desiredCount: 0,
    deploymentCircuitBreaker: { enable: false, rollback: false },
  };
  const after = {
    ...service,
    taskDefinition: "arn:aws:ecs:us-east-1:210987654321:task-definition/other:2",
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
  const type = "aws:ecs/service:Service";
  const { detailed } = changes(type, { ...service, name: "a" }, { ...after, name: "a" }, [
    "taskDefinition",
    "deploymentCircuitBreaker.enable",
  ]);
  expect(detailed).toEqual({ "deploymentCircuitBreaker.rollback": "add" });
});

test("the old one goes first if its name was given, or if there can be only one", () => {
  const group = { port: 80, protocol: "HTTP", vpcId: "vpc-1" };
  const type = "aws:lb/targetGroup:TargetGroup";
  expect(changes(type, group, { ...group, port: 81 }).deleteBeforeReplace).toBe(false);
  expect(
    changes(type, { ...group, name: "web" }, { ...group, name: "web", port: 81 }).deleteBeforeReplace,
  ).toBe(true);
  const attachment = { role: "a", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
  expect(
    changes("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment, {
      ...attachment,
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }).deleteBeforeReplace,
  ).toBe(true);
});

test.each<[string, Properties, Properties, boolean]>([
  ["another address", { cidrIpv4: "10.0.0.0/8" }, { cidrIpv4: "10.0.0.0/16" }, false],
  ["another kind of peer", { cidrIpv4: "10.0.0.0/8" }, { referencedSecurityGroupId: "sg-2" }, true],
])("a rule of a security group for %s", (_what, before, after, replaces) => {
  const rule = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 1, toPort: 1 };
  const result = changes(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { ...rule, ...before },
    { ...rule, ...after },
  );
  expect(result.replaces.length > 0).toBe(replaces);
});

test("tenancy is loosened in place and tightened by replacement", () => {
  const vpc = (instanceTenancy: string) => ({ cidrBlock: "10.0.0.0/16", instanceTenancy });
  const type = "aws:ec2/vpc:Vpc";
  expect(changes(type, vpc("dedicated"), vpc("default")).replaces).toEqual([]);
  expect(changes(type, vpc("default"), vpc("dedicated")).replaces).toEqual(["instanceTenancy"]);
});

const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const service = "aws:ecs/service:Service";
const strategy = (capacityProvider: string) => ({
  capacityProviderStrategies: [{ capacityProvider, weight: 1 }],
});

test.each<[string, string, Properties, Properties, string[]]>([
  ["a newer engine", cache, { engineVersion: "7.0" }, { engineVersion: "7.1" }, []],
  ["an older engine", cache, { engineVersion: "7.1" }, { engineVersion: "6.2" }, ["engineVersion"]],
  ["redis to valkey", cache, { engine: "redis" }, { engine: "valkey" }, []],
  ["valkey to redis", cache, { engine: "valkey" }, { engine: "redis" }, ["engine"]],
  [
    "encryption in transit, late",
    cache,
    { engineVersion: "6.2" },
    { engineVersion: "6.2", transitEncryptionEnabled: true },
    ["transitEncryptionEnabled"],
  ],
  [
    "encryption in transit, in time",
    cache,
    { engineVersion: "7.1" },
    { engineVersion: "7.1", transitEncryptionEnabled: true },
    [],
  ],
  ["other capacity", service, strategy("FARGATE"), strategy("FARGATE_SPOT"), []],
  ["a strategy instead of a launch type", service, { launchType: "FARGATE" }, strategy("FARGATE"), []],
  ["the default strategy", service, strategy("FARGATE"), {}, []],
  [
    "a parameter's lower tier",
    "aws:ssm/parameter:Parameter",
    { tier: "Advanced" },
    { tier: "Standard" },
    ["tier"],
  ],
])("%s", (_what, type, before, after, replaces) => {
  const common: Record<string, Properties> = {
    [cache]: { description: "cache" },
    "aws:ssm/parameter:Parameter": { type: "String", value: "v" },
  };
  const result = changes(type, { ...common[type], ...before }, { ...common[type], ...after });
  expect(result.changes).toBe(true);
  expect(result.replaces).toEqual(replaces);
});

test("a block that AWS filled in, or that the provider overlooks, may be left out", () => {
  const group = { port: 80, protocol: "HTTP", vpcId: "vpc-1" };
  const checked = { ...group, healthCheck: { path: "/" } };
  expect(changes("aws:lb/targetGroup:TargetGroup", checked, group).changes).toBe(false);
});

test("a block with a switch that is on is turned off when it is left out", () => {
  const breaker = (enable: boolean) => ({ deploymentCircuitBreaker: { enable, rollback: enable } });
  expect(changes(service, { ...breaker(true), name: "b" }, { name: "b" })).toMatchObject({
    detailed: { deploymentCircuitBreaker: "delete" },
    replaces: [],
  });
  expect(changes(service, { ...breaker(false), name: "c" }, { name: "c" }).changes).toBe(false);
  const balancer = { subnets: ["subnet-1"] };
  const logs = (enabled: boolean) => ({ ...balancer, accessLogs: { bucket: "logs", enabled } });
  const type = "aws:lb/loadBalancer:LoadBalancer";
  expect(changes(type, logs(true), balancer).detailed).toEqual({ accessLogs: "delete" });
  expect(changes(type, logs(false), balancer).changes).toBe(false);
});

test("a disk that grew by itself is not made smaller, and the provider takes no notice", () => {
  const disk = (allocatedStorage: number, maxAllocatedStorage = 0) => ({
    ...instance,
    allocatedStorage,
    maxAllocatedStorage,
  });
  expect(changes(rds, disk(200, 300), disk(100, 300)).changes).toBe(false);
  expect(changes(rds, disk(200, 300), disk(100)).detailed).toEqual({
    allocatedStorage: "update",
    maxAllocatedStorage: "update",
  });
  expect(changes(rds, disk(200, 300), disk(300, 300)).detailed).toEqual({ allocatedStorage: "update" });
  expect(changes(rds, disk(100), disk(100, 100)).changes).toBe(false);
  expect(changes(rds, disk(100), disk(100, 200)).detailed).toEqual({ maxAllocatedStorage: "add" });
});

test("the port of a cache may be left out when it is the usual one", () => {
  const group = { description: "cache" };
  expect(changes(cache, { ...group, port: 6379 }, group).changes).toBe(false);
  expect(changes(cache, { ...group, port: 6380 }, group).replaces).toEqual(["port"]);
});

test("a subnet keeps its IPv6 block, and gets another only if it gives out no addresses of it", () => {
  const subnet = (block: string | undefined, assignIpv6AddressOnCreation: boolean) => ({
    vpcId: `vpc-${count}`,
    cidrBlock: "10.0.0.0/24",
    assignIpv6AddressOnCreation,
    ...(block === undefined ? {} : { ipv6CidrBlock: block }),
  });
  const type = "aws:ec2/subnet:Subnet";
  const [a, b] = ["2600:1f18:12:ab00::/64", "2600:1f18:12:ab01::/64"];
  expect(changes(type, subnet(a, false), subnet(b, false))).toMatchObject({ replaces: [], changes: true });
  expect(changes(type, subnet(a, true), subnet(b, true)).replaces).toEqual(["ipv6CidrBlock"]);
  expect(changes(type, subnet(a, true), subnet(b, false)).replaces).toEqual(["ipv6CidrBlock"]);
  expect(changes(type, subnet(a, true), subnet(undefined, true)).changes).toBe(false);
});

test("a record of another type is another record", () => {
  const record = (type: string) => ({ zoneId: "Z1", name: "a.example.com", type, ttl: 60, records: ["b."] });
  expect(changes("aws:route53/record:Record", record("CNAME"), record("NS")).replaces).toEqual(["type"]);
});

test("another region replaces", () => {
  const vpc = { cidrBlock: "10.0.0.0/16" };
  expect(changes("aws:ec2/vpc:Vpc", vpc, { ...vpc, region: "eu-west-1" }).replaces).toEqual(["region"]);
});

test("tags are listed one by one, with all tags", () => {
  const vpc = (tags: Record<string, string>) => ({ cidrBlock: "10.0.0.0/16", tags });
  expect(changes("aws:ec2/vpc:Vpc", vpc({ A: "1", "b.c": "2" }), vpc({ A: "2" })).detailed).toEqual({
    "tags.A": "update",
    'tags["b.c"]': "delete",
    "tagsAll.A": "update",
    'tagsAll["b.c"]': "delete",
  });
});

test("what AWS writes in its own way is the same", () => {
  const record = { zoneId: "Z1", name: "WWW.example.com.", type: "CNAME", ttl: 60, records: ["a"] };
  expect(changes("aws:route53/record:Record", record, { ...record, name: "www.example.com" }).changes).toBe(
    false,
  );
  const certificate = {
    domainName: "example.com",
    subjectAlternativeNames: ["*.example.com"],
    validationMethod: "DNS",
  };
  const type = "aws:acm/certificate:Certificate";
  expect(changes(type, certificate, certificate).changes).toBe(false);
  expect(
    changes(type, certificate, { ...certificate, subjectAlternativeNames: ["a.example.com"] }).replaces,
  ).toEqual(["subjectAlternativeNames"]);
});
