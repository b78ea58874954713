import { setTimeout } from "node:timers/promises";
import { openWorld } from "@ublog/aws-model/src/world/world.ts";
import { GONE } from "@ublog/aws-model/test/support/deadProcess.ts";
import { expect, test } from "vitest";
import { worldClock } from "../../src/appUpdate/worldClock.ts";

const start = Date.parse("2026-01-01T00:00:00Z");
const never = new AbortController().signal;

test("a program alone sleeps for no time, and the world's clock goes on", async () => {
  const world = openWorld(":memory:");
  const { clock, leave } = worldClock(world);
  await clock(never).sleep(90_000);
  await clock(never).sleep(0.5);
  expect(clock(never).now() - start).toBe(90_001);
  expect(world.now()).toBe("2026-01-01T00:01:30.001Z");
  leave();
  expect(world.contents("runner")).toEqual([]);
});

test("programs side by side wake in the order of time", async () => {
  const world = openWorld(":memory:");
  const [one, other] = [worldClock(world), worldClock(world)];
  const woken: string[] = [];
  const live = async (name: string, { clock, leave }: typeof one, naps: number[]) => {
    for (const nap of naps) {
      await clock(never).sleep(nap * 1000);
      woken.push(`${name} at ${(clock(never).now() - start) / 1000}`);
    }
    leave();
  };
  await Promise.all([live("one", one, [5, 5, 5]), live("other", other, [2, 7, 9, 9])]);
  expect(woken).toEqual([
    "other at 2",
    "one at 5",
    "other at 9",
    "one at 10",
    "one at 15",
    "other at 18",
    "other at 27",
  ]);
});

test("time stands still while a program is awake, but not forever", async () => {
  const world = openWorld(":memory:");
  const awake = worldClock(world);
  const patient = worldClock(world, Number.POSITIVE_INFINITY);
  const stop = new AbortController();
  const sleeping = patient.clock(stop.signal).sleep(1000);
  await setTimeout(20);
  expect(world.now()).toBe("2026-01-01T00:00:00.000Z");
  stop.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");

  patient.leave();
  const hasty = worldClock(world, 0);
  await hasty.clock(never).sleep(1000);
  expect(world.now()).toBe("2026-01-01T00:00:01.000Z");
  awake.leave();
});

test("a program that is gone without a word holds nobody up", async () => {
  const world = openWorld(":memory:");
  world.keep({ kind: "runner", key: "gone", value: { pid: GONE, until: null } });
  await worldClock(world, Number.POSITIVE_INFINITY).clock(never).sleep(1000);
  expect(world.now()).toBe("2026-01-01T00:00:01.000Z");
  expect(world.contents("runner").map(({ key }) => key)).not.toContain("gone");
});
