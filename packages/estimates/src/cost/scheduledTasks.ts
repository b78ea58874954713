import type { PricedResource } from "@ublog/aws-model/src/descriptor/price.ts";
import { record } from "@ublog/aws-model/src/world/reading.ts";

const ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** A change of a service's limits at a minute of the week. */
interface Change {
  minute: number;
  min: number;
  max: number;
}

/**
 * How many tasks of a service run, on the average of a week, with the scheduled changes of its limits; `count` where it has none.
 * Undefined if one of them isn't a time of day on days of the week.
 */
export function averageTasks(
  service: string,
  count: number,
  stack: readonly PricedResource[],
): number | undefined {
  const changes: Change[] = [];
  for (const { type, inputs } of stack) {
    if (type !== ACTION || !String(inputs.resourceId).endsWith(`/${service}`)) continue;
    const minutes = minutesOfWeek(String(inputs.schedule));
    if (minutes === undefined) return undefined;
    const { minCapacity, maxCapacity } = record(inputs.scalableTargetAction);
    const limits = { min: Number(minCapacity ?? 0), max: Number(maxCapacity ?? Number.POSITIVE_INFINITY) };
    changes.push(...minutes.map((minute) => ({ minute, ...limits })));
  }
  if (changes.length === 0) return count;
  changes.sort((a, b) => a.minute - b.minute);
  let running = count;
  let taskMinutes = 0;
  // The first week only finds out how many tasks the second begins with.
  for (const week of [0, 1]) {
    let since = 0;
    for (const { minute, min, max } of [
      ...changes,
      { minute: WEEK, min: 0, max: Number.POSITIVE_INFINITY },
    ]) {
      if (week === 1) taskMinutes += running * (minute - since);
      running = Math.min(Math.max(running, min), max);
      since = minute;
    }
  }
  return taskMinutes / WEEK;
}

/** When in the week a schedule such as `cron(30 7 ? * MON-FRI *)` fires. */
function minutesOfWeek(schedule: string): number[] | undefined {
  const found = /^cron\((\d+) (\d+) [*?] \* (\S+) \*\)$/.exec(schedule);
  if (found === null) return undefined;
  const [, minute, hour, days = ""] = found;
  const indices = daysOf(days);
  return indices?.map((day) => day * DAY + Number(hour) * 60 + Number(minute));
}

function daysOf(text: string): number[] | undefined {
  if (/^[*?]$/.test(text)) return DAYS.map((_, index) => index);
  const [from = -1, to = from] = text.split("-").map((name) => DAYS.indexOf(name));
  if (from < 0 || to < from) return undefined;
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
