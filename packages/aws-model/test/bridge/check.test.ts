import { expect, test } from "vitest";
import { check } from "../../src/bridge/check.ts";
import { readConfig } from "../../src/schema/config.ts";
import { unknown } from "../../src/shared/values.ts";
import type { Properties } from "../../src/world/world.ts";
import { urnOf } from "../support/awsResources.ts";

const seed = new Uint8Array([7]);
const config = readConfig({ region: "eu-west-1" });

const checked = (type: string, newInputs: Properties, more: Parameters<typeof check>[0] | object = {}) =>
  check({ urn: urnOf(type, "main"), type, newInputs, randomSeed: seed, ...more }, config);

const reasons = (type: string, inputs: Properties) =>
  checked(type, inputs).failures.map(({ property, reason }) => `${property}: ${reason}`);

const vpc = "aws:ec2/vpc:Vpc";
const instance = "aws:rds/instance:Instance";
const service = "aws:ecs/service:Service";

test.each<[string, string, Properties, string]>([
  ["a missing property", instance, {}, "instanceClass: Missing required property 'instanceClass'"],
  [
    "a misspelt property",
    instance,
    { instanceClass: "db.t4g.micro", storageEncripted: true },
    "storageEncripted: 'storageEncripted' is not a property; did you mean 'storageEncrypted'?. Examine values at 'main.storageEncripted'.",
  ],
  [
    "a misspelt nested property",
    service,
    { networkConfiguration: { subnets: [], securityGroup: [] } },
    "networkConfiguration.securityGroup: 'securityGroup' is not a property; did you mean 'securityGroups'?. Examine values at 'main.networkConfiguration.securityGroup'.",
  ],
  [
    "a missing nested property",
    service,
    { loadBalancers: [{ containerName: "web" }] },
    "loadBalancers[0].containerPort: Missing required property 'loadBalancers[0].containerPort'",
  ],
  [
    "a text for a number",
    service,
    { desiredCount: "two" },
    "desiredCount: expected a number, got \"two\" (a string). Examine values at 'main.desiredCount'.",
  ],
  [
    "a text for a list",
    service,
    { networkConfiguration: { subnets: "subnet-1" } },
    "networkConfiguration.subnets: expected a list, got \"subnet-1\" (a string). Examine values at 'main.networkConfiguration.subnets'.",
  ],
  [
    "a list for an object",
    service,
    { networkConfiguration: [{ subnets: [] }] },
    "networkConfiguration: expected an object, got a list. Examine values at 'main.networkConfiguration'.",
  ],
  [
    "an object for a text",
    vpc,
    { tags: { Name: { first: "a" } } },
    "tags.Name: expected a text, got an object. Examine values at 'main.tags.Name'.",
  ],
  [
    "too many members",
    service,
    { placementConstraints: Array.from({ length: 11 }, () => ({ type: "distinctInstance" })) },
    "placementConstraints: takes at most 10 items, has 11. Examine values at 'main.placementConstraints'.",
  ],
  [
    "a document that is not JSON",
    "aws:iam/role:Role",
    { assumeRolePolicy: "{Version}" },
    "assumeRolePolicy: expected a JSON document, got \"{Version}\" (a string). Examine values at 'main.assumeRolePolicy'.",
  ],
  [
    "a name and a prefix",
    "aws:iam/role:Role",
    { assumeRolePolicy: "{}", name: "a", namePrefix: "a-" },
    "namePrefix: Conflicting configuration arguments: 'namePrefix' conflicts with 'name'. Examine values at 'main.namePrefix'.",
  ],
  [
    "containers that are no list",
    "aws:ecs/taskDefinition:TaskDefinition",
    { family: "web", containerDefinitions: '{"name":"web"}' },
    "containerDefinitions: ECS Task Definition container_definitions is invalid: it is not a JSON list of containers. Examine values at 'main.containerDefinitions'.",
  ],
  [
    "a rule for two peers",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { securityGroupId: "sg-1", ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0", prefixListId: "pl-1" },
    "prefixListId: exactly one of 'cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId' must be given, not 'cidrIpv4' and 'prefixListId'. Examine values at 'main.prefixListId'.",
  ],
])("refuses %s", (_what, type, inputs, failure) => {
  expect(reasons(type, inputs)).toEqual([failure]);
});

test("a load balancer is in subnets, given in one way", () => {
  const type = "aws:lb/loadBalancer:LoadBalancer";
  const reason = (instead: string) =>
    `exactly one of 'subnets', 'subnetMappings' must be given, not ${instead}. Examine values at`;
  expect(reasons(type, {})[0]).toContain(reason("none"));
  const both = { subnets: ["subnet-1"], subnetMappings: [{ subnetId: "subnet-1" }] };
  expect(reasons(type, both)[0]).toContain(reason("'subnets' and 'subnetMappings'"));
});

test("fills in what blocks leave out", () => {
  const group = { port: 80, healthCheck: { path: "/up", interval: 5 } };
  expect(checked("aws:lb/targetGroup:TargetGroup", group).inputs.healthCheck).toEqual({
    enabled: true,
    healthyThreshold: 3,
    interval: 5,
    path: "/up",
    port: "traffic-port",
    protocol: "HTTP",
    unhealthyThreshold: 3,
  });
  const parameters: Properties[] = [
    { name: "rds.force_ssl", value: "1" },
    { name: "b", value: "2", applyMethod: "pending-reboot" },
  ];
  const filled = checked("aws:rds/parameterGroup:ParameterGroup", { family: "postgres17", parameters }).inputs
    .parameters;
  expect((filled as Properties[]).map(({ applyMethod }) => applyMethod)).toEqual([
    "immediate",
    "pending-reboot",
  ]);
});

test("an unknown type is an error that names the nearest", () => {
  expect(() => checked("aws:ec2/vpcc:Vpc", {})).toThrow(
    "the sandbox does not serve the resource type aws:ec2/vpcc:Vpc; did you mean aws:ec2/vpc:Vpc?",
  );
});

test("fills in region, defaults, a name and all tags, and says which of them were defaults", () => {
  const { inputs, failures } = check(
    {
      urn: urnOf(vpc, "main"),
      type: vpc,
      newInputs: { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } },
      randomSeed: seed,
    },
    readConfig({ region: "eu-west-1", defaultTags: '{"tags":{"App":"ublog","Name":"other"}}' }),
  );
  expect(failures).toEqual([]);
  expect(inputs).toEqual({
    __defaults: ["enableDnsSupport", "instanceTenancy"],
    cidrBlock: "10.0.0.0/16",
    enableDnsSupport: true,
    instanceTenancy: "default",
    region: "eu-west-1",
    tags: { Name: "main" },
    tagsAll: { App: "ublog", Name: "main" },
  });
});

