import { expect, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import { TAG } from "../src/release/definition.ts";
import { givenVersions, recordsOf, revisionsTagged, runningVersions } from "./support/inspect.ts";
import { run } from "./support/program.ts";
import { makeWorld, publishTemplate, pushVersion, type World } from "./support/world.ts";

/** A world where v1, v2 and v3 were released one after the other. */
async function worldWithHistory(): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "frontend"], scheduled: ["clearsessions"] });
  for (const version of ["v1", "v2", "v3"]) {
    pushVersion(world, version);
    expect((await run(world, `release ${version}`)).exit).toBe(EXIT.done);
  }
  return world;
}

function all(version: string) {
  return { gunicorn: version, frontend: version };
}

test("goes back to the release before, all processes together, without registering service revisions", async () => {
  const world = await worldWithHistory();
  const back = await run(world, "rollback");
  expect(back.exit).toBe(EXIT.done);
  expect(back.stdout).toContain("✓ v2 is back (release 4).");
  expect(back.stdout).toContain(
    "Note: Migrations are not undone: the older version runs on the newer database.",
  );
  expect(runningVersions(world)).toMatchObject(all("v2"));
  expect(revisionsTagged(world, TAG.version, "v2")["alpha-gunicorn"]).toBe(1);
  expect(recordsOf(world)[0]).toMatchObject({
    kind: "rollback",
    restores: 2,
    version: "v2",
    state: "succeeded",
  });
});

test("makes the schedule run the older revision again", async () => {
  const world = await worldWithHistory();
  await run(world, "rollback");
  expect(runningVersions(world)).toMatchObject({ clearsessions: "v2" });
});

test("a second time goes one further back, and then there is nothing left", async () => {
  const world = await worldWithHistory();
  await run(world, "rollback");
  await run(world, "rollback");
  expect(runningVersions(world)).toMatchObject(all("v1"));
  const none = await run(world, "rollback");
  expect(none.exit).toBe(EXIT.refused);
  expect(none.stdout).toContain("- There is no earlier release to go back to: see `app-update history`.");
});

test.each(["1", "v1"])("goes to the release named %s", async (name) => {
  const world = await worldWithHistory();
  expect((await run(world, `rollback --to ${name}`)).exit).toBe(EXIT.done);
  expect(runningVersions(world)).toMatchObject(all("v1"));
});

test("to what runs already does nothing", async () => {
  const world = await worldWithHistory();
  await run(world, "rollback --to 1");
  const again = await run(world, "rollback --to 1");
  expect(again.exit).toBe(EXIT.done);
  expect(again.stdout).toContain("✓ Nothing to change: release 1 (v1) runs already.");
});

test("to a release that isn't there names the newest", async () => {
  const world = await worldWithHistory();
  const refused = await run(world, "rollback --to v9");
  expect(refused.exit).toBe(EXIT.refused);
  expect(refused.stdout).toContain(
    "- There is no succeeded release `v9`. The newest are: release 3 (v3), release 2 (v2), release 1 (v1).",
  );
});

test("takes the settings back too", async () => {
  const world = await worldWithHistory();
  publishTemplate(world, "gunicorn", { FEATURE: "on" });
  pushVersion(world, "v4");
  await run(world, "release v4");
  await run(world, "rollback");
  const plan = await run(world, "plan v3 --check");
  expect(plan.exit).toBe(EXIT.differences);
  expect(plan.stdout).toContain("gunicorn  gunicorn.environment.FEATURE  –     on");
});

test("that fails goes forward again to what ran", async () => {
  const world = await worldWithHistory();
  world.ecs.scenarios.v1 = { gunicorn: { health: 404 } };
  const failed = await run(world, "rollback --to v1");
  expect(failed.exit).toBe(EXIT.failed);
  expect(runningVersions(world)).toMatchObject(all("v3"));
});

test("with --dry-run says where it would go, and changes nothing", async () => {
  const world = await worldWithHistory();
  const before = structuredClone(world.ecs.services);
  const dry = await run(world, "rollback --dry-run");
  expect(dry.exit).toBe(EXIT.done);
  expect(dry.stdout).toContain("✓ It would go back to release 2 (v2).");
  expect(world.ecs.services).toEqual(before);
  expect(recordsOf(world)).toHaveLength(3);
});

test("brings the former APP_VERSION back to every container, and no plan sees a difference in it", async () => {
  const world = await worldWithHistory();
  expect(givenVersions(world)).toEqual({ gunicorn: "v3", frontend: "v3", clearsessions: "v3", update: "v3" });
  expect((await run(world, "plan v3 --check")).exit).toBe(EXIT.done);
  expect((await run(world, "status")).stdout).not.toContain("infrastructure change");
  await run(world, "rollback");
  expect(givenVersions(world)).toMatchObject({ gunicorn: "v2", frontend: "v2", clearsessions: "v2" });
});
