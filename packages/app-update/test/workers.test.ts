import { describe, expect, test } from "vitest";
import type { Behaviour } from "../../aws-model/src/ecs/index.ts";
import type { Aws } from "../src/aws/operations.ts";
import { EXIT } from "../src/outcome.ts";
import { runningVersions } from "./support/inspect.ts";
import { type RunOptions, run } from "./support/program.ts";
import { makeWorld, pushVersion, type World } from "./support/world.ts";

/*
 * A worker that can't work looks alive: Celery tries again for ever. What its log says decides, where it says anything.
 */

const REFUSED =
  "[2026-11-23 08:01:00,000: ERROR/MainProcess] consumer: Cannot connect to rediss://:**@cache:6379//: WRONGPASS invalid username-password pair or user is disabled..\nTrying again in 2.00 seconds... (1/100)";
const READY = "[2026-11-23 08:01:02,000: INFO/MainProcess] celery@default ready.";

/** A world where v1 runs, and v2 is pushed, whose worker behaves so. */
async function worldWith(worker: Behaviour): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "default"], scenarios: { v2: { default: worker } } });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  await run(world, "release v1");
  return world;
}

async function released(worker: Behaviour, options: RunOptions = {}) {
  const world = await worldWith(worker);
  const { exit, stdout } = await run(world, "release v2", options);
  return { world, exit, stdout };
}

describe("a worker that isn't checked", () => {
  test("fails the release where its log says that it doesn't reach the broker, with that line and a hint", async () => {
    const { world, exit, stdout } = await released({ log: [REFUSED, REFUSED] });
    expect(exit).toBe(EXIT.failed);
    expect(stdout).toContain(
      `  Why: default can't work: it doesn't reach its broker (consumer: Cannot connect to rediss://:**@cache:6379//: WRONGPASS invalid username-password pair or user is disabled..).
  What to do: The broker doesn't accept the token: use REDIS_URL as it is, with its password;`,
    );
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1" });
  });

  test("may take its time to reach it", async () => {
    const log = [...Array.from({ length: 40 }, () => REFUSED), READY];
    expect((await released({ log })).exit).toBe(EXIT.done);
  });

  test("is good after twenty seconds where its log says nothing of it", async () => {
    expect((await released({ log: ["Worker booted", "tasks: 0"] })).exit).toBe(EXIT.done);
  });

  test("is good where the log can't be read", async () => {
    const denied =
      (aws: Aws): Aws =>
      async (operation, input) => {
        if (operation !== "logs.FilterLogEvents") return aws(operation, input);
        throw Object.assign(new Error("no"), { name: "AccessDeniedException", $fault: "client" });
      };
    expect((await released({ log: [REFUSED] }, { between: denied })).exit).toBe(EXIT.done);
  });

  test("of before doesn't count: only tasks that run now do", async () => {
    const world = await worldWith({ log: [READY] });
    const group = world.ecs.logs["/ecs/alpha/default"] ?? {};
    group["default/default/0123456789abcdef0123456789abcdef"] = [
      { timestamp: world.ecs.now + 300_000, message: REFUSED },
    ];
    expect((await run(world, "release v2")).exit).toBe(EXIT.done);
  });

  test("is taken as it is where a release goes back: the broker may be what is broken", async () => {
    const world = await worldWith({ exit: { code: 1, afterSeconds: 3 } });
    world.ecs.scenarios.v1 = { default: { log: [REFUSED] } };
    const { exit, stdout } = await run(world, "release v2");
    expect(exit, stdout).toBe(EXIT.failed);
    expect(stdout).toContain("Every service is back to what it ran before.");
  });
});
