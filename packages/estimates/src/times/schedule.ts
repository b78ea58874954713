import type { Wait } from "./graph.ts";

/** What is to be scheduled: the resources in the order of their registration, how long each takes, and what it waits for. */
export interface Plan {
  urns: readonly string[];
  /** Seconds by URN; what isn't in it takes none. */
  seconds: ReadonlyMap<string, number>;
  /** What each waits for, by URN. */
  waits: ReadonlyMap<string, readonly Wait[]>;
  /** How many resources are worked on at the same time, not counting those that take no time. */
  parallelism: number;
}

/** When a resource is worked on. All in seconds from the start of the update. */
export interface Scheduled {
  urn: string;
  start: number;
  end: number;
  /** What it waited for last; undefined for one that could start at once, or that waited only for its turn. */
  waitedFor?: Wait;
  /** How much longer it could take without making the update longer, if there were no limit on resources at a time. */
  slack: number;
}

/** Schedules resources as the engine does: each starts when the last one that it waits for is done and its turn has come. */
export function schedule({ urns, seconds, waits, parallelism }: Plan): Scheduled[] {
  const done = new Map<string, Scheduled>();
  const open = new Set(urns);
  let running: Scheduled[] = [];
  let now = 0;
  while (open.size > 0 || running.length > 0) {
    let started = true;
    while (started) {
      started = false;
      for (const urn of open) {
        const before = waits.get(urn) ?? [];
        if (before.some(({ on }) => !isDone(done.get(on), now))) continue;
        const takes = seconds.get(urn) ?? 0;
        if (takes > 0 && running.length >= parallelism) continue;
        const item: Scheduled = { urn, start: now, end: now + takes, slack: 0 };
        const last = lastOf(before, done);
        if (last !== undefined) item.waitedFor = last;
        open.delete(urn);
        done.set(urn, item);
        if (takes > 0) running.push(item);
        started = true;
      }
    }
    if (running.length === 0) {
      if (open.size > 0)
        throw new Error(`These wait for each other, or for nothing that is there: ${[...open].join(", ")}`);
      break;
    }
    now = Math.min(...running.map(({ end }) => end));
    running = running.filter(({ end }) => end > now);
  }
  addSlack(done, waits);
  return [...done.values()].sort((a, b) => a.start - b.start);
}

/** How long all of it takes, in seconds. */
export function lengthOf(scheduled: readonly { end: number }[]): number {
  return Math.max(0, ...scheduled.map(({ end }) => end));
}

/** The chain of resources that decides how long it takes, from the first to the last. What takes no time is left out. */
export function criticalPath(scheduled: readonly Scheduled[]): Scheduled[] {
  const byUrn = new Map(scheduled.map((item) => [item.urn, item]));
  const length = lengthOf(scheduled);
  const path: Scheduled[] = [];
  let item = scheduled.find(({ start, end }) => end === length && end > start);
  while (item !== undefined) {
    if (item.end > item.start) path.unshift(item);
    item = item.waitedFor && byUrn.get(item.waitedFor.on);
  }
  return path;
}

function isDone(item: Scheduled | undefined, now: number): boolean {
  return item !== undefined && item.end <= now;
}

/** The strongest reason comes first: what comes out of another resource can't be helped. */
const STRENGTH = { input: 0, dependsOn: 1, program: 2, component: 3, parent: 4 };

function lastOf(waits: readonly Wait[], done: ReadonlyMap<string, Scheduled>): Wait | undefined {
  const end = ({ on }: Wait) => done.get(on)?.end ?? 0;
  const [last] = waits.toSorted(
    (a, b) => end(b) - end(a) || STRENGTH[a.reason.kind] - STRENGTH[b.reason.kind] || (a.on < b.on ? -1 : 1),
  );
  return last;
}

/** Slack is what is left of the whole after the longest chain that goes on from a resource. */
function addSlack(done: ReadonlyMap<string, Scheduled>, waits: Plan["waits"]): void {
  const length = lengthOf([...done.values()]);
  const tails = new Map<string, number>();
  for (const item of [...done.values()].reverse()) {
    const tail = tails.get(item.urn) ?? 0;
    item.slack = round(length - item.end - tail);
    for (const { on } of waits.get(item.urn) ?? []) {
      tails.set(on, Math.max(tails.get(on) ?? 0, tail + item.end - item.start));
    }
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
