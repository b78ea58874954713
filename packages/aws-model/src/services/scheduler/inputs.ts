import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { between, matches } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const scheduler = (kind: string, thing: string, operation: string): InputShape => ({
  name: `${thing}-name-shape`,
  type: `aws:scheduler/${kind}`,
  property: "name",
  shapes: [
    between(1, 64),
    matches(/^[0-9A-Za-z_.-]+$/, "The name must consist of alphanumerics, hyphens, and underscores."),
  ],
  source: `${api}/scheduler/latest/APIReference/API_${operation}.html`,
});

const shapes: readonly InputShape[] = [
  scheduler("schedule:Schedule", "schedule", "CreateSchedule"),
  scheduler("scheduleGroup:ScheduleGroup", "schedule-group", "CreateScheduleGroup"),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
