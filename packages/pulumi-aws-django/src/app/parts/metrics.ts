import type * as pulumi from "@pulumi/pulumi";
import type { AppContext } from "../context.ts";
import { clusterName, serviceName } from "../names.ts";

/** A metric of CloudWatch. */
export interface Metric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, pulumi.Input<string>>;
}

/** A metric of a service. */
export function serviceMetric(app: string, process: string, metricName: string): Metric {
  const dimensions = { ClusterName: clusterName(app), ServiceName: serviceName(app, process) };
  return { namespace: "AWS/ECS", metricName, dimensions };
}

/** A metric of a process behind the load balancer. */
export function targetMetric(
  { base }: AppContext,
  targetGroupSuffix: pulumi.Input<string>,
  metricName: string,
): Metric {
  const dimensions = {
    LoadBalancer: base.get((b) => b.loadBalancer.arnSuffix),
    TargetGroup: targetGroupSuffix,
  };
  return { namespace: "AWS/ApplicationELB", metricName, dimensions };
}

/** A metric of the base's database. */
export function databaseMetric({ base }: AppContext, metricName: string): Metric {
  const dimensions = { DBInstanceIdentifier: base.get((b) => b.database.instanceIdentifier) };
  return { namespace: "AWS/RDS", metricName, dimensions };
}
