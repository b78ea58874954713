import { type StackResource, waitsOf } from "./graph.ts";
import type { Scheduled } from "./schedule.ts";

/** When a resource is deleted. All in seconds from the start of the update. */
export interface Deleted extends Pick<Scheduled, "urn" | "start" | "end" | "slack"> {
  /** Which batch it is in, from 1. */
  batch: number;
}

/**
 * Schedules a destroy as the engine does it: in batches. A resource is in a batch above all that it depends on, the highest batch
 * goes first, and each waits for the whole of the one before it, even for what has nothing to do with it.
 * (pulumi/pulumi, pkg/resource/deploy/step_generator.go, ScheduleDeletes)
 */
export function scheduleDeletion(
  resources: readonly StackResource[],
  seconds: ReadonlyMap<string, number>,
  parallelism: number,
): Deleted[] {
  const deleted: Deleted[] = [];
  let start = 0;
  for (const [index, batch] of deletionBatches(resources).entries()) {
    const slots: number[] = [];
    const items = batch.sort().map((urn): Deleted => {
      const takes = seconds.get(urn) ?? 0;
      const begin = takes > 0 && slots.length >= parallelism ? takeSlot(slots) : start;
      if (takes > 0) slots.push(begin + takes);
      return { urn, batch: index + 1, start: begin, end: begin + takes, slack: 0 };
    });
    start = Math.max(start, ...items.map(({ end }) => end));
    for (const item of items) item.slack = start - item.end;
    deleted.push(...items);
  }
  return deleted;
}

/** The resource that each batch waits for, from the first batch to the last. Batches that take no time are left out. */
export function slowestOfBatches(deleted: readonly Deleted[]): Deleted[] {
  const slowest = new Map<number, Deleted>();
  for (const item of deleted) {
    const known = slowest.get(item.batch);
    if (item.end > item.start && (known === undefined || item.end > known.end)) slowest.set(item.batch, item);
  }
  return [...slowest.values()];
}

function deletionBatches(resources: readonly StackResource[]): string[][] {
  const waits = waitsOf(resources);
  const heights = new Map<string, number>();
  for (const { urn, deletedWith } of resources) {
    const below = (waits.get(urn) ?? []).map(({ on }) => on);
    if (deletedWith !== undefined) below.push(deletedWith);
    heights.set(urn, 1 + Math.max(-1, ...below.map((on) => heights.get(on) ?? -1)));
  }
  const batches: string[][] = [];
  for (const [urn, height] of heights) {
    batches[height] ??= [];
    batches[height].push(urn);
  }
  return batches.reverse();
}

/** Takes the place of the one that ends first. */
function takeSlot(slots: number[]): number {
  const first = Math.min(...slots);
  slots.splice(slots.indexOf(first), 1);
  return first;
}
