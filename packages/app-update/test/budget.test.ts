import { describe, expect, test } from "vitest";
import type { Scenario } from "../../aws-model/src/ecs/index.ts";
import { MINUTE, SECOND } from "../src/clock.ts";
import { EXIT } from "../src/outcome.ts";
import { longestRelease, longestTimeout, taskLimit, waveLimit } from "../src/release/budget.ts";
import { recordsOf, runningVersions } from "./support/inspect.ts";
import { run } from "./support/program.ts";
import { virtualTime } from "./support/virtualTime.ts";
import { makeWorld, pushVersion, type World } from "./support/world.ts";

const CAPACITY = "Capacity is unavailable at this time";

async function worldWith(v2: Scenario = {}): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "frontend"], scenarios: { v2 } });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  return world;
}

function lengthOf(world: World): number {
  const [record] = recordsOf(world);
  return Date.parse(record?.finishedAt ?? "") - Date.parse(record?.startedAt ?? "");
}

test("a release takes its task, its waves and going back, and what goes with each", () => {
  const course = { timeout: 30 * MINUTE, waves: 2, update: true };
  expect(longestRelease(course) / SECOND).toBe(8028);
  expect(longestRelease({ ...course, update: false }) / SECOND).toBe(5943);
  expect(longestRelease({ ...course, waves: 1 }) / SECOND).toBe(6147);
  const minute = longestRelease({ ...course, timeout: 31 * MINUTE }) - longestRelease(course);
  expect(minute).toBe(4 * MINUTE);
});

test("the longest timeout that fits is the last that does", () => {
  for (const update of [true, false])
    for (const waves of [1, 2, 5])
      for (const within of [60, 137, 290].map((minutes) => minutes * MINUTE)) {
        const course = { waves, update };
        const timeout = longestTimeout(course, within);
        expect(longestRelease({ ...course, timeout })).toBeLessThanOrEqual(within);
        expect(longestRelease({ ...course, timeout: timeout + MINUTE })).toBeGreaterThan(within);
      }
  expect(longestTimeout({ waves: 2, update: true }, 10 * MINUTE)).toBe(0);
});

describe("no release takes longer", () => {
  test.each<[string, Scenario, Scenario]>([
    [
      "where the task takes almost all of its time, and a wave has no capacity",
      { backend_update: { exit: { code: 0, afterSeconds: 1700 } }, gunicorn: { unplaceable: CAPACITY } },
      {},
    ],
    [
      "where the task won't stop",
      { backend_update: { exit: { code: 0, afterSeconds: 9999 }, stopSeconds: 120 } },
      {},
    ],
    [
      "where every wait is as long as it may be, and it doesn't come back either",
      {
        backend_update: { exit: { code: 0, afterSeconds: 1790 } },
        gunicorn: { startSeconds: 1700 },
        "web-ui": { unplaceable: CAPACITY },
      },
      { gunicorn: { unplaceable: CAPACITY } },
    ],
  ])("%s", async (_, v2, v1) => {
    const world = await worldWith(v2);
    world.ecs.scenarios.v1 = v1;
    const { exit } = await run(world, "release v2");
    expect(exit).not.toBe(EXIT.done);
    expect(lengthOf(world)).toBeLessThan(longestRelease({ timeout: 30 * MINUTE, waves: 2, update: true }));
  });
});

describe("--within", () => {
  test("lets pass what fits", async () => {
    expect((await run(await worldWith(), "release v2 --within 134m")).exit).toBe(EXIT.done);
  });

  test("refuses what could be cut off, before anything else, and says what to write", async () => {
    const world = await worldWith();
    const refused = await run(world, "release v2 --timeout 1h --within 140m");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.calls).toEqual(["ssm.GetParameter"]);
    expect(refused.stdout).toBe(
      "✗ Refused: nothing was changed.\n" +
        "  - With `--timeout` of 1 h it could take 4 h 13 min (up to 1 h each for the update task, each of 2 waves, going back), " +
        "but `--within` gives it 2 h 20 min: it could be cut off while it goes back. " +
        "Write `--timeout 31m` or less, or let it last longer: the job (`timeout-minutes`), its AWS session " +
        "(`role-duration-seconds`, at most the role's `maxSessionDuration`), and `--within` with them.\n",
    );
    expect((await run(world, "release v2 --timeout 31m --within 140m")).exit).toBe(EXIT.done);
  });

  test("names no timeout that would be refused", async () => {
    const refused = await run(await worldWith(), "release v2 --within 20m");
    expect(refused.stdout).toContain("goes back. Write `--timeout 1m`, or let it last longer: the job");
  });

  test("knows where no timeout would do", async () => {
    const refused = await run(await worldWith(), "release v2 --within 10m");
    expect(refused.exit).toBe(EXIT.refused);
    expect(refused.stdout).toContain("it could be cut off while it goes back. Let it last longer: the job");
  });

  test("counts no task for a rollback", async () => {
    const world = await worldWith();
    await run(world, "release v2");
    expect((await run(world, "rollback --within 99m")).exit).toBe(EXIT.refused);
    expect((await run(world, "rollback --within 100m")).exit).toBe(EXIT.done);
  });

  test("shortens a wait that began late, so that going back is never cut off", async () => {
    const world = await worldWith({ "web-ui": { unplaceable: CAPACITY } });
    const time = virtualTime(world.ecs.now);
    let isLate = false;
    const failed = await run(world, "release v2 --within 134m", {
      time,
      between: (aws) => async (operation, input) => {
        // A call that takes an hour: nobody reckons with that.
        if (operation === "ecs.RegisterTaskDefinition" && !isLate) {
          isLate = true;
          await time.clock().sleep(60 * MINUTE);
        }
        return aws(operation, input);
      },
    });
    expect(failed.stdout).toMatch(
      /Why: frontend isn't up after \d+ min( \d+ s)?: AWS has no capacity for it/,
    );
    expect(lengthOf(world)).toBeLessThan(104 * MINUTE);
    expect(failed.exit).toBe(EXIT.failed);
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", frontend: "v1" });
  });

  test("leaves the timeout as it is where there is time, and nothing where there is none", () => {
    const limits = { timeout: 30 * MINUTE, until: 134 * MINUTE };
    expect(taskLimit(limits, 0)).toBe(30 * MINUTE);
    expect(waveLimit(limits, 0)).toBe(30 * MINUTE);
    expect(waveLimit(limits, 90 * MINUTE)).toBe(134 * MINUTE - 90 * MINUTE - 30 * MINUTE - 2 * 81 * SECOND);
    expect(waveLimit(limits, 120 * MINUTE)).toBe(0);
    expect(waveLimit({ timeout: 30 * MINUTE }, 120 * MINUTE)).toBe(30 * MINUTE);
  });
});
