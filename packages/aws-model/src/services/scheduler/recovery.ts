import { named, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:scheduler/schedule:Schedule": {
    find: (inputs) => ({
      kind: "id",
      id: `${text(inputs, "groupName")}/${text(inputs, "name")}`,
    }),
    holds: false,
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": { find: named("name"), holds: false },
};
