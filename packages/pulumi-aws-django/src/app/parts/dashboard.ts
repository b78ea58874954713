import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { canonicalJson } from "../../shared/json.ts";
import type { AppContext } from "../context.ts";
import type { Watched } from "./alarms.ts";
import { databaseMetric, type Metric, serviceMetric, targetMetric } from "./metrics.ts";

/** One graph: metrics of one statistic. */
interface Graph {
  title: string;
  statistic: string;
  lines: { label: string; metric: Metric }[];
}

/** Columns of a dashboard, and the size of a graph: three in a row. */
const GRAPH = { columns: 24, width: 8, height: 6 };

/** Makes the dashboard of an app: what visitors notice first, then what the services and the base's servers do. */
export function makeDashboard(services: readonly Watched[], context: AppContext): void {
  const { app, region, opts } = context;
  const graphs = [
    ...visitorGraphs(services, context),
    ...serviceGraphs(services, context),
    ...baseGraphs(context),
  ];
  const body = pulumi.all([graphs, region]).apply(([resolved, awsRegion]) =>
    canonicalJson({
      widgets: resolved.map((graph, i) => ({
        type: "metric",
        x: (i * GRAPH.width) % GRAPH.columns,
        y: Math.floor((i * GRAPH.width) / GRAPH.columns) * GRAPH.height,
        width: GRAPH.width,
        height: GRAPH.height,
        properties: {
          title: graph.title,
          region: awsRegion,
          view: "timeSeries",
          stat: graph.statistic,
          period: 60,
          metrics: graph.lines.map(({ label, metric }) => [
            metric.namespace,
            metric.metricName,
            ...Object.entries(metric.dimensions).flat(),
            { label },
          ]),
        },
      })),
    }),
  );
  new aws.cloudwatch.Dashboard(app, { dashboardName: app, dashboardBody: body }, opts);
}

function visitorGraphs(services: readonly Watched[], context: AppContext): Graph[] {
  const graph = (title: string, statistic: string, metricName: string): Graph => ({
    title,
    statistic,
    lines: services.flatMap(({ process, targetGroupSuffix: suffix }) =>
      suffix === undefined
        ? []
        : [{ label: process.word, metric: targetMetric(context, suffix, metricName) }],
    ),
  });
  return [
    graph("Requests", "Sum", "RequestCount"),
    graph("Errors (5xx)", "Sum", "HTTPCode_Target_5XX_Count"),
    graph("Seconds to answer, 95 of 100", "p95", "TargetResponseTime"),
  ];
}

function serviceGraphs(services: readonly Watched[], { app }: AppContext): Graph[] {
  const graph = (title: string, statistic: string, metricName: string): Graph => ({
    title,
    statistic,
    lines: services.map(({ process }) => ({
      label: process.word,
      metric: serviceMetric(app, process.name, metricName),
    })),
  });
  return [
    graph("CPU %", "Average", "CPUUtilization"),
    graph("Memory %", "Average", "MemoryUtilization"),
    graph("Running tasks", "SampleCount", "CPUUtilization"),
  ];
}

function baseGraphs(context: AppContext): Graph[] {
  const graph = (title: string, statistic: string, metricName: string): Graph => ({
    title,
    statistic,
    lines: [{ label: metricName, metric: databaseMetric(context, metricName) }],
  });
  return [
    graph("Database: CPU %", "Average", "CPUUtilization"),
    graph("Database: connections", "Maximum", "DatabaseConnections"),
    graph("Database: free storage in bytes", "Minimum", "FreeStorageSpace"),
  ];
}
