import { describe, expect, test } from "vitest";
import { advance } from "../../aws-model/src/ecs/index.ts";
import type { OperationName } from "../src/aws/operations.ts";
import { EXIT } from "../src/outcome.ts";
import { breaking } from "./support/faults.ts";
import { isLocked, recordsOf, runningVersions } from "./support/inspect.ts";
import { type Run, run, start } from "./support/program.ts";
import { virtualTime } from "./support/virtualTime.ts";
import { makeWorld, pushVersion, type World, type WorldOptions } from "./support/world.ts";

const SERVICES = ["gunicorn", "default", "frontend"];
const MINUTE = 60_000;

async function worldWithV1(options: WorldOptions = {}): Promise<World> {
  const world = makeWorld({ services: SERVICES, ...options });
  for (const version of ["v1", "v2", "v3"]) pushVersion(world, version);
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  return world;
}

function all(version: string) {
  return Object.fromEntries(SERVICES.map((process) => [process, version]));
}

/** A release that is killed right after its n-th call of an operation. */
async function killed(world: World, args: string, operation: OperationName, nth = 1): Promise<void> {
  const { calls } = await run(structuredClone(world), args);
  const positions = calls.flatMap((call, index) => (call === operation ? [index + 1] : []));
  await run(world, args, { between: breaking(positions[nth - 1] ?? 0, "killed", () => {}) });
}

describe("two releases at once", () => {
  test("one wins, the other says who holds the lock and since when, and changes nothing", async () => {
    const world = await worldWithV1();
    const time = virtualTime(world.ecs.now);
    const github = {
      GITHUB_ACTOR: "grace",
      GITHUB_RUN_ID: "77",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_RUN_ATTEMPT: "1",
    };
    const late = async () => {
      await time.clock().sleep(40_000);
      return start(world, "release v3 --stack alpha", { time });
    };
    const [first, second] = await time.run(
      start(world, "release v2 --stack alpha", { time, environment: github }),
      late(),
    );
    if (first?.status !== "fulfilled" || second?.status !== "fulfilled") throw new Error("a run threw");
    expect(first.value.exit).toBe(EXIT.done);
    expect(second.value.exit).toBe(EXIT.refused);
    expect(second.value.stdout).toContain("✗ Refused: nothing was changed.");
    expect(second.value.stdout).toMatch(
      / {2}- grace holds the release lock: `release v2` in https:\/\/github\.com\/acme\/shop\/actions\/runs\/77, since 2026-11-23 \d\d:\d\d:\d\dZ \(40 s\)\. If that run is dead, its lock ends in .*; run this command again then\./,
    );
    expect(second.value.calls.filter((call) => /Update|Register|Run|Put/.test(call))).toEqual([]);
    expect(runningVersions(world)).toEqual(all("v2"));
  });

  test("nothing is interleaved, at whichever call of the first the second one starts", async () => {
    const world = await worldWithV1();
    const { calls } = await run(structuredClone(world), "release v2");
    const winners = new Set<string>();
    // Every third call, and the last before the lock is given back.
    const positions = calls.map((_, index) => index + 1).filter((position) => position % 3 === 1);
    for (const position of new Set([...positions.slice(0, -1), calls.length - 1])) {
      const copy = structuredClone(world);
      const time = virtualTime(copy.ecs.now);
      let count = 0;
      let second: Promise<Run> | undefined;
      const first = start(copy, "release v2 --stack alpha", {
        time,
        between: (aws) => (operation, input) => {
          count += 1;
          if (count === position) second = start(copy, "release v3 --stack alpha", { time });
          return aws(operation, input);
        },
      });
      await time.run(first);
      await time.run(Promise.resolve(second));
      const exits = [(await first).exit, (await second)?.exit];
      const released = recordsOf(copy).slice(0, -1).reverse();
      const where = `second from call ${position} on`;
      expect(runningVersions(copy), where).toEqual(all(released.at(-1)?.version ?? ""));
      if (released.length === 1) {
        expect([...exits].sort(), where).toEqual([EXIT.done, EXIT.refused]);
        winners.add(released[0]?.version === "v2" ? "first" : "second");
      } else {
        // It came when the first had just given its lock back.
        expect(exits, where).toEqual([EXIT.done, EXIT.done]);
        expect((released[1]?.startedAt ?? "") >= (released[0]?.finishedAt ?? ""), where).toBe(true);
        winners.add("both in turn");
      }
    }
    expect([...winners].sort()).toEqual(["both in turn", "first"]);
  });

  test("one that ended between the other's survey and its lock makes that one start again", async () => {
    const world = await worldWithV1();
    const time = virtualTime(world.ecs.now);
    let looks = 0;
    const slow = start(world, "release v3 --stack alpha", {
      time,
      between: (aws) => async (operation, input) => {
        // The first look at the lock is the survey's, the second one is to take it.
        if (operation === "dynamodb.GetItem" && ++looks === 2) await time.clock().sleep(10 * MINUTE);
        return aws(operation, input);
      },
    });
    const [late] = await time.run(slow, start(world, "release v2 --stack alpha", { time }));
    expect(late?.status === "fulfilled" && late.value.exit).toBe(EXIT.refused);
    expect(late?.status === "fulfilled" && late.value.stdout).toContain(
      "released v2 while this release was being checked: run the command again.",
    );
    expect(runningVersions(world)).toEqual(all("v2"));
    expect(isLocked(world)).toBe(false);
  });
});

