import { deploy, stepService } from "../ecs/scheduler.ts";
import { MOST_TASKS } from "../ecs/services.ts";
import type { EcsState, Service } from "../ecs/state.ts";
import { networkOf } from "../network/network.ts";
import { unreachedTargetGroups } from "../network/targets.ts";
import { record, records } from "../world/reading.ts";
import type { Properties, World, WorldResource } from "../world/world.ts";
import { tagsOf } from "./taskDefinitions.ts";

const type = "aws:ecs/service:Service";
const scalableTarget = "aws:appautoscaling/target:Target";

/** What ECS knows about a service apart from its settings, kept in the service's resource. */
export type Life = Pick<
  Service,
  "taskDefinition" | "desiredCount" | "deployments" | "completed" | "events" | "nextStartAt" | "createdAt"
>;

export function lifeOf(service: Service): Life {
  const { taskDefinition, desiredCount, deployments, completed, events, nextStartAt, createdAt } = service;
  return { taskDefinition, desiredCount, deployments, completed, events, nextStartAt, createdAt };
}

/**
 * Puts the services of a region into a state: their settings are those of their resources, their lives go on. A service
 * without one begins it now; if a stack has set another revision or count since, ECS learns of it now.
 */
export function readServices(world: World, state: EcsState, lives: ReadonlyMap<string, Life>): void {
  for (const { id, state: settings } of world.resources(type)) {
    if (settings.region !== state.region) continue;
    const service = serviceOf(settings);
    state.services[`${service.cluster}/${service.name}`] = service;
    const life = lives.get(id);
    if (life === undefined) begin(state, service, settings);
    else goOn(state, service, life);
  }
  liftToMinimum(world, state);
  keepOut(world, state);
}

/** Writes into the resources what a refresh would see. */
export function writeServices(world: World, state: EcsState): void {
  for (const resource of world.resources(type)) {
    const service = state.services[keyOf(resource.state)];
    if (resource.state.region !== state.region || service === undefined) continue;
    const tasks = Object.values(state.tasks).filter(
      (task) =>
        task.service === service.name && task.cluster === service.cluster && task.desiredStatus === "RUNNING",
    );
    const running = tasks.filter((task) => task.phase === "RUNNING").length;
    const seen: Properties = {
      taskDefinition: service.taskDefinition,
      desiredCount: service.desiredCount,
      runningCount: running,
      pendingCount: tasks.length - running,
    };
    const differs = Object.entries(seen).some(([name, value]) => resource.state[name] !== value);
    if (differs) world.put({ ...resource, state: { ...resource.state, ...seen } });
  }
}

/** The resource of a service, for what goes with it. */
export function resourceOf(state: EcsState, service: Service): Pick<WorldResource, "type" | "id"> {
  return {
    type,
    id: `arn:aws:ecs:${state.region}:${state.account}:service/${service.cluster}/${service.name}`,
  };
}

function begin(state: EcsState, service: Service, settings: Properties): void {
  service.createdAt = Date.parse(String(settings.createdAt));
  deploy(state, service, service.taskDefinition);
  // Without a task to wait for, a deployment is complete at once.
  if (service.desiredCount === 0) stepService(state, service);
}

function goOn(state: EcsState, service: Service, life: Life): void {
  const { taskDefinition, desiredCount } = service;
  Object.assign(service, life, { desiredCount });
  if (taskDefinition !== life.taskDefinition) deploy(state, service, taskDefinition);
}

/** Marks the target groups whose health checks don't reach the tasks of their service, if it is to have any. */
function keepOut(world: World, state: EcsState): void {
  const network = networkOf(world);
  for (const resource of network.all(type)) {
    const service = state.services[keyOf(resource.state)];
    if (resource.state.region !== state.region || service === undefined || service.desiredCount === 0)
      continue;
    const closed = unreachedTargetGroups(network, resource);
    for (const balancer of service.loadBalancers)
      balancer.isKeptOut = closed.includes(balancer.targetGroupArn);
  }
}

/** Autoscaling raises a count below its minimum as soon as it is registered, as far as ECS lets it. */
function liftToMinimum(world: World, state: EcsState): void {
  for (const { state: target } of world.resources(scalableTarget)) {
    const service = state.services[String(target.resourceId).replace(/^service\//, "")];
    if (target.region === state.region && service !== undefined)
      service.desiredCount = Math.max(service.desiredCount, Math.min(Number(target.minCapacity), MOST_TASKS));
  }
}

function keyOf(settings: Properties): string {
  return `${String(settings.cluster).split("/").at(-1)}/${settings.name}`;
}

function serviceOf(settings: Properties): Service {
  const breaker = record(settings.deploymentCircuitBreaker);
  return {
    cluster: String(settings.cluster).split("/").at(-1) ?? "default",
    name: String(settings.name),
    status: "ACTIVE",
    taskDefinition: String(settings.taskDefinition),
    desiredCount: Number(settings.desiredCount),
    loadBalancers: records(settings.loadBalancers).map((balancer) => ({
      targetGroupArn: String(balancer.targetGroupArn),
      containerName: String(balancer.containerName),
      containerPort: Number(balancer.containerPort),
    })),
    healthCheckGracePeriodSeconds: Number(settings.healthCheckGracePeriodSeconds ?? 0),
    minimumHealthyPercent: Number(settings.deploymentMinimumHealthyPercent ?? 100),
    maximumPercent: Number(settings.deploymentMaximumPercent ?? 200),
    circuitBreaker: { enable: breaker.enable === true, rollback: breaker.rollback === true },
    enableExecuteCommand: settings.enableExecuteCommand === true,
    more: moreOf(settings),
    deployments: [],
    events: [],
    nextStartAt: 0,
    createdAt: 0,
  };
}

/** Settings that the model only returns, in the form of ECS. */
function moreOf(settings: Properties): Record<string, unknown> {
  const network = record(settings.networkConfiguration);
  return {
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: network.subnets ?? [],
        securityGroups: network.securityGroups ?? [],
        assignPublicIp: network.assignPublicIp === true ? "ENABLED" : "DISABLED",
      },
    },
    capacityProviderStrategy: records(settings.capacityProviderStrategies),
    enableECSManagedTags: settings.enableEcsManagedTags === true,
    propagateTags: settings.propagateTags ?? "NONE",
    platformVersion: settings.platformVersion,
    tags: tagsOf(settings),
  };
}
