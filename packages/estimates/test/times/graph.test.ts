import { expect, test } from "vitest";
import { type StackResource, waitsOf } from "../../src/times/graph.ts";

function waits(resource: Partial<StackResource>, before: (Partial<StackResource> & { urn: string })[]) {
  const all = [...before, { urn: "it", ...resource }].map((some) => ({ type: "t", custom: true, ...some }));
  return waitsOf(all).get("it");
}

test("an input and its source, by the names of the inputs", () => {
  const it = {
    dependencies: ["a"],
    propertyDependencies: { subnetId: ["a"], name: [], allocationId: ["a"], tags: null },
  };
  expect(waits(it, [{ urn: "a" }])).toEqual([
    { on: "a", reason: { kind: "input", properties: ["subnetId", "allocationId"] } },
  ]);
});

test("a dependency that no input shows is a `dependsOn`", () => {
  const it = { dependencies: ["a", "b"], propertyDependencies: { name: ["b"] } };
  expect(waits(it, [{ urn: "a" }, { urn: "b" }])).toEqual([
    { on: "b", reason: { kind: "input", properties: ["name"] } },
    { on: "a", reason: { kind: "dependsOn" } },
  ]);
});

test("a parent is waited for, once", () => {
  expect(waits({ parent: "a" }, [{ urn: "a" }])).toEqual([{ on: "a", reason: { kind: "parent" } }]);
  expect(waits({ parent: "a", dependencies: ["a"] }, [{ urn: "a" }])).toEqual([
    { on: "a", reason: { kind: "dependsOn" } },
  ]);
});

test("an input from a component is there when all that is in it is, at any depth", () => {
  const before = [
    { urn: "network", custom: false },
    { urn: "vpc", parent: "network" },
    { urn: "nat", parent: "vpc" },
    { urn: "other" },
  ];
  const reason = { kind: "component", component: "network" };
  expect(waits({ propertyDependencies: { subnetIds: ["network", "vpc"] } }, before)).toEqual([
    { on: "network", reason: { kind: "input", properties: ["subnetIds"] } },
    { on: "vpc", reason: { kind: "input", properties: ["subnetIds"] } },
    { on: "nat", reason },
  ]);
});

test("a child of a component doesn't wait for its brothers", () => {
  const before = [
    { urn: "network", custom: false },
    { urn: "nat", parent: "network" },
  ];
  expect(waits({ parent: "network" }, before)).toEqual([{ on: "network", reason: { kind: "parent" } }]);
});

test("what isn't in the stack, or comes later, isn't waited for", () => {
  expect(waits({ dependencies: ["gone"], parent: "gone" }, [])).toEqual([]);
  const all = ["a", "b"].map((urn) => ({ urn, type: "t", custom: true, dependencies: ["a", "b"] }));
  expect(waitsOf(all).get("a")).toEqual([]);
});
