import { audit } from "@ublog/aws-model/src/audit/audit.ts";
import { dataServiceRules } from "@ublog/aws-model/src/services/ecs/standing/dataServices.ts";
import { serviceDiscoveryRules } from "@ublog/aws-model/src/services/ecs/standing/serviceDiscovery.ts";
import { execRules, wayOutRules } from "@ublog/aws-model/src/services/ecs/standing/wayOut.ts";
import { loadBalancingRules } from "@ublog/aws-model/src/services/elbv2/standing.ts";
import { nameOf } from "@ublog/aws-model/src/shared/urn.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";
import { runStacks, type Settings } from "@ublog/estimates/src/programs/stacks.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ours = new Set(
  [...wayOutRules, ...execRules, ...loadBalancingRules, ...dataServiceRules, ...serviceDiscoveryRules].map(
    ({ name }) => name,
  ),
);

/** Rules of the network that object to a world. */
const objecting = (world: World): string[] => [
  ...new Set(
    audit(world)
      .map(({ rule }) => rule)
      .filter((rule) => ours.has(rule)),
  ),
];

const existing = {
  vpcId: "vpc-0123",
  publicSubnetIds: ["subnet-01", "subnet-02"],
  taskSubnetIds: ["subnet-03"],
  dataSubnetIds: ["subnet-05", "subnet-06"],
};

const everyEndpoint = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"];

test.each<[string, Settings, Settings?]>([
  [
    "NAT in each of three zones, IPv6, more egress",
    {
      "ublog:network.nat": "one-per-az",
      "ublog:network.availabilityZones": 3,
      "ublog:network.ipv6": true,
      "ublog:network.taskEgress": [{ description: "SMTP", port: 25, cidrs: ["203.0.113.7/32"] }],
    },
  ],
  [
    "public addresses, IPv6, endpoints, few visitors, service discovery",
    {
      "ublog:network.nat": "none",
      "ublog:network.ipv6": true,
      "ublog:network.interfaceEndpoints": everyEndpoint,
      "ublog:loadBalancer.allowedCidrs": ["203.0.113.7/32"],
      "ublog:serviceDiscovery": { enabled: true },
    },
    { "ublog:serviceDiscovery": { enabled: true } },
  ],
  ["an existing VPC", { "ublog:network": existing }],
  ["an existing VPC with public addresses", { "ublog:network": { ...existing, assignPublicIp: true } }],
])("the rules have nothing against our network: %s", async (_what, base, alpha = {}) => {
  const { world } = await runStacks({ base, alpha });
  expect(objecting(world)).toEqual([]);
});

describe("what is missing in our network is noticed", () => {
  const ofStart = wayOutRules.map(({ name }) => name);
  const ofShells = execRules.map(({ name }) => name);
  const wayOut = [...ofStart, ...ofShells];
  let world: World;

  beforeAll(async () => {
    ({ world } = await runStacks({
      base: { "ublog:serviceDiscovery": { enabled: true } },
      alpha: { "ublog:serviceDiscovery": { enabled: true } },
    }));
  });
  afterAll(() => world.close());

  const without = (missing: string): string[] => {
    const found = world
      .resources()
      .find(({ type, urn }) => `${type.split(":")[2]} ${nameOf(urn)}` === missing);
    if (!found) throw new Error(`Our network has no ${missing}.`);
    const undo = new Error("undo");
    let objections: string[] = [];
    try {
      world.transaction(() => {
        world.delete(found.type, found.id);
        objections = objecting(world);
        throw undo;
      });
    } catch (error) {
      if (error !== undo) throw error;
    }
    return objections;
  };

  test("where nothing is, there are no objections", () => expect(objecting(world)).toEqual([]));

  test.each<[string, string[]]>([
    ["InternetGateway ublog-base", [...ofStart, ...ofShells, "load-balancer-is-reached"]],
    ["NatGateway ublog-base-nat-1", wayOut],
    ["Route ublog-base-nat-1", wayOut],
    ["Route ublog-base-nat-2", wayOut],
    ["Route ublog-base-public-2", ["load-balancer-is-reached"]],
    ["SecurityGroupEgressRule ublog-base-tasks-https-0.0.0.0_0", wayOut],
    ["SecurityGroupIngressRule ublog-base-alb-https-0.0.0.0_0", ["load-balancer-is-reached"]],
    ["SecurityGroupIngressRule ublog-base-alb-http-0.0.0.0_0", ["load-balancer-is-reached"]],
    ["SecurityGroupEgressRule ublog-base-alb-to-tasks-8000", ["target-answers-load-balancer"]],
    ["SecurityGroupIngressRule ublog-base-alb-to-tasks-8000", ["target-answers-load-balancer"]],
    ["SecurityGroupEgressRule ublog-base-alb-to-tasks-3000", ["target-answers-load-balancer"]],
    ["SecurityGroupIngressRule ublog-base-alb-to-tasks-3000", ["target-answers-load-balancer"]],
    ["SecurityGroupEgressRule ublog-base-tasks-to-database", ["task-reaches-database"]],
    ["SecurityGroupIngressRule ublog-base-tasks-to-database", ["task-reaches-database"]],
    ["SecurityGroupEgressRule ublog-base-tasks-to-cache", ["task-reaches-cache"]],
    ["SecurityGroupIngressRule ublog-base-tasks-to-cache", ["task-reaches-cache"]],
    ["SecurityGroupEgressRule ublog-base-tasks-to-tasks-8000", ["task-reaches-neighbour"]],
    ["SecurityGroupIngressRule ublog-base-tasks-to-tasks-8000", ["task-reaches-neighbour"]],
  ])("%s", (missing, rules) => {
    expect(without(missing)).toEqual(rules);
  });
});
