import { join } from "node:path";
import { whatRuns } from "@ublog/aws-model/src/wire/whatRuns.ts";
import { awsAccount } from "@ublog/aws-model/test/support/awsResources.ts";
import { makeEnvironment } from "@ublog/aws-model/test/support/environment.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test, vi } from "vitest";
import { appUpdate } from "../../src/appUpdate/appUpdate.ts";
import { worldClock } from "../../src/appUpdate/worldClock.ts";

/** The environment `shop` in a world of its own, and the release tool on it, as a program. */
function shop() {
  const file = join(temporaryFolder(), "world.db");
  const { world, create } = awsAccount({ region: "us-east-1" }, file);
  makeEnvironment({ create });
  return {
    world,
    run: (...args: string[]) => appUpdate(file, [...args, "--stack", "shop"]),
    running: () =>
      Object.fromEntries(whatRuns(world, "us-east-1").map(({ service, tasks }) => [service, tasks])),
  };
}

test("single commands work in a row, on one world", async () => {
  const { world, run, running } = shop();
  const first = await run("release", "v1", "--json");
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining("Running migrations:")]);
  expect(JSON.parse(first.stdout)).toMatchObject({ exit: 0, headline: "v1 is live (release 1)." });
  expect(running()).toEqual({
    "shop-cluster/shop-gunicorn": { v1: 2 },
    "shop-cluster/shop-default": { v1: 1 },
  });

  const bad = await run("release", "v2-unhealthy");
  expect([bad.code, bad.stdout]).toEqual([
    1,
    expect.stringContaining(
      "gunicorn can't get healthy: its health check answers 400 at /api/health-check/.",
    ),
  ]);
  expect(running()).toEqual({
    "shop-cluster/shop-gunicorn": { v1: 2 },
    "shop-cluster/shop-default": { v1: 1 },
  });

  const missing = await run("release", "v3-missing");
  expect([missing.code, missing.stdout]).toEqual([3, expect.stringContaining("has no image `v3-missing`")]);

  const history = await run("history", "--json");
  expect(
    JSON.parse(history.stdout).releases.map(({ version, state }: Record<string, string>) => [version, state]),
  ).toEqual([
    ["v2-unhealthy", "rolled-back"],
    ["v1", "succeeded"],
  ]);
  expect(world.contents("runner")).toEqual([]);
});

test("a right that a task needs to start, and doesn't have, is what a release fails of, and says", async () => {
  const { world, run } = shop();
  const right = world
    .resources("aws:iam/rolePolicy:RolePolicy")
    .find(({ state }) => state.role === "shop-execution");
  world.delete(right?.type ?? "", right?.id ?? "");
  const { code, stdout } = await run("release", "v1");
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining(
      "Why: The update task gave no exit code: it may not read its secrets (ResourceInitializationError: unable to pull secrets or registry auth: ",
    ),
  ]);
  expect(stdout).toContain(
    "because no identity-based policy allows the secretsmanager:GetSecretValue action",
  );
});

test("of two releases at once one wins, and the other says who has the lock", async () => {
  const { world, run, running } = shop();
  // Time stands still until both have come to their first wait.
  const starter = worldClock(world, Number.POSITIVE_INFINITY);
  const both = Promise.all([run("release", "v1"), run("release", "v2")]);
  await vi.waitFor(() => expect(world.contents("runner")).toHaveLength(3), { timeout: 20_000 });
  starter.leave();
  const [one, two] = await both;
  expect([one.code, two.code].sort()).toEqual([0, 3]);
  const [winner, loser] = one.code === 0 ? ["v1", two] : ["v2", one];
  expect(loser.stdout).toMatch(
    new RegExp(
      `Refused: nothing was changed\\.\\n {2}- .+ holds the release lock: \`release ${winner}\`, since 2026-`,
    ),
  );
  expect(running()).toEqual({
    "shop-cluster/shop-gunicorn": { [winner]: 2 },
    "shop-cluster/shop-default": { [winner]: 1 },
  });
});
