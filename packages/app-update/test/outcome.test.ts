import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Scenario } from "../../aws-model/src/ecs/index.ts";
import { recordsOf } from "./support/inspect.ts";
import { type RunOptions, run } from "./support/program.ts";
import { makeWorld, publishTemplate, pushVersion, type World, type WorldOptions } from "./support/world.ts";

async function worldWith(v2: Scenario = {}, options: WorldOptions = {}): Promise<World> {
  const services = ["gunicorn", "default", "frontend"];
  const world = makeWorld({ services, scheduled: ["clearsessions"], ...options, scenarios: { v2 } });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  await run(world, "release v1");
  return world;
}

/** What the table, the JSON document, the step summary and the history say became of each process. */
async function statesOf(world: World, args: string, options: RunOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), "app-update-"));
  const environment = { GITHUB_STEP_SUMMARY: join(folder, "summary") };
  const copy = structuredClone(world);
  const { stdout } = await run(copy, `${args} --json`, { ...options, environment });
  const json: { process: string; state: string }[] = JSON.parse(stdout).processes;
  const summary = (await readFile(environment.GITHUB_STEP_SUMMARY, "utf8")).split("\n");
  const table = (await run(world, args, options)).stdout.split("\n");
  const states = Object.fromEntries(json.map(({ process, state }) => [process, state]));
  for (const [process, state] of Object.entries(states)) {
    expect(summary.find((line) => line.startsWith(`| ${process} |`))).toMatch(
      new RegExp(`\\| ${state} \\|$`),
    );
    expect(table.find((line) => line.startsWith(`${process} `) && !/ \d+ (s|min)$/.test(line))).toMatch(
      new RegExp(` {2}${state}$`),
    );
  }
  const [record] = recordsOf(world);
  const kept = [...(record?.services ?? []), ...(record?.scheduled ?? [])];
  expect(Object.fromEntries(kept.map(({ process, state }) => [process, state]))).toEqual(states);
  return states;
}

const CRASH = { exit: { code: 1, afterSeconds: 2 } };

test.each<[string, Scenario, string, Record<string, string>]>([
  [
    "a release that goes well",
    {},
    "release v2",
    { gunicorn: "updated", default: "updated", frontend: "updated", clearsessions: "updated" },
  ],
  [
    "a migration that fails",
    { backend_update: CRASH },
    "release v2",
    {
      gunicorn: "not touched",
      default: "not touched",
      frontend: "not touched",
      clearsessions: "not touched",
    },
  ],
  [
    "a first wave that fails",
    { gunicorn: CRASH },
    "release v2",
    {
      gunicorn: "rolled back",
      default: "rolled back",
      frontend: "not touched",
      clearsessions: "not touched",
    },
  ],
  [
    "a second wave that fails",
    { "web-ui": { health: 404 } },
    "release v2",
    {
      gunicorn: "rolled back",
      default: "rolled back",
      frontend: "rolled back",
      clearsessions: "not touched",
    },
  ],
  [
    "a first wave that fails and is left",
    { gunicorn: CRASH },
    "release v2 --no-rollback",
    { gunicorn: "failed", default: "updating", frontend: "not touched", clearsessions: "not touched" },
  ],
  [
    "a second wave that fails and is left",
    { "web-ui": { health: 404 } },
    "release v2 --no-rollback",
    { gunicorn: "updated", default: "updated", frontend: "failed", clearsessions: "not touched" },
  ],
])("%s", async (_, v2, args, states) => {
  expect(await statesOf(await worldWith(v2, { circuitBreaker: false }), args)).toEqual(states);
});

test("what runs this already is kept, also when the rest fails", async () => {
  const world = await worldWith();
  publishTemplate(world, "default", { QUEUES: "default,mail" });
  const between: RunOptions["between"] = (aws) => async (operation, input) => {
    const { taskDefinition } = input as { taskDefinition?: string };
    if (operation === "ecs.UpdateService" && !taskDefinition?.endsWith(":2"))
      throw new Error("the connection broke");
    return aws(operation, input);
  };
  expect(await statesOf(world, "release v1", { between })).toEqual({
    gunicorn: "kept",
    default: "rolled back",
    frontend: "kept",
    clearsessions: "kept",
  });
});

test("a schedule that can't be published takes everything back", async () => {
  const world = makeWorld({ services: ["gunicorn"], scheduled: ["a", "b"] });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  await run(world, "release v1");
  const between: RunOptions["between"] = (aws) => async (operation, input) => {
    const family = (input as { family?: string }).family;
    if (operation === "ecs.RegisterTaskDefinition" && family === "alpha-b")
      throw Object.assign(new Error("no"), { name: "AccessDeniedException", $fault: "client" });
    return aws(operation, input);
  };
  expect(await statesOf(world, "release v2", { between })).toEqual({
    gunicorn: "rolled back",
    a: "rolled back",
    b: "not touched",
  });
});

test("what doesn't come back has failed; what wasn't heard of any more is still going back", async () => {
  const world = await worldWith({ gunicorn: CRASH, default: { startSeconds: 60 } });
  const between: RunOptions["between"] = (aws) => async (operation, input) => {
    if (operation === "ecs.UpdateService") world.ecs.scenarios.v1 = { gunicorn: CRASH };
    return aws(operation, input);
  };
  const { stdout } = await run(world, "release v2", { between });
  expect(stdout).toContain("✗ Release 2 failed, and not every service is back to what it ran before.");
  expect(stdout).toMatch(/\ngunicorn +alpha-gunicorn:2 +alpha-gunicorn:3 +failed\n/);
  expect(stdout).toMatch(/\nfrontend +alpha-web-ui:2 +alpha-web-ui:3 +not touched\n/);
});

