import { join } from "node:path";
import { awsAccount } from "@ublog/aws-model/test/support/awsResources.ts";
import { makeEnvironment } from "@ublog/aws-model/test/support/environment.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { type ReleaseStep, release } from "../src/rehearse/releases.ts";
import type { Rehearsal } from "../src/rehearse/steps.ts";

/** Plays release steps on the environment `shop`, which needs no engine. */
function rehearsal() {
  const world = join(temporaryFolder(), "world.db");
  makeEnvironment(awsAccount({ region: "us-east-1" }, world));
  const on = { sandbox: { world }, signal: new AbortController().signal } as unknown as Rehearsal;
  return (step: Partial<ReleaseStep> & Pick<ReleaseStep, "command" | "runs">) =>
    release({ title: "a step", env: "shop", ...step }).run(on);
}

test("a release that does what it should is counted", async () => {
  const play = rehearsal();
  expect(await play({ command: ["release", "v1"], runs: "v1" })).toEqual({ rolled: 2 });
  const failing = { command: ["release", "v2-bad-migration"], exit: 1, runs: "v1", rolls: "none" as const };
  expect(await play(failing)).toEqual({ rolled: 0 });
});

test("one that ends otherwise, runs something else or rolls too little fails the step", async () => {
  const play = rehearsal();
  await expect(play({ command: ["release", "v1"], runs: "v2" })).rejects.toThrow(
    [
      "Every service should run v2, but:",
      "  shop-cluster/shop-gunicorn runs 2 of v1 and should run 2 of it",
      "  shop-cluster/shop-default runs 1 of v1 and should run 1 of it",
    ].join("\n"),
  );
  await expect(play({ command: ["release", "v1"], runs: "v1" })).rejects.toThrow(
    "It should have rolled all of the 2 services, and rolled 0.",
  );
  await expect(play({ command: ["release", "v3-missing"], runs: "v1" })).rejects.toThrow(
    /^`app-update release v3-missing --stack shop` should have ended with 0 and ended with 3:\n.*has no image `v3-missing`/s,
  );
  await expect(play({ env: "blog", command: ["status"], runs: "v1" })).rejects.toThrow(
    "There are no deploy targets of blog: the stack blog isn't up.",
  );
});
