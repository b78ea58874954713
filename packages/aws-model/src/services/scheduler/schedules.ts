import type { Rule } from "../../rules/rule.ts";
import { starterOfSchedule } from "../ecs/standing/launches.ts";
import { isTrusted } from "../ecs/standing/schedulesAndExec.ts";

/** What EventBridge Scheduler refuses. */
export const scheduleRules: readonly Rule[] = [
  {
    name: "schedule-role-trusts-scheduler",
    source:
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role",
    applies: { types: ["aws:scheduler/schedule:Schedule"], on: ["create", "update"] },
    check: ({ action, id, urn, inputs, region, world }) => {
      const starter = starterOfSchedule(urn, { ...inputs, region });
      if (starter === undefined || isTrusted(world, starter)) return undefined;
      return {
        doing:
          action === "create"
            ? `creating EventBridge Scheduler Schedule (${inputs.name})`
            : `updating EventBridge Scheduler Schedule (${id})`,
        answer: {
          service: "Scheduler",
          operation: action === "create" ? "CreateSchedule" : "UpdateSchedule",
          code: "ValidationException",
        },
        message: "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
      };
    },
  },
];
