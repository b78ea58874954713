import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { makeAutoscaling } from "../../ecs/autoscaling.ts";
import type { Cluster } from "../../ecs/cluster.ts";
import { type CapacityShare, makeService, type Service } from "../../ecs/service.ts";
import { Capacity, type OpeningHoursArgs } from "../args.ts";
import type { AppContext } from "../context.ts";
import { serviceName } from "../names.ts";
import { openingSchedules } from "../plan/openingHours.ts";
import type { ServiceProcess } from "../plan/processes.ts";
import { serviceDeleteMinutes } from "../plan/timeouts.ts";
import { makeRegistry } from "./discovery.ts";
import type { Roles } from "./roles.ts";
import type { Target } from "./routing.ts";
import type { Template } from "./templates.ts";

/** A service before it is made: what it runs, and where it is behind the load balancer. */
export interface PlannedService {
  process: ServiceProcess;
  template: Template;
  target: Target | undefined;
}

/** What the services of an app share. */
export interface ServiceSurroundings {
  cluster: Cluster;
  network: Service["network"];
  roles: Roles;
  exec: boolean;
  serviceDiscovery: boolean;
  openingHours?: OpeningHoursArgs;
}

/** What each choice of capacity is in ECS. */
const CAPACITY: Record<Capacity, readonly CapacityShare[]> = {
  [Capacity.OnDemand]: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
  [Capacity.Spot]: [{ capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 }],
  [Capacity.Mixed]: [
    { capacityProvider: "FARGATE", base: 1, weight: 0 },
    { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
  ],
};

/** Makes the service of a process, and what counts its tasks. */
export function makeAppService(
  { process, template, target }: PlannedService,
  rollbackAlarms: pulumi.Input<string>[],
  surroundings: ServiceSurroundings,
  context: AppContext,
): aws.ecs.Service {
  const { app, base, opts, former } = context;
  const { cluster, network, roles, exec } = surroundings;
  const { route } = process;
  const name = `${app}-${process.name}`;
  const service = makeService(
    name,
    {
      serviceName: serviceName(app, process.name),
      clusterArn: cluster.cluster.arn,
      taskDefinitionArn: template.taskDefinition.arn,
      capacity: CAPACITY[process.capacity],
      singleton: process.singleton,
      // A web process loses nothing through it: the load balancer waits for its requests. A worker would lose the task it is in.
      rebalanced: route !== undefined && !process.singleton,
      exec,
      network,
      loadBalancer:
        target === undefined || route === undefined
          ? undefined
          : {
              targetGroupArn: target.targetGroup.arn,
              containerName: process.name,
              port: route.port,
              gracePeriod: route.gracePeriod,
            },
      registryArn:
        surroundings.serviceDiscovery && route !== undefined
          ? makeRegistry(process.name, context)
          : undefined,
      rollbackAlarms,
      deleteMinutes: serviceDeleteMinutes(route?.deregistrationDelay ?? 0, process.stopTimeout),
    },
    pulumi.mergeOptions(opts, {
      ...former.service(process.name),
      dependsOn: [cluster.capacityProviders, ...(target?.rules ?? []), ...roles.policies],
    }),
  );
  makeAutoscaling(
    name,
    {
      clusterName: cluster.cluster.name,
      serviceName: service.name,
      scaling: process.scaling,
      schedules: {
        ...process.scaling.schedules,
        ...openingSchedules(surroundings.openingHours, process.scaling),
      },
      resourceLabel:
        target === undefined
          ? undefined
          : pulumi.interpolate`${base.get((b) => b.loadBalancer.arnSuffix)}/${target.targetGroup.arnSuffix}`,
    },
    opts,
  );
  return service;
}

/** Whether at least one task of the service runs at all times, once it was released. */
export function isAlwaysOn({ scaling }: ServiceProcess, openingHours: OpeningHoursArgs | undefined): boolean {
  const minima = [scaling.min, ...Object.values(scaling.schedules ?? {}).map(({ min }) => min)];
  return openingHours === undefined && minima.every((min) => min > 0);
}
