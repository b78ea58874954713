import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmArgs } from "../args.ts";
import type { AppContext } from "../context.ts";
import type { Process } from "../plan/processes.ts";
import { databaseMetric, type Metric, serviceMetric, targetMetric } from "./metrics.ts";

/** A service that alarms watch. */
export interface Watched {
  process: Pick<Process, "word" | "name">;
  /** End of the ARN of its target group, where it is behind the load balancer. */
  targetGroupSuffix?: pulumi.Input<string>;
  /** Whether at least one task runs at all times. */
  alwaysOn: boolean;
}

/** The alarms of an app. */
export interface Alarms {
  /** Names of the alarms that roll back a deployment, by process. */
  rollback: Record<string, pulumi.Output<string>[]>;
}

/** One alarm: what it watches, and the value from which it goes off. */
interface AlarmRow {
  /** End of its name. */
  part: string;
  description: string;
  metric: Metric;
  statistic: "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum";
  comparison: "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  threshold: number;
  /** Length of a period in seconds, and how many in a row. */
  period: number;
  periods: number;
  /** What a period without values means. */
  missing: "notBreaching" | "breaching" | "missing";
  /** Whether it rolls back a deployment of its service. */
  rollback?: boolean;
}

const GIB = 1024 ** 3;
const MINUTE = 60;

/** Makes the alarms of an app, and the topic that they go to. */
export function makeAlarms(args: AlarmArgs, services: readonly Watched[], context: AppContext): Alarms {
  const topicArn = args.topicArn ?? makeTopic(args.emails ?? [], context);
  const rollback: Alarms["rollback"] = {};
  for (const service of services) {
    const rows = serviceAlarms(args, service, context);
    const made = rows.map((row) => ({
      row,
      alarm: makeAlarm(`${service.process.name}-${row.part}`, row, topicArn, context),
    }));
    rollback[service.process.word] =
      (args.rollback ?? true) ? made.filter(({ row }) => row.rollback).map(({ alarm }) => alarm.name) : [];
  }
  for (const row of databaseAlarms(args, context)) makeAlarm(`database-${row.part}`, row, topicArn, context);
  return { rollback };
}

function makeTopic(emails: readonly string[], { app, opts }: AppContext): pulumi.Output<string> {
  // Not encrypted with AWS's own key for topics: CloudWatch may not use that one.
  const topic = new aws.sns.Topic(`${app}-alarms`, {}, opts);
  for (const endpoint of emails) {
    new aws.sns.TopicSubscription(
      `${app}-alarms-${endpoint}`,
      { topic: topic.arn, protocol: "email", endpoint },
      opts,
    );
  }
  return topic.arn;
}

function makeAlarm(
  part: string,
  row: AlarmRow,
  topicArn: pulumi.Input<string>,
  { app, opts }: AppContext,
): aws.cloudwatch.MetricAlarm {
  const name = `${app}-${part}`;
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name,
      alarmDescription: row.description,
      namespace: row.metric.namespace,
      metricName: row.metric.metricName,
      dimensions: row.metric.dimensions,
      statistic: row.statistic,
      comparisonOperator: row.comparison,
      threshold: row.threshold,
      period: row.period,
      evaluationPeriods: row.periods,
      treatMissingData: row.missing,
      alarmActions: [topicArn],
      okActions: [topicArn],
    },
    opts,
  );
}

function serviceAlarms(args: AlarmArgs, service: Watched, context: AppContext): AlarmRow[] {
  const { process, targetGroupSuffix: suffix } = service;
  const load = (part: "cpu" | "memory", threshold: number | undefined, metricName: string): AlarmRow => ({
    part,
    description: `${process.word} of ${context.app} has used most of its ${part} for 15 minutes.`,
    metric: serviceMetric(context.app, process.name, metricName),
    statistic: "Average",
    comparison: "GreaterThanOrEqualToThreshold",
    threshold: threshold ?? 90,
    period: 5 * MINUTE,
    periods: 3,
    missing: "notBreaching",
  });
  return [
    ...(suffix === undefined ? [] : targetAlarms(args, process, suffix, context)),
    ...(service.alwaysOn ? [runningAlarm(process, context)] : []),
    load("cpu", args.cpuPercent, "CPUUtilization"),
    load("memory", args.memoryPercent, "MemoryUtilization"),
  ];
}

function targetAlarms(
  args: AlarmArgs,
  process: Watched["process"],
  suffix: pulumi.Input<string>,
  context: AppContext,
): AlarmRow[] {
  return [
    {
      part: "errors",
      description: `${process.word} of ${context.app} answers with errors (5xx).`,
      metric: targetMetric(context, suffix, "HTTPCode_Target_5XX_Count"),
      statistic: "Sum",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: args.errorsPerFiveMinutes ?? 10,
      period: 5 * MINUTE,
      periods: 1,
      missing: "notBreaching",
      rollback: true,
    },
    {
      part: "unhealthy",
      description: `The load balancer has found a task of ${process.word} of ${context.app} unhealthy for 5 minutes.`,
      metric: targetMetric(context, suffix, "UnHealthyHostCount"),
      statistic: "Minimum",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: MINUTE,
      periods: 5,
      missing: "notBreaching",
      rollback: true,
    },
  ];
}

/** Each running task sends its CPU use once a minute: no values, no tasks. */
function runningAlarm({ word, name }: Watched["process"], { app }: AppContext): AlarmRow {
  return {
    part: "not-running",
    description: `No task of ${word} of ${app} has run for 5 minutes. That is also so before the first release.`,
    metric: serviceMetric(app, name, "CPUUtilization"),
    statistic: "SampleCount",
    comparison: "LessThanThreshold",
    threshold: 1,
    period: MINUTE,
    periods: 5,
    missing: "breaching",
  };
}

function databaseAlarms(args: AlarmArgs, context: AppContext): AlarmRow[] {
  return [
    {
      part: "storage",
      description: `The database of ${context.app}'s base is running out of disk.`,
      metric: databaseMetric(context, "FreeStorageSpace"),
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: (args.databaseStorageGiB ?? 2) * GIB,
      period: 5 * MINUTE,
      periods: 1,
      missing: "missing",
    },
    {
      part: "connections",
      description: `The database of ${context.app}'s base is running out of connections.`,
      metric: databaseMetric(context, "DatabaseConnections"),
      statistic: "Maximum",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: args.databaseConnections ?? 80,
      period: 5 * MINUTE,
      periods: 1,
      missing: "missing",
    },
  ];
}
