import { expect, test } from "vitest";
import { openSandbox } from "../../src/index.ts";
import { runStacks } from "../../src/inProcess/stacks.ts";
import { scheduleDeletion } from "../../src/times/deletion.ts";
import { type StackResource, waitsOf } from "../../src/times/graph.ts";
import { lengthOf, schedule } from "../../src/times/schedule.ts";
import { secondsOf } from "../../src/times/times.ts";
import { temporaryFolder } from "../support/temporaryFolder.ts";

/** When each resource starts to be made, were there no limit at a time, and how long all of it takes to delete. */
function times(resources: readonly StackResource[]) {
  const ofAws = resources.filter(({ type }) => !type.startsWith("pulumi:"));
  const scheduled = schedule({
    urns: resources.map(({ urn }) => urn),
    seconds: secondsOf(resources, "create"),
    waits: waitsOf(resources),
    parallelism: Number.POSITIVE_INFINITY,
  });
  const starts = new Map(scheduled.map(({ urn, start }) => [urn, start]));
  return {
    starts: Object.fromEntries(ofAws.map(({ urn }) => [urn, starts.get(urn)]).sort()),
    deletion: lengthOf(scheduleDeletion(resources, secondsOf(resources, "delete"), 1000)),
  };
}

test("the engine's own state gives the timelines that programs in this process give", async () => {
  const sandbox = await openSandbox({ dir: temporaryFolder() });
  const known = await runStacks();
  for (const stack of ["base", "alpha"] as const) {
    const up = await sandbox.pulumi(["up", "--stack", stack, "--yes", "--skip-preview"]);
    expect(up.code, up.stderr).toBe(0);
    const { stdout } = await sandbox.pulumi(["stack", "export", "--stack", stack]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: StackResource[] } };
    expect(times(deployment.resources)).toEqual(times(known[stack].resources));
  }
});
