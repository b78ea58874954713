import { byUse, FREE } from "../../descriptor/price.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";
import { scheduleRules } from "./schedules.ts";

/** Schedules that start tasks. */
export const scheduler: Service = {
  name: "Scheduler",
  types: {
    "aws:scheduler/schedule:Schedule": {
      recipe: {
        id: ({ text }) => `${text("groupName", "default")}/${text("name")}`,
        filled: (making) => ({
          arn: making.arn("scheduler", `schedule/${making.id}`),
          groupName: "default",
        }),
      },
      defaults: { scheduleExpressionTimezone: "UTC", state: "ENABLED" },
      nestedDefaults: {
        "target.retryPolicy": { maximumEventAgeInSeconds: 86400, maximumRetryAttempts: 185 },
      },
      times: ONE_CALL,
      price: byUse("free up to 14 million runs a month; a run is a task, by the second"),
    },
    "aws:scheduler/scheduleGroup:ScheduleGroup": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making) => ({
          arn: making.arn("scheduler", `schedule-group/${making.id}`),
          creationDate: making.world.now(),
          lastModificationDate: making.world.now(),
          state: "ACTIVE",
        }),
      },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules, schedules: scheduleRules },
  },
};
