import type { OpeningHoursArgs, ScalingScheduleArgs } from "../args.ts";
import type { Scaling } from "./processes.ts";

/** The changes of a service's limits that keep an app's opening hours: none for a service that is off anyway. */
export function openingSchedules(
  hours: OpeningHoursArgs | undefined,
  { min, max }: Scaling,
): Record<string, ScalingScheduleArgs> {
  if (hours === undefined || max === 0) return {};
  // The check refuses opening hours without these two.
  const { start = "", stop = "", timeZone } = hours;
  const days = hours.weekends ? EVERY_DAY : "? * MON-FRI";
  // A day that ends after midnight ends on the next one, which may be a Saturday.
  const lastDays = stop > start ? days : EVERY_DAY;
  return {
    "opening-hours-start": { schedule: cron(start, days), timeZone, min, max },
    "opening-hours-stop": { schedule: cron(stop, lastDays), timeZone, min: 0, max: 0 },
  };
}

const EVERY_DAY = "* * ?";

/** A time of day (`07:30`) on some days, as AWS writes it: minutes, hours, days, year. */
function cron(time: string, days: string): string {
  const [hours, minutes] = time.split(":").map(Number);
  return `cron(${minutes} ${hours} ${days} *)`;
}
