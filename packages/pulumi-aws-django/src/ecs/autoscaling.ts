import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** How many tasks there may be, and what autoscaling keeps to between the two. */
export interface Scaling {
  min: number;
  max: number;
  cpuPercent?: number;
  memoryPercent?: number;
  requestsPerMinute?: number;
  scaleOutCooldownSeconds?: number;
  scaleInCooldownSeconds?: number;
}

/** Another range from a certain time on. */
export interface ScalingSchedule {
  schedule: string;
  timeZone?: string;
  min: number;
  /** Defaults to `min`. */
  max?: number;
}

/** The service whose tasks are counted. */
export interface ScalingSubject {
  clusterName: pulumi.Input<string>;
  serviceName: pulumi.Input<string>;
  scaling: Scaling;
  /** Changes at certain times, the service's own and those of the whole app, by name. */
  schedules: Record<string, ScalingSchedule>;
  /** `<load balancer>/<target group>`, as CloudWatch names them; where the service is behind the load balancer. */
  resourceLabel?: pulumi.Input<string>;
}

const NAMESPACE = "ecs";
const DIMENSION = "ecs:service:DesiredCount";

/** Lets AWS change the number of tasks if the arguments ask for it: within a range, or at certain times. */
export function makeAutoscaling(
  name: string,
  subject: ScalingSubject,
  opts: pulumi.CustomResourceOptions,
): void {
  const { scaling, schedules } = subject;
  const scheduled = Object.keys(schedules).length > 0;
  if (scaling.max === scaling.min && !scheduled) return;
  const target = new aws.appautoscaling.Target(
    name,
    {
      serviceNamespace: NAMESPACE,
      scalableDimension: DIMENSION,
      resourceId: pulumi.interpolate`service/${subject.clusterName}/${subject.serviceName}`,
      minCapacity: scaling.min,
      maxCapacity: scaling.max,
    },
    // A scheduled action changes these two fields itself; setting them back would start services that are off for the night.
    scheduled ? { ...opts, ignoreChanges: ["minCapacity", "maxCapacity"] } : opts,
  );
  const scaled = {
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.resourceId,
  };
  for (const { part, metric, value, resourceLabel } of targets(subject)) {
    new aws.appautoscaling.Policy(
      `${name}-${part}`,
      {
        ...scaled,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: {
          targetValue: value,
          predefinedMetricSpecification: { predefinedMetricType: metric, resourceLabel },
          scaleOutCooldown: scaling.scaleOutCooldownSeconds ?? 60,
          scaleInCooldown: scaling.scaleInCooldownSeconds ?? 300,
        },
      },
      opts,
    );
  }
  for (const [part, schedule] of Object.entries(schedules)) {
    new aws.appautoscaling.ScheduledAction(
      `${name}-${part}`,
      {
        ...scaled,
        schedule: schedule.schedule,
        timezone: schedule.timeZone ?? "UTC",
        scalableTargetAction: {
          minCapacity: schedule.min,
          maxCapacity: schedule.max ?? schedule.min,
        },
      },
      opts,
    );
  }
}

interface MetricTarget {
  part: string;
  metric: string;
  value: number;
  resourceLabel?: pulumi.Input<string>;
}

/** What autoscaling keeps to. CPU by default. */
function targets({ scaling, resourceLabel }: ScalingSubject): MetricTarget[] {
  if (scaling.max === scaling.min) return [];
  const { memoryPercent: memory, requestsPerMinute: requests } = scaling;
  const cpu = scaling.cpuPercent ?? (memory === undefined && requests === undefined ? 60 : undefined);
  return [
    ...(cpu === undefined ? [] : [{ part: "cpu", metric: "ECSServiceAverageCPUUtilization", value: cpu }]),
    ...(memory === undefined
      ? []
      : [{ part: "memory", metric: "ECSServiceAverageMemoryUtilization", value: memory }]),
    ...(requests === undefined
      ? []
      : [{ part: "requests", metric: "ALBRequestCountPerTarget", value: requests, resourceLabel }]),
  ];
}
