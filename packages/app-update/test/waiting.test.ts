import { expect, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import type { UpSettings } from "../src/settings.ts";
import { type RunOptions, run } from "./support/program.ts";
import { makeWorld, publishTemplate, pushVersion, SECRET, type World } from "./support/world.ts";

async function released(): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "default"], scheduled: ["clearsessions"] });
  pushVersion(world, "v1");
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  return world;
}

/** What `status` says below its first table, without its headline. */
async function said(world: World, options: RunOptions = {}) {
  const { exit, stdout } = await run(world, "status", options);
  expect(exit).toBe(EXIT.done);
  return stdout
    .slice(stdout.indexOf("\n\n") + 2)
    .split("\n")
    .filter((line) => !/^✓|^ {2}https:|^$/.test(line));
}

const NOTHING = "  Note: Nothing waits for a release.";

test("where nobody knows Pulumi, `status` tells what waits for a release alone", async () => {
  expect(await said(await released())).toEqual([NOTHING]);
});

test("settings of the update task and of scheduled tasks wait for a release, too; then they don't", async () => {
  const world = await released();
  for (const process of ["gunicorn", "update", "clearsessions"]) publishTemplate(world, process, { A: "1" });
  expect(await said(world)).toEqual([
    "Infrastructure changes that wait for a release",
    "Process        Setting                      Runs  Published",
    "gunicorn       gunicorn.environment.A       –     1",
    "update         update.environment.A         –     1",
    "clearsessions  clearsessions.environment.A  –     1",
  ]);
  const { stdout } = await run(world, "status --json");
  expect(JSON.parse(stdout).waiting).toEqual({
    release: ["gunicorn", "update", "clearsessions"].map((process) => ({
      process,
      path: `${process}.environment.A`,
      to: "1",
    })),
    restart: [],
  });
  await run(world, "release v1");
  expect(await said(world)).toEqual([NOTHING]);
});

test("before the first release nothing waits for one", async () => {
  const world = makeWorld({ services: ["gunicorn"] });
  publishTemplate(world, "gunicorn", { A: "1" });
  expect(await said(world)).toEqual([NOTHING]);
});

test("a secret that was changed since the tasks started waits for a restart", async () => {
  const world = await released();
  world.changes[SECRET] = world.ecs.now - 3_600_000;
  expect(await said(world)).toEqual([NOTHING]);
  world.changes[SECRET] = world.ecs.now;
  expect(await said(world)).toEqual([
    "  Note: The secret DJANGO_SECRET_KEY was changed after gunicorn, default started: `app-update restart` brings the new value.",
  ]);
  await run(world, "restart gunicorn");
  expect(JSON.parse((await run(world, "status --json")).stdout).waiting.restart).toEqual([
    { secret: "DJANGO_SECRET_KEY", processes: ["default"] },
  ]);
  await run(world, "restart");
  expect(await said(world)).toEqual([NOTHING]);
});

test("without the right to look at secrets that is left out", async () => {
  const world = await released();
  world.secrets = {};
  expect(await said(world)).toEqual([NOTHING]);
});

const lastUp = { at: "2026-11-23T07:00:00.000Z", commit: "0123456789abcdef0123456789abcdef01234567" };
const up = (more: Partial<UpSettings & { isKnown: true }>): UpSettings => ({
  isKnown: true,
  lastUp,
  waiting: [],
  remarks: [],
  ...more,
});

test("what waits for an `up` is told by whoever knows", async () => {
  const world = await released();
  const asked: string[][] = [];
  const answer = up({
    waiting: [
      { path: "gunicorn.cpu", change: "changed", from: 512, to: 1024, secret: false },
      { path: "environment.A", change: "added", to: "x", secret: false },
      { path: "workers.mail", change: "removed", from: {}, secret: false },
      { path: "secretValues.KEY", change: "changed", secret: true },
    ],
    remarks: ["An aside."],
  });
  const upSettings = async (...question: string[]) => {
    asked.push(question);
    return answer;
  };
  expect(await said(world, { upSettings })).toEqual([
    "Settings that wait for `pulumi up`",
    "Setting           Change   Last up    File",
    "gunicorn.cpu      changed  512        1024",
    "environment.A     added    –          x",
    "workers.mail      removed  {}         –",
    "secretValues.KEY  changed  not shown  not shown",
    "  Note: An aside.",
    NOTHING,
  ]);
  expect(asked).toEqual([["alpha", "/django/ublog/alpha/deploy-targets"]]);
  const { stdout } = await run(world, "status --json", { upSettings });
  expect(JSON.parse(stdout).waiting.up).toEqual(answer);
});

test.each<[string, () => Promise<UpSettings>, string]>([
  [
    "nothing waits",
    async () => up({}),
    "No setting waits for `pulumi up` (the last was 2026-11-23 07:00:00Z at 0123456789ab).",
  ],
  [
    "it isn't known",
    async () => ({ isKnown: false, reason: "Nobody is logged in." }),
    "What waits for `pulumi up` isn't known: Nobody is logged in.",
  ],
  [
    "whoever should know fails",
    () => Promise.reject(new Error("broken")),
    "What waits for `pulumi up` isn't known: broken",
  ],
])("`status` says it in a line where %s, and doesn't fail", async (_, upSettings, line) => {
  expect(await said(await released(), { upSettings })).toEqual([`  Note: ${line}`, NOTHING]);
});
