import { openWorld, type Properties, type World } from "@ublog/aws-model/src/world/world.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { runStacks } from "@ublog/estimates/src/programs/stacks.ts";
import { scheduleDeletion } from "@ublog/estimates/src/times/deletion.ts";
import { type StackResource, waitsOf } from "@ublog/estimates/src/times/graph.ts";
import { lengthOf, schedule } from "@ublog/estimates/src/times/schedule.ts";
import { secondsOf } from "@ublog/estimates/src/times/times.ts";
import { expect, onTestFinished, test } from "vitest";
import { openSandbox } from "../../src/index.ts";

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

/** What every resource was asked to be, by URN, without what is random: the ends of names, and passwords. */
function asked(world: World): Record<string, Properties> {
  const resources = world.resources().map(({ urn, inputs }) => [urn, inputs]);
  const text = JSON.stringify(Object.fromEntries(resources.sort()));
  const random = /(?<=[-/:])[0-9a-f]{7,}\b|(?<="verifier\\?":\\?")[^"\\]+|\b[A-Za-z0-9]{32,}\b/g;
  return JSON.parse(text, (_, value) => (typeof value === "string" ? value.replace(random, "…") : value));
}

test("the engine makes what programs in this process make, and its state gives the same timelines", async () => {
  const sandbox = await openSandbox({ dir: temporaryFolder() });
  const known = await runStacks();
  for (const stack of ["base", "alpha"] as const) {
    const up = await sandbox.pulumi(["up", "--stack", stack, "--yes", "--skip-preview"]);
    expect(up.code, up.stderr).toBe(0);
    const { stdout } = await sandbox.pulumi(["stack", "export", "--stack", stack]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: StackResource[] } };
    expect(times(deployment.resources)).toEqual(times(known[stack].resources));
  }
  const made = openWorld(sandbox.world);
  onTestFinished(() => made.close());
  expect(asked(made)).toEqual(asked(known.world));
});