describe("a run that stood still until another took its lock", () => {
  test("stops before its next change, and the other finishes", async () => {
    const world = await worldWithV1();
    const time = virtualTime(world.ecs.now);
    let updates = 0;
    const asleep = start(world, "release v2 --stack alpha", {
      time,
      between: (aws) => async (operation, input) => {
        const answer = await aws(operation, input);
        if (operation === "ecs.UpdateService" && ++updates === 1) await time.clock().sleep(5 * MINUTE);
        return answer;
      },
    });
    const other = async () => {
      await time.clock().sleep(4 * MINUTE);
      return start(world, "release v2 --stack alpha", { time });
    };
    const [first, second] = await time.run(asleep, other());
    if (first?.status !== "fulfilled" || second?.status !== "fulfilled") throw new Error("a run threw");
    expect(first.value.exit).toBe(EXIT.unresolved);
    expect(first.value.stdout).toContain(
      "Another run has taken over the release lock. This run stopped where it was",
    );
    expect(first.value.calls.filter((call) => call === "ecs.UpdateService")).toHaveLength(1);
    expect(second.value.exit).toBe(EXIT.done);
    expect(second.value.stdout).toMatch(
      /! Took over the release lock of .* \(`release v2`, since .*Z\), which ended at/,
    );
    expect(second.value.stdout).toContain("! Going on with release 2, which a run left rolling.");
    expect(runningVersions(world)).toEqual(all("v2"));
    expect(recordsOf(world).map((record) => record.state)).toEqual(["succeeded", "succeeded"]);
  });
});

test("a run that renews its lock just before another takes it over keeps it", async () => {
  const world = await worldWithV1();
  const time = virtualTime(world.ecs.now);
  let updates = 0;
  const slow = start(world, "release v2 --stack alpha", {
    time,
    between: (aws) => async (operation, input) => {
      const answer = await aws(operation, input);
      if (operation === "ecs.UpdateService" && ++updates === 1) await time.clock().sleep(2.5 * MINUTE);
      return answer;
    },
  });
  const eager = async () => {
    // The lock ends two minutes after it was taken or renewed, and is renewed again before this one writes.
    await time.clock().sleep(2.75 * MINUTE);
    return start(world, "release v3 --stack alpha", {
      time,
      between: (aws) => async (operation, input) => {
        if (operation === "dynamodb.UpdateItem") await time.clock().sleep(MINUTE / 2);
        return aws(operation, input);
      },
    });
  };
  const [first, second] = await time.run(slow, eager());
  if (first?.status !== "fulfilled" || second?.status !== "fulfilled") throw new Error("a run threw");
  expect(second.value.calls).toContain("dynamodb.UpdateItem");
  expect(second.value.stdout).toContain("holds the release lock: `release v2`");
  expect([first.value.exit, second.value.exit]).toEqual([EXIT.done, EXIT.refused]);
  expect(runningVersions(world)).toEqual(all("v2"));
});

