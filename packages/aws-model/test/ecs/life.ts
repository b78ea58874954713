import {
  advance,
  type Behaviour,
  ECS_CALLS,
  type EcsState,
  emptyState,
  pushImage,
} from "../../src/ecs/index.ts";

export const START = Date.parse("2026-11-23T08:00:00Z");
const REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop";
const TARGET_GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef";

export interface ServiceOptions {
  count?: number;
  balanced?: boolean;
  singleton?: boolean;
  circuitBreaker?: boolean;
  grace?: number;
}

/** A cluster, and a service `web` on version `v1` that has settled. */
export function stateWithService(
  options: ServiceOptions = {},
  behaviours: Record<string, Behaviour> = {},
): EcsState {
  const state = emptyState({ now: START });
  for (const [tag, behaviour] of Object.entries(behaviours)) state.scenarios[tag] = { web: behaviour };
  state.logs["/ecs/web"] = {};
  ECS_CALLS["ecs.CreateCluster"](state, { clusterName: "c" });
  ECS_CALLS["ecs.CreateService"](state, {
    cluster: "c",
    serviceName: "web",
    taskDefinition: register(state, "v1"),
    desiredCount: options.count ?? 1,
    loadBalancers: options.balanced
      ? [{ targetGroupArn: TARGET_GROUP, containerName: "web", containerPort: 8000 }]
      : [],
    healthCheckGracePeriodSeconds: options.grace ?? 0,
    deploymentConfiguration: {
      minimumHealthyPercent: options.singleton ? 0 : 100,
      maximumPercent: options.singleton ? 100 : 200,
      deploymentCircuitBreaker: {
        enable: options.circuitBreaker ?? true,
        rollback: options.circuitBreaker ?? true,
      },
    },
  });
  pass(state, 120);
  return state;
}

/** Registers a revision of `web` with a version's image, and pushes that. */
export function register(state: EcsState, tag: string, push = true): string {
  if (push) pushImage(state, REPOSITORY, tag);
  const { taskDefinition } = ECS_CALLS["ecs.RegisterTaskDefinition"](state, {
    family: "web",
    containerDefinitions: [
      {
        name: "web",
        image: `${REPOSITORY}:${tag}`,
        logConfiguration: {
          logDriver: "awslogs",
          options: { "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "web" },
        },
      },
    ],
  });
  return taskDefinition.taskDefinitionArn;
}

export function deployVersion(state: EcsState, tag: string): void {
  const taskDefinition = register(state, tag);
  ECS_CALLS["ecs.UpdateService"](state, { cluster: "c", service: "web", taskDefinition });
}

export function pass(state: EcsState, seconds: number): void {
  advance(state, state.now + seconds * 1000);
}

export function service(state: EcsState) {
  const found = ECS_CALLS["ecs.DescribeServices"](state, { cluster: "c", services: ["web"] }).services[0];
  if (found === undefined) throw new Error("no service");
  return found;
}

/** `revision status rolloutState running/desired` of each deployment, the primary first. */
export function deployments(state: EcsState): string[] {
  return service(state).deployments.map(
    (deployment) =>
      `${deployment.taskDefinition.split("/")[1]} ${deployment.status} ${deployment.rolloutState} ${deployment.runningCount}/${deployment.desiredCount}`,
  );
}

/** The service's events, the oldest first, without ids. */
export function events(state: EcsState): string[] {
  return service(state)
    .events.map((event) =>
      event.message
        .replace("(service web) ", "")
        .replace(/task [0-9a-f]{32}/g, "task …")
        .replace(/ecs-svc\/\d+/g, "ecs-svc/…"),
    )
    .reverse();
}

export function stoppedTasks(state: EcsState) {
  const { taskArns } = ECS_CALLS["ecs.ListTasks"](state, { cluster: "c", desiredStatus: "STOPPED" });
  return ECS_CALLS["ecs.DescribeTasks"](state, { cluster: "c", tasks: taskArns }).tasks;
}
