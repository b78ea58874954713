import type { PricedResource } from "@ublog/aws-model/src/descriptor/price.ts";
import type { Properties } from "@ublog/aws-model/src/world/world.ts";
import { describe, expect, test } from "vitest";
import { costOf } from "../../src/cost/costOf.ts";

const one = (type: string, inputs: Properties = {}): PricedResource => ({ type, name: "it", inputs });

/** What is on the bill, rounded to cents. */
function bill(...resources: PricedResource[]) {
  return costOf(resources).lines.map(({ what, usd }) => [what, usd === undefined ? undefined : cents(usd)]);
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

const INSTANCE = "aws:rds/instance:Instance";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const PARAMETER = "aws:ssm/parameter:Parameter";
const CLUSTER = "aws:ecs/cluster:Cluster";
const database = { instanceClass: "db.t4g.medium", multiAz: false, allocatedStorage: 100 };
const cache = { nodeType: "cache.t4g.small", numCacheClusters: 1, engine: "valkey" };

test.each<[string, Properties, unknown[]]>([
  ["aws:ec2/natGateway:NatGateway", {}, [["NAT gateway", 32.85]]],
  ["aws:ec2/eip:Eip", {}, [["public IPv4 address", 3.65]]],
  [ENDPOINT, { vpcEndpointType: "Gateway" }, []],
  [
    ENDPOINT,
    { vpcEndpointType: "Interface", subnetIds: ["a", "b"] },
    [["interface endpoint in 2 zones", 14.6]],
  ],
  [
    LOAD_BALANCER,
    { subnets: ["a", "b"] },
    [
      ["load balancer", 16.43],
      ["2 public IPv4 addresses", 7.3],
    ],
  ],
  [LOAD_BALANCER, { subnets: ["a", "b"], internal: true }, [["load balancer", 16.43]]],
  ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", {}, [["private hosted zone", 0.5]]],
  [
    INSTANCE,
    database,
    [
      ["db.t4g.medium", 47.45],
      ["100 GiB gp3", 11.5],
    ],
  ],
  [
    INSTANCE,
    { ...database, multiAz: true },
    [
      ["2 × db.t4g.medium", 94.9],
      ["2 × 100 GiB gp3", 23],
    ],
  ],
  [
    INSTANCE,
    { ...database, instanceClass: "db.x9.huge" },
    [
      ["100 GiB gp3", 11.5],
      ["db.x9.huge", undefined],
    ],
  ],
  [CACHE, cache, [["cache.t4g.small with valkey", 18.69]]],
  [CACHE, { ...cache, engine: "redis" }, [["cache.t4g.small with redis", 23.36]]],
  [CACHE, { ...cache, numCacheClusters: 3 }, [["3 × cache.t4g.small with valkey", 56.06]]],
  [CACHE, { ...cache, nodeType: "cache.x9.huge" }, [["cache.x9.huge with valkey", undefined]]],
  ["aws:secretsmanager/secret:Secret", {}, [["secret", 0.4]]],
  ["aws:kms/key:Key", {}, [["key", 1]]],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", {}, [["alarm", 0.1]]],
  [PARAMETER, { tier: "Intelligent-Tiering", value: "x".repeat(4096) }, []],
  [PARAMETER, { tier: "Intelligent-Tiering", value: "x".repeat(4097) }, [["advanced parameter", 0.05]]],
  [PARAMETER, { tier: "Advanced", value: "x" }, [["advanced parameter", 0.05]]],
  [CLUSTER, {}, []],
  [CLUSTER, { settings: [{ name: "containerInsights", value: "disabled" }] }, []],
  [CLUSTER, { settings: [{ name: "containerInsights", value: "enhanced" }] }, []],
])("%s with %j", (type, inputs, expected) => {
  expect(bill(one(type, inputs))).toEqual(expected);
});

test("Container Insights by the metrics of the cluster and its services", () => {
  const cluster = one(CLUSTER, { settings: [{ name: "containerInsights", value: "enabled" }] });
  const service = one("aws:ecs/service:Service", { desiredCount: 0 });
  expect(bill(cluster, service, service)).toEqual([["42 metrics of Container Insights", 12.6]]);
});

describe("tasks", () => {
  const definition = (more: Properties = {}) =>
    one("aws:ecs/taskDefinition:TaskDefinition", {
      family: "alpha-web",
      cpu: "1024",
      memory: "2048",
      ...more,
    });
  const on = (capacityProvider: string, base: number, weight: number) => ({ capacityProvider, base, weight });
  const service = (more: Properties = {}) =>
    one("aws:ecs/service:Service", {
      name: "alpha-web",
      desiredCount: 0,
      taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/alpha-web:7",
      capacityProviderStrategies: [on("FARGATE", 0, 1)],
      ...more,
    });
  const targets = (...services: object[]) =>
    one(PARAMETER, {
      name: "/django/ublog/alpha/deploy-targets",
      value: JSON.stringify({ app: "alpha", services }),
    });

  test("as many as a release starts, one where it doesn't say", () => {
    expect(bill(definition(), service(), targets({ process: "web" }))).toEqual([
      ["1 × 1 vCPU, 2 GB x86 on demand", 36.04],
    ]);
    expect(bill(definition(), service(), targets({ process: "web", firstCount: 3 }))).toEqual([
      ["3 × 1 vCPU, 2 GB x86 on demand", 108.12],
    ]);
    expect(
      bill(definition(), service(), targets({ process: "x", service: "alpha-web", firstCount: 2 })),
    ).toEqual([["2 × 1 vCPU, 2 GB x86 on demand", 72.08]]);
  });

  test("none where a release starts none, or nobody knows of releases", () => {
    expect(bill(definition(), service(), targets({ process: "web", firstCount: 0 }))).toEqual([]);
    expect(bill(definition(), service(), targets({ process: "other" }))).toEqual([]);
    expect(bill(definition(), service())).toEqual([]);
  });

  test("as many as the service says, without releases", () => {
    expect(bill(definition(), service({ desiredCount: 2 }))).toEqual([
      ["2 × 1 vCPU, 2 GB x86 on demand", 72.08],
    ]);
  });

  test.each<[string, Properties[], unknown[]]>([
    ["Spot", [on("FARGATE_SPOT", 0, 1)], [["3 × 1 vCPU, 2 GB x86 on Spot", 43.25]]],
    [
      "the first on demand, the others on Spot",
      [on("FARGATE", 1, 0), on("FARGATE_SPOT", 0, 1)],
      [
        ["1 × 1 vCPU, 2 GB x86 on demand", 36.04],
        ["2 × 1 vCPU, 2 GB x86 on Spot", 28.83],
      ],
    ],
    [
      "one of three on demand by weight",
      [on("FARGATE", 0, 1), on("FARGATE_SPOT", 0, 2)],
      [
        ["1 × 1 vCPU, 2 GB x86 on demand", 36.04],
        ["2 × 1 vCPU, 2 GB x86 on Spot", 28.83],
      ],
    ],
  ])("%s", (_, capacityProviderStrategies, expected) => {
    const found = bill(definition(), service({ desiredCount: 3, capacityProviderStrategies }));
    expect(found.toSorted((a, b) => Number(b[1]) - Number(a[1]))).toEqual(expected);
  });

  test("ARM is cheaper, more disk and public addresses cost extra", () => {
    const arm = definition({
      runtimePlatform: { cpuArchitecture: "ARM64" },
      ephemeralStorage: { sizeInGib: 50 },
    });
    const open = service({ desiredCount: 2, networkConfiguration: { assignPublicIp: true } });
    expect(bill(arm, open)).toEqual([
      ["2 × 1 vCPU, 2 GB ARM on demand", 57.67],
      ["2 public IPv4 addresses", 7.3],
      ["2 × 30 GiB more disk", 4.86],
    ]);
  });
});

test("the sum, the largest line first, and use in the same words once", () => {
  const named = (type: string, name: string, inputs: Properties = {}) => ({ type, name, inputs });
  const cost = costOf([
    named("aws:secretsmanager/secret:Secret", "key"),
    named("random:index/randomId:RandomId", "suffix"),
    named("pulumi-aws-django:index:DjangoBase", "base"),
    named("aws:s3/bucket:Bucket", "assets"),
    named("aws:ec2/natGateway:NatGateway", "nat"),
    named("aws:s3/bucket:Bucket", "logs"),
    named("aws:iam/role:Role", "task"),
  ]);
  expect(cost).toEqual({
    usd: 33.25,
    lines: [
      { resource: "NatGateway nat", what: "NAT gateway", usd: 32.85 },
      { resource: "Secret key", what: "secret", usd: 0.4 },
    ],
    byUse: [
      { resources: ["Secret key"], what: "0.05 USD for 10,000 reads" },
      { resources: ["Bucket assets", "Bucket logs"], what: "0.023 USD a GB and month, and requests" },
      { resources: ["NatGateway nat"], what: "0.045 USD a GB" },
    ],
  });
});

test("a type that nobody thought of is an error that names it", () => {
  const types = ["aws:sqs/queue:Queue", "aws:sqs/queue:Queue", "aws:mq/broker:Broker"];
  expect(() => costOf(types.map((type) => one(type)))).toThrow(
    "No price is known for aws:sqs/queue:Queue and aws:mq/broker:Broker: add it to its descriptor in packages/aws-model/src/services.",
  );
});
