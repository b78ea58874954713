import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What one capacity provider of a service starts. */
export interface CapacityShare {
  capacityProvider: "FARGATE" | "FARGATE_SPOT";
  base: number;
  weight: number;
}

/** A long-running service. */
export interface Service {
  serviceName: string;
  clusterArn: pulumi.Input<string>;
  taskDefinitionArn: pulumi.Input<string>;
  /** Which capacity providers start the tasks: the first `base` of them on one, the rest by weight. */
  capacity: readonly CapacityShare[];
  /** Whether there may never be two tasks, not even during a deployment. */
  singleton: boolean;
  /** Whether AWS may stop a task and start it in another zone, to spread them evenly again. */
  rebalanced: boolean;
  exec: boolean;
  network: {
    subnets: pulumi.Input<pulumi.Input<string>[]>;
    securityGroups: pulumi.Input<string>[];
    assignPublicIp: pulumi.Input<boolean>;
  };
  /** Where it is behind the load balancer. */
  loadBalancer?: {
    targetGroupArn: pulumi.Input<string>;
    containerName: string;
    port: number;
    gracePeriod: number;
  };
  /** ARN of its entry in the service-discovery namespace. */
  registryArn?: pulumi.Input<string>;
  /** Alarms that roll a deployment back. */
  rollbackAlarms: pulumi.Input<string>[];
  /** Minutes that AWS may take to delete it. */
  deleteMinutes: number;
}

/**
 * Makes a service without tasks. From then on a release owns what it runs and how many: `taskDefinition` and `desiredCount` are
 * never changed here again.
 */
export function makeService(
  name: string,
  service: Service,
  opts: pulumi.CustomResourceOptions,
): aws.ecs.Service {
  const { loadBalancer, rollbackAlarms } = service;
  return new aws.ecs.Service(
    name,
    {
      name: service.serviceName,
      cluster: service.clusterArn,
      taskDefinition: service.taskDefinitionArn,
      desiredCount: 0,
      capacityProviderStrategies: [...service.capacity],
      // Lets AWS change the capacity of a running service; without it the provider refuses the change.
      forceNewDeployment: true,
      // Left out, AWS chooses it for a new service.
      availabilityZoneRebalancing: service.rebalanced ? "ENABLED" : "DISABLED",
      deploymentMinimumHealthyPercent: service.singleton ? 0 : 100,
      deploymentMaximumPercent: service.singleton ? 100 : 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      ...(rollbackAlarms.length === 0
        ? {}
        : { alarms: { enable: true, rollback: true, alarmNames: rollbackAlarms } }),
      enableExecuteCommand: service.exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      networkConfiguration: service.network,
      ...(loadBalancer === undefined
        ? {}
        : {
            loadBalancers: [
              {
                targetGroupArn: loadBalancer.targetGroupArn,
                containerName: loadBalancer.containerName,
                containerPort: loadBalancer.port,
              },
            ],
            healthCheckGracePeriodSeconds: loadBalancer.gracePeriod,
          }),
      ...(service.registryArn === undefined
        ? {}
        : { serviceRegistries: { registryArn: service.registryArn } }),
      waitForSteadyState: false,
      forceDelete: true,
    },
    pulumi.mergeOptions(opts, {
      ignoreChanges: ["taskDefinition", "desiredCount"],
      customTimeouts: { delete: `${service.deleteMinutes}m` },
    }),
  );
}
