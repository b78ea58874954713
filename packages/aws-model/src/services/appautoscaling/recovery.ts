import { again } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:appautoscaling/policy:Policy": { find: () => again, holds: false },
  "aws:appautoscaling/scheduledAction:ScheduledAction": { find: () => again, holds: false },
  "aws:appautoscaling/target:Target": { find: () => again, holds: false },
};
