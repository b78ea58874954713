import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { TIMES_FILE, timesText } from "../../scripts/generateDocs.ts";
import { runStacks } from "../../src/programs/stacks.ts";
import { describeTimelines } from "../../src/times/describeTimelines.ts";
import { hiddenWaitsOfStacks, PARALLELISM, stackTimelines } from "../../src/times/stackTimelines.ts";
import type { UpdateTimeline } from "../../src/times/timeline.ts";

let timelines: Record<string, UpdateTimeline>;
beforeAll(async () => {
  timelines = Object.fromEntries((await stackTimelines()).map((timeline) => [timeline.update, timeline]));
});

/** Resource, when it starts and ends, and why it didn't start earlier. */
function path(update: string) {
  return timelines[update]?.path.map(({ resource, start, end, because }) => [resource, start, end, because]);
}

test("the critical path of `up base` is the cache, and what it can't be without", () => {
  expect(path("up base")).toEqual([
    ["Vpc ublog-base", 0, 12, "at once"],
    ["Subnet ublog-base-public-1", 12, 23, "its vpcId from Vpc ublog-base"],
    ["RouteTable ublog-base-public-1", 23, 24, "it depends on Subnet ublog-base-public-1"],
    ["Route ublog-base-public-1", 24, 25, "its routeTableId from RouteTable ublog-base-public-1"],
    [
      "SecurityGroup ublog-base-cache",
      25,
      27,
      "all of awsx's Vpc ublog-base must be there: Route ublog-base-public-1 is the last",
    ],
    [
      "ReplicationGroup ublog-base-cache",
      28,
      448,
      "its securityGroupIds from SecurityGroup ublog-base-cache, and its turn came 1 s later",
    ],
    ["SecretVersion ublog-base-cache", 448, 449, "its secretString from ReplicationGroup ublog-base-cache"],
  ]);
});

/** Waits on a critical path that no input explains, with the reason why they can't go. */
const ACCEPTED: Record<string, string> = {
  "dependsOn RouteTable ublog-base-public-1 on Subnet ublog-base-public-1":
    "awsx makes each route table after its subnet. A second; the subnet itself is the long part.",
  "component SecurityGroup ublog-base-cache on Route ublog-base-public-1":
    "What awsx makes is there for others when all of it is. Nothing slow is left in it: the NAT gateway is ours.",
};

test("every wait on a critical path of an `up` is an input, or has its reason", () => {
  const unexplained = Object.values(timelines).flatMap(({ path }) =>
    path.flatMap(({ resource, waitedFor }) =>
      waitedFor === undefined || waitedFor.reason.kind === "input"
        ? []
        : [`${waitedFor.reason.kind} ${resource} on ${waitedFor.resource}`],
    ),
  );
  expect(unexplained.sort()).toEqual(Object.keys(ACCEPTED).sort());
});

test("`up alpha` takes as long as Route 53 takes to tell all of its servers", () => {
  expect(path("up alpha")).toEqual([["Record ublog-alpha-a", 0, 38, "at once"]]);
});

test("a destroy of alpha waits for running tasks to drain, one of base for the database and CloudFront", () => {
  expect(path("destroy alpha")?.map(([resource, start, end]) => [resource, start, end])).toEqual([
    ["Service ublog-alpha-gunicorn", 0, 150],
    ["ClusterCapacityProviders ublog-alpha", 150, 161],
    ["Dashboard ublog-alpha", 161, 162],
    ["Record ublog-alpha-a", 162, 200],
  ]);
  const long = path("destroy base")?.filter(([, start, end]) => Number(end) - Number(start) > 10);
  expect(long?.map(([resource, start, end]) => [resource, start, end])).toEqual([
    ["Instance ublog-base-database", 1, 256],
    ["NatGateway ublog-base-nat-1", 256, 317],
    ["Distribution ublog-base-assets", 322, 622],
  ]);
  expect(timelines["destroy base"]).toMatchObject({ seconds: 625, withoutBatches: 303 });
});

test("neither program imposes an order that its resources don't show", async () => {
  const { base, alpha } = await runStacks();
  const hidden = await hiddenWaitsOfStacks({ base, alpha });
  expect([...hidden.base]).toEqual([]);
  expect([...hidden.alpha]).toEqual([]);
});

test("the timelines for people", () => {
  const { "up alpha": up, "destroy alpha": destroy } = timelines;
  if (up === undefined || destroy === undefined) throw new Error("no timelines");
  expect(describeTimelines([up, destroy], PARALLELISM)).toBe(`
update         minutes  as sources differ
─────────────  ───────  ─────────────────
up alpha           0.6  0.4 to 1.0
destroy alpha      3.3  0.6 to 5.4

A durable base refuses to be destroyed: it is made disposable first, and leaves
no final snapshots then.
With 16 resources at a time (the engine takes four a processor: --parallel), and
without the preview before it.

What decides how long \`up alpha\` takes:
start  end   takes  resource              waited for
─────  ────  ─────  ────────────────────  ──────────
0:00   0:38  0:38   Record ublog-alpha-a  at once
Beside it, with time to spare: Cluster ublog-alpha 0:11 (0:13 to spare),
ClusterCapacityProviders ublog-alpha 0:11 (0:13 to spare), Table
ublog-alpha-releases 0:20 (0:17 to spare).

What decides how long \`destroy alpha\` takes:
start  end   takes  resource                  not earlier because
─────  ────  ─────  ────────────────────────  ──────────────────────────────────
0:00   2:30  2:30   Service                   nothing depends on it
                    ublog-alpha-gunicorn
2:30   2:41  0:11   ClusterCapacityProviders  everything above it must be gone
                    ublog-alpha               first
2:41   2:42  0:01   Dashboard ublog-alpha     everything above it must be gone
                                              first
2:42   3:20  0:38   Record ublog-alpha-a      everything above it must be gone
                                              first
Beside it, with time to spare: Service ublog-alpha-web-ui 2:30 (0:00 to spare),
Service ublog-alpha-beat 1:00 (1:30 to spare), Service ublog-alpha-default 1:00
(1:30 to spare).
The engine deletes in batches, each after the whole of the one before it; in the
order of the dependencies alone it would be 2.7 minutes.`);
});

test("TIMES.md is made from the programs; if not, run: pnpm --filter @ublog/estimates run docs", () => {
  expect(readFileSync(TIMES_FILE, "utf8")).toBe(timesText(Object.values(timelines)));
});
