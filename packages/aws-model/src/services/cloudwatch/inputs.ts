import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { choice, setting } from "../../rules/inputs.ts";
import { anyOf, atMost, between, oneOf, unless } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const events = (kind: string, thing: string, property: string, operation: string): InputShape => ({
  name: `${thing}-shape`,
  type: `aws:cloudwatch/${kind}`,
  property,
  field: property === "name" ? "name" : "target_id",
  shapes: [
    atMost(64, "%q cannot be longer than 64 characters: %v"),
    unless(/^[0-9A-Za-z_.-]+$/, '%q doesn\'t comply with restrictions ("^[0-9A-Za-z_.-]+$"): %v'),
  ],
  source: `${api}/eventbridge/latest/APIReference/API_${operation}.html`,
});

const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

const shapes: readonly InputShape[] = [
  {
    name: "alarm-name-shape",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    property: "name",
    field: "alarm_name",
    shapes: [between(1, 255)],
    source: `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  },
  {
    name: "dashboard-name-shape",
    type: "aws:cloudwatch/dashboard:Dashboard",
    property: "dashboardName",
    field: "dashboard_name",
    shapes: [
      atMost(255, "%q cannot be longer than 255 characters: %v"),
      unless(/^[0-9A-Za-z_-]+$/, '%q doesn\'t comply with restrictions ("^[0-9A-Za-z_-]+$"): %v'),
    ],
    source: `${api}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html`,
  },
  events("eventRule:EventRule", "event-rule-name", "name", "PutRule"),
  events("eventTarget:EventTarget", "event-target-id", "targetId", "PutTargets"),
  setting(
    "alarm-period",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "period",
    anyOf(oneOf([10, 20, 30]), (value, field) =>
      Number(value) % 60 === 0 ? undefined : `expected ${field} to be divisible by 60, got: ${value}`,
    ),
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  ),
  choice(
    "alarm-comparison",
    alarm,
    "comparisonOperator",
    "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm",
    [
      "GreaterThanOrEqualToThreshold",
      "GreaterThanThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
      "LessThanLowerOrGreaterThanUpperThreshold",
      "LessThanLowerThreshold",
      "GreaterThanUpperThreshold",
    ],
  ),
  choice("alarm-statistic", alarm, "statistic", "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm", [
    "SampleCount",
    "Average",
    "Sum",
    "Minimum",
    "Maximum",
  ]),
  choice(
    "alarm-missing-data",
    alarm,
    "treatMissingData",
    "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm",
    ["breaching", "notBreaching", "ignore", "missing"],
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
