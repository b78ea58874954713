import { expect, test } from "vitest";
import { EXIT } from "../src/outcome.ts";
import { run } from "./support/program.ts";
import { makeWorld, publishTargets, pushVersion } from "./support/world.ts";

const REMARK = "This is a trial without a domain: passwords and cookies cross the internet unencrypted.";
const NOTHING_WAITS = "Nothing waits for a release.";
const url = "http://base-alb-1234567890.us-east-1.elb.amazonaws.com";

const trial = () => {
  const world = makeWorld({ services: ["gunicorn"] });
  world.targets = { ...world.targets, url, trial: true };
  publishTargets(world);
  pushVersion(world, "v1");
  return world;
};

test("a release says that it is one of a trial, done or planned; so do status and a rollback", async () => {
  const world = trial();
  const commands = ["plan v1", "release v1 --dry-run", "release v1", "release v1", "status"];
  for (const command of commands) {
    const { exit, stdout } = await run(world, command);
    expect([command, exit, stdout.split(REMARK).length - 1]).toEqual([command, EXIT.done, 1]);
    expect(stdout).toMatch(new RegExp(`\n  Note: ${REMARK}\n[^]*  ${url}\n$`));
  }
  pushVersion(world, "v2");
  await run(world, "release v2");
  expect((await run(world, "rollback")).stdout).toContain(`\n  Note: ${REMARK}\n`);
});

test("--json has it as a remark, and in the status as a field", async () => {
  const world = trial();
  const status = async () => JSON.parse((await run(world, "status --json")).stdout);
  expect(await status()).toMatchObject({ remarks: [REMARK, NOTHING_WAITS], url, trial: true });
  world.targets = { ...world.targets, trial: undefined };
  publishTargets(world);
  const found = await status();
  expect(found).not.toHaveProperty("trial");
  expect(found.remarks).toEqual([NOTHING_WAITS]);
});
