import { expect, test } from "vitest";
import { openWorld } from "../../src/world/world.ts";

const box = (id: string, size = 1) => ({
  type: "a:b:Box",
  id,
  urn: `urn:${id}`,
  inputs: {},
  state: { size },
});

test("keeps resources in the order they came, by type and id", () => {
  const world = openWorld(":memory:");
  world.put(box("second"));
  world.put({ ...box("first"), type: "a:b:Bag" });
  world.put(box("second", 2));
  expect(world.resources()).toEqual([box("second", 2), { ...box("first"), type: "a:b:Bag" }]);
  expect(world.resources("a:b:Bag").map(({ id }) => id)).toEqual(["first"]);
  expect(world.get("a:b:Box", "first")).toBeUndefined();
  expect(world.delete("a:b:Box", "second")).toBe(true);
  expect(world.delete("a:b:Box", "second")).toBe(false);
});

test("what a deletion leaves is apart from what lives", () => {
  const world = openWorld(":memory:");
  const snapshot = { kind: "snapshot", type: "a:b:Box", id: "last", urn: "urn:1", state: { size: 1 } };
  world.leave(snapshot);
  expect(world.resources()).toEqual([]);
  expect(world.remains()).toEqual([snapshot]);
  expect(world.remains("secret")).toEqual([]);
  expect(world.clear("snapshot", "last")).toBe(true);
  expect(world.remains()).toEqual([]);
});

test("contents go with the resource that they are in", () => {
  const world = openWorld(":memory:");
  world.put(box("table"));
  world.keep({ kind: "item", key: "table/b", value: { n: 1 } }, box("table"));
  world.keep({ kind: "item", key: "table/a", value: { n: 2 } }, box("table"));
  world.keep({ kind: "item", key: "elsewhere", value: 3 });
  world.keep({ kind: "image", key: "v1", value: "digest" });
  world.put(box("table", 2));
  world.keep({ kind: "item", key: "table/b", value: { n: 4 } }, box("table"));
  expect(world.contents("item", "table/")).toEqual([
    { kind: "item", key: "table/a", value: { n: 2 } },
    { kind: "item", key: "table/b", value: { n: 4 } },
  ]);
  expect([world.drop("item", "table/a"), world.drop("item", "table/a")]).toEqual([true, false]);
  world.delete("a:b:Box", "table");
  expect(world.contents("item")).toEqual([{ kind: "item", key: "elsewhere", value: 3 }]);
  expect(world.contents("image").length).toBe(1);
  expect(() => world.keep({ kind: "item", key: "x", value: 1 }, box("table"))).toThrow(
    "There is no a:b:Box table to keep item x in.",
  );
});

test("digits depend on the URN and its own history only", () => {
  const [one, other] = [openWorld(":memory:"), openWorld(":memory:")];
  other.digits("urn:b", 8);
  const first = one.digits("urn:a", 8);
  expect(first).toMatch(/^[0-9a-f]{8}$/);
  expect(other.digits("urn:a", 8)).toBe(first);
  expect(one.digits("urn:a", 8)).not.toBe(first);
});

test("a counter never goes back, and the clock stands still unless it is advanced", () => {
  const world = openWorld(":memory:");
  expect([world.count("n"), world.next("n"), world.next("n"), world.count("n")]).toEqual([0, 1, 2, 2]);
  expect(world.now()).toBe("2026-01-01T00:00:00.000Z");
  world.advance(61_000);
  expect(world.now()).toBe("2026-01-01T00:01:01.000Z");
});

test("a transaction that throws leaves nothing", () => {
  const world = openWorld(":memory:");
  const failing = () =>
    world.transaction(() => {
      world.put(box("gone"));
      world.next("n");
      world.transaction(() => world.put(box("inner")));
      throw new Error("no");
    });
  expect(failing).toThrow("no");
  expect(world.resources()).toEqual([]);
  expect(world.count("n")).toBe(0);
});
