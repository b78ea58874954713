import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

const rule =
  (scheduleExpression: string) =>
  ({ create }: AwsAccount) =>
    create("aws:cloudwatch/eventRule:EventRule", "nightly", { name: "nightly", scheduleExpression });

export const cases: RuleCase[] = [
  ["cron(0 3 * * *)", "cron(0 3 * * ? *)"],
  ["cron(0 3 * * * *)", "cron(0 3 ? * MON-FRI *)"],
  ["cron(0 3 ? * ? *)", "cron(0 3 1 * ? *)"],
  ["rate(1 minutes)", "rate(1 minute)"],
  ["rate(5 minute)", "rate(5 minutes)"],
  ["rate(0 days)", "rate(2 days)"],
  ["0 3 * * *", "rate(1 day)"],
].map(
  ([wrong = "", right = ""]): RuleCase => ({
    rule: "event-rule-schedule",
    refused: rule(wrong),
    message: said(
      "creating EventBridge Rule (nightly)",
      ["EventBridge", "PutRule", "ValidationException"],
      "Parameter ScheduleExpression is not valid.",
    ),
    accepted: rule(right),
  }),
);