test("a service whose change AWS refuses is not touched", async () => {
  const between: RunOptions["between"] = (aws) => async (operation, input) => {
    if (operation === "ecs.UpdateService" && (input as { service: string }).service === "alpha-default")
      throw Object.assign(new Error("no"), { name: "AccessDeniedException", $fault: "client" });
    return aws(operation, input);
  };
  expect(await statesOf(await worldWith(), "release v2", { between })).toEqual({
    gunicorn: "rolled back",
    default: "not touched",
    frontend: "not touched",
    clearsessions: "not touched",
  });
});

test("a rollback by hand says the same of what it brings back", async () => {
  const world = await worldWith();
  await run(world, "release v2");
  expect(await statesOf(world, "rollback")).toEqual({
    gunicorn: "updated",
    default: "updated",
    frontend: "updated",
    clearsessions: "updated",
  });
});

test("the undoing of a release that was killed says what that one had touched", async () => {
  const world = await worldWith({ gunicorn: { startSeconds: 300 } });
  let interrupt = () => {};
  await run(world, "release v2", {
    interrupt: (given) => {
      interrupt = given;
    },
    between: (aws) => async (operation, input) => {
      const answer = await aws(operation, input);
      if (operation === "ecs.UpdateService") interrupt();
      return answer;
    },
  });
  expect(recordsOf(world)[0]).toMatchObject({
    state: "rolling",
    services: [{ state: "not touched" }, {}, {}],
  });
  expect(await statesOf(world, "rollback")).toMatchObject({
    gunicorn: "rolled back",
    frontend: "not touched",
  });
});

/** Makes records of it as they were before they had versions by image and the state of each process. */
function older(world: World): void {
  type Old = { M?: Record<string, unknown> };
  for (const item of Object.values(world.dynamodb.tables["alpha-releases"] ?? {})) {
    delete item.versions;
    for (const list of [item.services, item.scheduled] as { L?: Old[] }[])
      for (const { M } of list?.L ?? []) delete M?.state;
  }
  for (const { versions, services, scheduled } of recordsOf(world))
    expect([versions, ...[...services, ...scheduled].map(({ state }) => state)].filter(Boolean)).toEqual([]);
}

test("records that are older than versions by image and states are read, listed and gone back to", async () => {
  const world = await worldWith();
  await run(world, "release v2");
  older(world);
  expect((await run(world, "history")).stdout).toMatch(/\n2 +v2 .*\n1 +v1 /);
  expect((await run(world, "status")).stdout).toContain("✓ alpha runs v2 (release 2, ");
  const back = await run(world, "rollback");
  expect(back.stdout).toContain("✓ v1 is back (release 3).");
});

test("an older record of a release that was killed is undone, and says what it touched", async () => {
  const world = await worldWith({ gunicorn: { startSeconds: 300 } });
  let interrupt = () => {};
  await run(world, "release v2", {
    interrupt: (given) => {
      interrupt = given;
    },
    between: (aws) => async (operation, input) => {
      const answer = await aws(operation, input);
      if (operation === "ecs.UpdateService") interrupt();
      return answer;
    },
  });
  older(world);
  expect(await statesOf(world, "rollback")).toMatchObject({
    gunicorn: "rolled back",
    frontend: "not touched",
  });
});

test("steps and services say how long they took, and events of ECS are shown only on request", async () => {
  const world = await worldWith({ gunicorn: CRASH });
  const copy = structuredClone(world);
  const { stdout } = await run(world, "release v2");
  expect(stdout).toMatch(/\n {2}update: ended \(\d+ s\)\n/);
  expect(stdout).toMatch(/\n {2}gunicorn: done \(\d+ s\)\n/);
  const steps = stdout.split("\n").slice(stdout.split("\n").indexOf("Step               Took") + 1);
  expect(steps.slice(0, 6).map((line) => line.replace(/ {2,}(\d+ min )?\d+ s$/, ""))).toEqual([
    "checks",
    "revisions",
    "update",
    "gunicorn, default",
    "going back",
    "all",
  ]);
  const back = stdout.slice(stdout.indexOf("▸ Going back"), stdout.indexOf("\nProcess"));
  expect(back.split("\n").length).toBeLessThanOrEqual(6);
  expect(stdout).not.toMatch(/has started|has stopped|draining|steady state|ecs-svc/);
  const verbose = await run(copy, "release v2 --verbose");
  expect(verbose.stdout).toMatch(/\n {2}gunicorn: has started 1 tasks: \(task [0-9a-f]{32}\)\.\n/);
});

test("--json has the steps in seconds, and events on stderr with --verbose", async () => {
  const world = await worldWith();
  const { stdout, stderr } = await run(world, "release v2 --json --verbose");
  const { steps } = JSON.parse(stdout) as { steps: { name: string; seconds: number }[] };
  expect(steps.map(({ name }) => name)).toEqual([
    "checks",
    "revisions",
    "update",
    "gunicorn, default",
    "frontend",
  ]);
  expect(steps.every(({ seconds }) => Number.isInteger(seconds))).toBe(true);
  expect(stderr).toContain("gunicorn: has reached a steady state.");
});
