import { named } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:cloudwatch/dashboard:Dashboard": { find: named("dashboardName"), holds: false },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { find: named("name"), holds: false },
};
