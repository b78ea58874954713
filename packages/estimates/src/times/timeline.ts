import { type Deleted, scheduleDeletion, slowestOfBatches } from "./deletion.ts";
import { type StackResource, type Wait, waitsOf } from "./graph.ts";
import { criticalPath, lengthOf, type Scheduled, schedule } from "./schedule.ts";
import { type Estimate, secondsOf } from "./times.ts";

/** How long an update would take with a real account, and why. All in seconds. */
export interface UpdateTimeline {
  /** Such as `up base`. */
  update: string;
  seconds: number;
  /** With each time at the short and at the long end of what sources say. */
  from: number;
  to: number;
  /** What decides how long it takes, from the first resource to the last. */
  path: TimelineStep[];
  /** What else takes long, by how much longer it could take without making the update longer. */
  beside: Pick<TimelineStep, "resource" | "type" | "start" | "end" | "slack">[];
  /** Of a destroy: how long it would take if nothing waited for what has nothing to do with it. */
  withoutBatches?: number;
}

export interface TimelineStep {
  /** Such as `ReplicationGroup ublog-base-cache`. */
  resource: string;
  type: string;
  start: number;
  end: number;
  slack: number;
  /** Why it didn't start earlier. */
  because: string;
  /** What it waited for; absent where it could start at once, and in a destroy. */
  waitedFor?: { resource: string; reason: Wait["reason"] };
}

/** What takes less than this outside the critical path isn't worth a line. */
const WORTH_A_LINE = 10;
const LINES = 5;

/** The timeline of bringing up a new stack. `hidden` are waits that the program alone imposes, by URN. */
export function timelineOfUp(
  stack: string,
  resources: readonly StackResource[],
  parallelism: number,
  hidden: ReadonlyMap<string, Wait> = new Map(),
): UpdateTimeline {
  const waits = waitsOf(resources);
  for (const [urn, wait] of hidden) waits.get(urn)?.push(wait);
  const urns = resources.map(({ urn }) => urn);
  const plan = (estimate: Estimate) =>
    schedule({ urns, seconds: secondsOf(resources, "create", estimate), waits, parallelism });
  const scheduled = plan("typical");
  const path = criticalPath(scheduled);
  return {
    update: `up ${stack}`,
    seconds: lengthOf(scheduled),
    from: lengthOf(plan("from")),
    to: lengthOf(plan("to")),
    path: path.map((item) => ({ ...place(item, resources), ...whyThen(item, scheduled, resources) })),
    beside: beside(scheduled, path, resources),
  };
}

/** The timeline of destroying a stack. */
export function timelineOfDestroy(
  stack: string,
  resources: readonly StackResource[],
  parallelism: number,
): UpdateTimeline {
  const plan = (estimate: Estimate) =>
    scheduleDeletion(resources, secondsOf(resources, "delete", estimate), parallelism);
  const deleted = plan("typical");
  const path = slowestOfBatches(deleted);
  return {
    update: `destroy ${stack}`,
    seconds: lengthOf(deleted),
    from: lengthOf(plan("from")),
    to: lengthOf(plan("to")),
    path: path.map((item, index) => ({
      ...place(item, resources),
      because: index === 0 ? "nothing depends on it" : "everything above it must be gone first",
    })),
    beside: beside(deleted, path, resources),
    withoutBatches: lengthOf(schedule(deletionPlan(resources, parallelism))),
  };
}

/** Deletion in the order of the dependencies alone: each resource when all that depend on it are gone. */
function deletionPlan(resources: readonly StackResource[], parallelism: number) {
  const waits = new Map<string, Wait[]>(resources.map(({ urn }) => [urn, []]));
  for (const [urn, below] of waitsOf(resources)) {
    for (const { on, reason } of below) waits.get(on)?.push({ on: urn, reason });
  }
  const urns = resources.map(({ urn }) => urn).reverse();
  return { urns, seconds: secondsOf(resources, "delete"), waits, parallelism };
}

/** Type and name for people. */
export function shortName(urn: string): string {
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split("$").at(-1)?.split(":").at(-1)} ${name.join("::")}`;
}

function place({ urn, start, end, slack }: Scheduled | Deleted, resources: readonly StackResource[]) {
  const type = resources.find((resource) => resource.urn === urn)?.type ?? "";
  return { resource: shortName(urn), type, start, end, slack };
}

function whyThen(
  { start, waitedFor }: Scheduled,
  scheduled: Scheduled[],
  resources: readonly StackResource[],
) {
  if (waitedFor === undefined || start === 0) return { because: "at once" };
  const { on, reason } = waitedFor;
  const turn = start - (scheduled.find(({ urn }) => urn === on)?.end ?? start);
  const why = {
    input: () =>
      `its ${reason.kind === "input" ? reason.properties.join(" and ") : ""} from ${shortName(on)}`,
    dependsOn: () => `it depends on ${shortName(on)}`,
    component: () =>
      `all of ${reason.kind === "component" ? componentName(reason.component, resources) : ""} must be there: ${shortName(on)} is the last`,
    parent: () => `it is a child of ${shortName(on)}`,
    program: () => `the program went on only after ${shortName(on)}`,
  }[reason.kind]();
  return {
    because: turn > 0 ? `${why}, and its turn came ${turn} s later` : why,
    waitedFor: { resource: shortName(on), reason },
  };
}

function componentName(urn: string, resources: readonly StackResource[]): string {
  const type = resources.find((resource) => resource.urn === urn)?.type ?? "";
  return `${type.split(":")[0]}'s ${shortName(urn)}`;
}

function beside(
  all: readonly (Scheduled | Deleted)[],
  path: readonly { urn: string }[],
  resources: readonly StackResource[],
): UpdateTimeline["beside"] {
  const others = all.filter(
    ({ urn, start, end }) => end - start >= WORTH_A_LINE && !path.some((item) => item.urn === urn),
  );
  return others
    .toSorted((a, b) => a.slack - b.slack)
    .slice(0, LINES)
    .map((item) => place(item, resources));
}