test("types without a region get none, ignored tags go, unknown tags make all tags unknown", () => {
  const role = { assumeRolePolicy: "{}" };
  expect(checked("aws:iam/role:Role", role).inputs).not.toHaveProperty("region");
  const ignoring = readConfig({ region: "eu-west-1", ignoreTags: { keys: ["A"], keyPrefixes: ["b:"] } });
  const tagged = { ...role, tags: { A: "1", "b:c": "2", D: "3" } };
  const type = "aws:iam/role:Role";
  expect(check({ urn: "", type, newInputs: tagged, randomSeed: seed }, ignoring).inputs.tagsAll).toEqual({
    D: "3",
  });
  expect(checked(type, { ...role, tags: { A: unknown } }).inputs.tagsAll).toBe(unknown);
});

test("scalars take the type of the schema; documents may be given as objects", () => {
  const { inputs } = checked("aws:ecs/taskDefinition:TaskDefinition", {
    family: "web",
    containerDefinitions: "[]",
    cpu: 256,
    skipDestroy: "true",
  });
  expect(inputs).toMatchObject({ cpu: "256", skipDestroy: true });
  const role = checked("aws:iam/role:Role", { assumeRolePolicy: { Version: "2012-10-17", Statement: [] } });
  expect(role.inputs.assumeRolePolicy).toBe('{"Statement":[],"Version":"2012-10-17"}');
});

test("unknown values pass wherever they stand", () => {
  const given = { cluster: unknown, networkConfiguration: { subnets: unknown }, loadBalancers: [unknown] };
  expect(checked(service, given).failures).toEqual([]);
});

test("a default keeps its value; a value given once and then left out gets the default", () => {
  const first = checked(vpc, { cidrBlock: "10.0.0.0/16", enableDnsSupport: true }).inputs;
  expect(first.__defaults).toEqual(["instanceTenancy"]);
  const kept = { ...first, instanceTenancy: "dedicated" };
  const second = checked(vpc, { cidrBlock: "10.0.0.0/16" }, { oldInputs: kept }).inputs;
  expect(second).toMatchObject({ enableDnsSupport: true, instanceTenancy: "dedicated" });
});
