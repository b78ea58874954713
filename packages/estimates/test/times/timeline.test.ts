import { expect, test } from "vitest";
import type { StackResource, Wait } from "../../src/times/graph.ts";
import { timelineOfDestroy, timelineOfUp } from "../../src/times/timeline.ts";

const ROOT = "urn:pulumi:dev::shop::";
const NAT = "aws:ec2/natGateway:NatGateway";
const CLUSTER = "aws:ecs/cluster:Cluster";

function resource(type: string, name: string, more: Partial<StackResource> = {}): StackResource {
  return { urn: `${ROOT}${type}::${name}`, type, custom: type.startsWith("aws:"), ...more };
}

const urn = (type: string, name: string) => `${ROOT}${type}::${name}`;

/** When each resource of the path starts, and why not earlier. */
function path(resources: StackResource[], parallelism = 16, hidden?: Map<string, Wait>) {
  const { path } = timelineOfUp("dev", resources, parallelism, hidden);
  return path.map(({ resource: name, start, because }) => [name, start, because]);
}

test("why each resource on the path didn't start earlier, in words", () => {
  const nat = resource(NAT, "nat");
  expect(
    path([nat, resource(CLUSTER, "it", { propertyDependencies: { a: [nat.urn], b: [nat.urn] } })]),
  ).toEqual([
    ["NatGateway nat", 0, "at once"],
    ["Cluster it", 110, "its a and b from NatGateway nat"],
  ]);
  expect(path([nat, resource(CLUSTER, "it", { dependencies: [nat.urn] })])[1]).toEqual([
    "Cluster it",
    110,
    "it depends on NatGateway nat",
  ]);
  expect(path([nat, resource(CLUSTER, "it", { parent: nat.urn })])[1]).toEqual([
    "Cluster it",
    110,
    "it is a child of NatGateway nat",
  ]);
});

test("a component of another package is waited for with all that is in it", () => {
  const network = resource("awsx:ec2:Vpc", "network");
  const nat = resource(NAT, "nat", { parent: network.urn });
  const cluster = resource(CLUSTER, "it", { propertyDependencies: { subnetIds: [network.urn] } });
  expect(path([network, nat, cluster])[1]).toEqual([
    "Cluster it",
    110,
    "all of awsx's Vpc network must be there: NatGateway nat is the last",
  ]);
});

test("an order that the program alone imposes counts too", () => {
  const hidden = new Map<string, Wait>([
    [urn(CLUSTER, "it"), { on: urn(NAT, "nat"), reason: { kind: "program" } }],
  ]);
  const resources = [resource(NAT, "nat"), resource(CLUSTER, "it")];
  expect(path(resources)).toEqual([["NatGateway nat", 0, "at once"]]);
  expect(path(resources, 16, hidden)[1]).toEqual([
    "Cluster it",
    110,
    "the program went on only after NatGateway nat",
  ]);
});

test("what has to wait for its turn says so", () => {
  const first = resource("aws:sqs/queue:Queue", "first");
  const nat = resource(NAT, "nat", { dependencies: [first.urn] });
  const other = resource(CLUSTER, "other");
  expect(path([first, other, nat], 1)).toEqual([
    ["Queue first", 0, "at once"],
    ["NatGateway nat", 12, "it depends on Queue first, and its turn came 11 s later"],
  ]);
});

test("the range is that of the whole, not of the sum of its parts", () => {
  const timeline = timelineOfUp("dev", [resource(NAT, "a"), resource(NAT, "b")], 16);
  expect(timeline).toMatchObject({ update: "up dev", seconds: 110, from: 84, to: 125 });
});

test("what takes long beside the path is listed by the time it has to spare, the tightest first", () => {
  const clusters = ["a", "b"].map((name) => resource(CLUSTER, name));
  const queue = resource("aws:sqs/queue:Queue", "short");
  const { beside } = timelineOfUp("dev", [resource(NAT, "nat"), queue, ...clusters], 16);
  expect(beside.map(({ resource: name, slack }) => [name, slack])).toEqual([
    ["Cluster a", 99],
    ["Cluster b", 99],
  ]);
});

test("a destroy says what its batches cost", () => {
  const vpc = resource("aws:ec2/vpc:Vpc", "vpc");
  const nat = resource(NAT, "nat", { dependencies: [vpc.urn] });
  const cdn = resource("aws:cloudfront/distribution:Distribution", "cdn");
  const timeline = timelineOfDestroy("dev", [vpc, nat, cdn], 16);
  expect(timeline).toMatchObject({ update: "destroy dev", seconds: 361, withoutBatches: 300 });
  expect(timeline.path.map(({ resource: name, because }) => [name, because])).toEqual([
    ["NatGateway nat", "nothing depends on it"],
    ["Distribution cdn", "everything above it must be gone first"],
  ]);
});