describe("a release that was killed half-way", () => {
  test("gives its lock to the next attempt of the same GitHub run at once", async () => {
    const world = await worldWithV1();
    const attempt = (number: string) => ({
      GITHUB_ACTOR: "grace",
      GITHUB_RUN_ID: "77",
      GITHUB_RUN_ATTEMPT: number,
    });
    const between = breaking(60, "killed", () => {});
    await run(world, "release v2", { environment: attempt("1"), between });
    expect((await run(world, "release v2", { environment: attempt("1") })).exit).toBe(EXIT.refused);
    const again = await run(world, "release v2", { environment: attempt("2") });
    expect(again.exit).toBe(EXIT.done);
    expect(again.stdout).toContain("which an earlier attempt left behind.");
  });

  test("is superseded by a release of another version", async () => {
    const world = await worldWithV1();
    await killed(world, "release v2", "ecs.UpdateService");
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    const done = await run(world, "release v3");
    expect(done.stdout).toContain("! Release 2 was never finished; this one takes its place.");
    expect(done.exit).toBe(EXIT.done);
    expect(runningVersions(world)).toEqual(all("v3"));
    expect(recordsOf(world).map((record) => record.state)).toEqual(["succeeded", "superseded", "succeeded"]);
  });

  test.each([
    ["whose web process fails", { gunicorn: { health: 404 } }],
    ["whose migration fails", { backend_update: { exit: { code: 1, afterSeconds: 2 } } }],
  ])("and superseded by one %s: everything goes back to what ran before both", async (_, v3) => {
    const world = await worldWithV1({ scenarios: { v3 } });
    await killed(world, "release v2", "ecs.UpdateService");
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    const failed = await run(world, "release v3");
    expect(failed.exit).toBe(EXIT.failed);
    expect(runningVersions(world)).toEqual(all("v1"));
  });

  test("and superseded by one that was killed too: the third goes back to what ran before all of them", async () => {
    const world = await worldWithV1({ scenarios: { v4: { gunicorn: { health: 404 } } } });
    pushVersion(world, "v4");
    await killed(world, "release v2", "ecs.UpdateService");
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    await killed(world, "release v3", "ecs.RunTask");
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    expect((await run(world, "release v4")).exit).toBe(EXIT.failed);
    expect(runningVersions(world)).toEqual(all("v1"));
  });

  test("while it was a rollback, and superseded by one that fails: everything is as before the rollback", async () => {
    const world = await worldWithV1({ scenarios: { v3: { gunicorn: { health: 404 } } } });
    await run(world, "release v2");
    await killed(world, "rollback", "ecs.UpdateService");
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    expect((await run(world, "release v3")).exit).toBe(EXIT.failed);
    expect(runningVersions(world)).toEqual(all("v2"));
  });

  test("is undone by `rollback`", async () => {
    const world = await worldWithV1();
    await killed(world, "release v2", "ecs.UpdateService", 2);
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    const back = await run(world, "rollback");
    expect(back.exit).toBe(EXIT.done);
    expect(runningVersions(world)).toEqual(all("v1"));
    expect(recordsOf(world)[0]).toMatchObject({ version: "v2", state: "rolled-back" });
  });

  test("during its migration follows the task that still runs, and starts no second one", async () => {
    const world = await worldWithV1({
      scenarios: { v2: { backend_update: { exit: { code: 0, afterSeconds: 240 } } } },
    });
    await killed(world, "release v2", "ecs.RunTask");
    advance(world.ecs, world.ecs.now + 3 * MINUTE);
    expect((await run(world, "release v2")).exit).toBe(EXIT.done);
    const migrations = Object.values(world.ecs.tasks).filter(
      (task) => task.definition === "alpha-backend_update:3",
    );
    expect(migrations).toHaveLength(1);
  });

  test("during its migration more than an hour ago runs it again", async () => {
    const world = await worldWithV1();
    await killed(world, "release v2", "dynamodb.PutItem", 3);
    advance(world.ecs, world.ecs.now + 120 * MINUTE);
    const done = await run(world, "release v2");
    expect(done.exit).toBe(EXIT.done);
    expect(done.stdout).toContain("! AWS has forgotten how the update task ended: running it again.");
  });
});

describe("Ctrl-C", () => {
  test("stops the release, gives the lock back, and the same command finishes it", async () => {
    const world = await worldWithV1();
    const time = virtualTime(world.ecs.now);
    let interrupt = () => {};
    const stopped = start(world, "release v2 --stack alpha", {
      time,
      interrupt: (callback) => {
        interrupt = callback;
      },
    });
    const press = async () => {
      await time.clock().sleep(45_000);
      interrupt();
    };
    const [result] = await time.run<unknown>(stopped, press());
    expect(result).toMatchObject({ status: "fulfilled", value: { exit: EXIT.interrupted } });
    expect((await stopped).stdout).toContain(
      "✗ Interrupted. Run the same command again to finish it, or `app-update rollback` to undo it.",
    );
    expect(isLocked(world)).toBe(false);
    expect((await run(world, "release v2")).exit).toBe(EXIT.done);
    expect(runningVersions(world)).toEqual(all("v2"));
  });
});
