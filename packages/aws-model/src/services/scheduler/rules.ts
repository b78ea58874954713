import type { Rule } from "../../rules/rule.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";

const api = "https://docs.aws.amazon.com";

const uniqueNames: readonly UniqueName[] = [
  {
    type: "aws:scheduler/scheduleGroup:ScheduleGroup",
    by: ["name"],
    thing: "EventBridge Scheduler Schedule Group",
    service: "Scheduler",
    operation: "CreateScheduleGroup",
    status: 409,
    code: "ConflictException",
    message: (name) => `Schedule group ${name} already exists.`,
    reference: `${api}/scheduler/latest/APIReference`,
  },
  {
    type: "aws:scheduler/schedule:Schedule",
    by: ["name", "groupName"],
    defaults: { groupName: "default" },
    thing: "EventBridge Scheduler Schedule",
    service: "Scheduler",
    operation: "CreateSchedule",
    status: 409,
    code: "ConflictException",
    message: (name) => `Schedule ${name} already exists.`,
    reference: `${api}/scheduler/latest/APIReference`,
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = uniqueNames.map(uniqueNameRule);
