import { describe, expect, test } from "vitest";
import type { Wait } from "../../src/times/graph.ts";
import { criticalPath, lengthOf, schedule } from "../../src/times/schedule.ts";

/** `["b", 2, "a"]`: b takes 2 seconds and waits for a. */
type Row = [urn: string, seconds: number, ...on: string[]];

function plan(rows: Row[], parallelism = Number.POSITIVE_INFINITY) {
  const waits = new Map<string, Wait[]>(
    rows.map(([urn, , ...on]) => [urn, on.map((name) => ({ on: name, reason: { kind: "dependsOn" } }))]),
  );
  const scheduled = schedule({
    urns: rows.map(([urn]) => urn),
    seconds: new Map(rows.map(([urn, seconds]) => [urn, seconds])),
    waits,
    parallelism,
  });
  const times = Object.fromEntries(scheduled.map(({ urn, start, end }) => [urn, [start, end]]));
  const slack = Object.fromEntries(scheduled.map((item) => [item.urn, item.slack]));
  return { times, slack, length: lengthOf(scheduled), path: criticalPath(scheduled).map(({ urn }) => urn) };
}

describe("as many at a time as there are", () => {
  test("nothing to do takes no time", () => {
    expect(plan([])).toEqual({ times: {}, slack: {}, length: 0, path: [] });
  });

  test("a chain is as long as its links together", () => {
    expect(
      plan([
        ["a", 1],
        ["b", 2, "a"],
        ["c", 3, "b"],
      ]),
    ).toEqual({
      times: { a: [0, 1], b: [1, 3], c: [3, 6] },
      slack: { a: 0, b: 0, c: 0 },
      length: 6,
      path: ["a", "b", "c"],
    });
  });

  test("of two ways the longer decides, and the other has the difference to spare", () => {
    expect(
      plan([
        ["start", 1],
        ["short", 2, "start"],
        ["long", 5, "start"],
        ["end", 1, "short", "long"],
      ]),
    ).toEqual({
      times: { start: [0, 1], short: [1, 3], long: [1, 6], end: [6, 7] },
      slack: { start: 0, short: 3, long: 0, end: 0 },
      length: 7,
      path: ["start", "long", "end"],
    });
  });

  test("what waits for nothing starts at once, whenever it was registered", () => {
    expect(
      plan([
        ["a", 4],
        ["b", 3, "a"],
        ["late", 2],
      ]).times,
    ).toEqual({ a: [0, 4], late: [0, 2], b: [4, 7] });
  });

  test("what takes no time passes the waiting on, and isn't on the path", () => {
    expect(
      plan([
        ["a", 4],
        ["component", 0, "a"],
        ["b", 1, "component"],
      ]),
    ).toEqual({
      times: { a: [0, 4], component: [4, 4], b: [4, 5] },
      slack: { a: 0, component: 0, b: 0 },
      length: 5,
      path: ["a", "b"],
    });
  });
});

describe("a few at a time", () => {
  test("one after the other, in the order of registration", () => {
    expect(
      plan(
        [
          ["a", 3],
          ["b", 2],
          ["c", 1],
        ],
        1,
      ).times,
    ).toEqual({ a: [0, 3], b: [3, 5], c: [5, 6] });
  });

  test("the next one takes the first place that is free", () => {
    expect(
      plan(
        [
          ["a", 3],
          ["b", 2],
          ["c", 2],
        ],
        2,
      ),
    ).toMatchObject({
      times: { a: [0, 3], b: [0, 2], c: [2, 4] },
      length: 4,
      path: ["c"],
    });
  });

  test("what takes no time needs no place", () => {
    expect(
      plan(
        [
          ["a", 3],
          ["component", 0],
          ["b", 1, "component"],
        ],
        1,
      ).times,
    ).toEqual({
      a: [0, 3],
      component: [0, 0],
      b: [3, 4],
    });
  });
});

test("resources that wait for each other are an error", () => {
  expect(() =>
    plan([
      ["a", 1, "b"],
      ["b", 1, "a"],
      ["c", 1],
    ]),
  ).toThrow("These wait for each other, or for nothing that is there: a, b");
});
