import { expect, test } from "vitest";
import { scheduleDeletion, slowestOfBatches } from "../../src/times/deletion.ts";
import type { StackResource } from "../../src/times/graph.ts";

function deletion(
  resources: (Partial<StackResource> & { urn: string; seconds: number })[],
  parallelism = 16,
) {
  const deleted = scheduleDeletion(
    resources.map((resource) => ({ type: "t", custom: true, ...resource })),
    new Map(resources.map(({ urn, seconds }) => [urn, seconds])),
    parallelism,
  );
  return {
    order: deleted.map(({ urn, batch, start, end }) => [batch, urn, start, end]),
    slack: Object.fromEntries(deleted.map(({ urn, slack }) => [urn, slack])),
    slowest: slowestOfBatches(deleted).map(({ urn }) => urn),
  };
}

test("what depends on another goes before it", () => {
  expect(
    deletion([
      { urn: "vpc", seconds: 1 },
      { urn: "subnet", seconds: 2, dependencies: ["vpc"] },
    ]),
  ).toEqual({
    order: [
      [1, "subnet", 0, 2],
      [2, "vpc", 2, 3],
    ],
    slack: { subnet: 0, vpc: 0 },
    slowest: ["subnet", "vpc"],
  });
});

test("a batch waits for the whole of the one before it, also for what has nothing to do with it", () => {
  const { order, slack, slowest } = deletion([
    { urn: "vpc", seconds: 1 },
    { urn: "cdn", seconds: 300 },
    { urn: "database", seconds: 250, dependencies: ["vpc"] },
    { urn: "cache", seconds: 240, propertyDependencies: { subnetIds: ["vpc"] } },
  ]);
  expect(order).toEqual([
    [1, "cache", 0, 240],
    [1, "database", 0, 250],
    [2, "cdn", 250, 550],
    [2, "vpc", 250, 251],
  ]);
  expect(slack).toEqual({ database: 0, cache: 10, vpc: 299, cdn: 0 });
  expect(slowest).toEqual(["database", "cdn"]);
});

test("children go before their parents, and what is deleted with another before that", () => {
  const { order } = deletion([
    { urn: "component", seconds: 0, custom: false },
    { urn: "bucket", seconds: 1, parent: "component" },
    { urn: "object", seconds: 0, deletedWith: "bucket" },
  ]);
  expect(order.map(([batch, urn]) => [batch, urn])).toEqual([
    [1, "object"],
    [2, "bucket"],
    [3, "component"],
  ]);
});

test("what depends on a component goes before all that is in it", () => {
  const { order } = deletion([
    { urn: "network", seconds: 0, custom: false },
    { urn: "vpc", seconds: 1, parent: "network" },
    { urn: "route", seconds: 1, parent: "vpc" },
    { urn: "database", seconds: 1, dependencies: ["network"] },
  ]);
  expect(order.map(([batch, urn]) => [batch, urn])).toEqual([
    [1, "database"],
    [2, "route"],
    [3, "vpc"],
    [4, "network"],
  ]);
});

test("a batch that is larger than what goes at a time takes several rounds", () => {
  const { order } = deletion(
    ["a", "b", "c"].map((urn, index) => ({ urn, seconds: 3 - index })),
    2,
  );
  expect(order).toEqual([
    [1, "a", 0, 3],
    [1, "b", 0, 2],
    [1, "c", 2, 3],
  ]);
});
