import { text } from "../world/reading.ts";
import type { Rule } from "./rule.ts";

/** Whether EventBridge can read when something is to happen. */
function isReadable(expression: string): boolean {
  const [, number, unit = ""] = /^rate\((\d+) ((?:minute|hour|day)s?)\)$/.exec(expression) ?? [];
  if (number !== undefined) return Number(number) > 0 && (Number(number) === 1) === !unit.endsWith("s");
  const [, fields = ""] = /^cron\((.*)\)$/.exec(expression) ?? [];
  const [, , dayOfMonth, , dayOfWeek, year, ...more] = fields.split(" ");
  return (
    year !== undefined &&
    more.length === 0 &&
    [dayOfMonth, dayOfWeek].filter((day) => day === "?").length === 1
  );
}

/** Cron's five fields are six at EventBridge, and one of the two days must be a question mark. */
export const scheduleExpressionRules: readonly Rule[] = [
  {
    name: "event-rule-schedule",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    applies: { types: ["aws:cloudwatch/eventRule:EventRule"], on: ["create", "update"] },
    check: ({ action, id, inputs }) => {
      const expression = text(inputs.scheduleExpression);
      if (expression === "" || isReadable(expression)) return undefined;
      return {
        doing:
          action === "create"
            ? `creating EventBridge Rule (${inputs.name})`
            : `updating EventBridge Rule (${id})`,
        answer: { service: "EventBridge", operation: "PutRule", code: "ValidationException" },
        message: "Parameter ScheduleExpression is not valid.",
      };
    },
  },
];
