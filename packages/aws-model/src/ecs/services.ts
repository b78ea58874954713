import { AwsError } from "../shared/apiError.ts";
import {
  clusterArn,
  definitionArn,
  definitionName,
  serviceArn,
  shortName,
  usableDefinition,
} from "./names.ts";
import { deploy, tasksOf } from "./scheduler.ts";
import type { Cluster, EcsState, Service } from "./state.ts";

/** How many tasks a service may have: https://docs.aws.amazon.com/general/latest/gr/ecs-service.html. */
export const MOST_TASKS = 5000;
export const tooManyTasks = "Desired count exceeds limit.";

export interface CreateServiceInput {
  cluster?: string;
  serviceName: string;
  taskDefinition: string;
  desiredCount?: number;
  loadBalancers?: { targetGroupArn?: string; containerName?: string; containerPort?: number }[];
  healthCheckGracePeriodSeconds?: number;
  deploymentConfiguration?: {
    minimumHealthyPercent?: number;
    maximumPercent?: number;
    deploymentCircuitBreaker?: { enable: boolean; rollback: boolean };
  };
  enableExecuteCommand?: boolean;
  [more: string]: unknown;
}

export interface UpdateServiceInput {
  cluster?: string;
  service: string;
  taskDefinition?: string;
  desiredCount?: number;
  forceNewDeployment?: boolean;
}

export function createCluster(state: EcsState, input: { clusterName?: string }) {
  const name = input.clusterName ?? "default";
  state.clusters[name] = { name, status: "ACTIVE" };
  return { cluster: clusterView(state, state.clusters[name]) };
}

export function describeClusters(state: EcsState, input: { clusters?: string[] }) {
  const names = (input.clusters ?? ["default"]).map(shortName);
  const known = names.flatMap((name) => state.clusters[name] ?? []);
  return {
    clusters: known.map((cluster) => clusterView(state, cluster)),
    failures: names
      .filter((name) => state.clusters[name] === undefined)
      .map((name) => ({ arn: clusterArn(state, name), reason: "MISSING" })),
  };
}

export function createService(state: EcsState, input: CreateServiceInput) {
  const cluster = clusterOf(state, input.cluster);
  const { serviceName, taskDefinition, desiredCount, loadBalancers, deploymentConfiguration, ...more } =
    input;
  const key = `${cluster.name}/${serviceName}`;
  if (state.services[key] !== undefined && state.services[key].status !== "INACTIVE")
    throw new AwsError("InvalidParameterException", "Creation of service was not idempotent.");
  checkCount(desiredCount);
  const definition = usableDefinition(state, taskDefinition);
  const service: Service = {
    cluster: cluster.name,
    name: serviceName,
    status: "ACTIVE",
    taskDefinition: definitionArn(state, definitionName(definition)),
    desiredCount: desiredCount ?? 0,
    loadBalancers: (loadBalancers ?? []).map((balancer) => ({
      targetGroupArn: balancer.targetGroupArn ?? "",
      containerName: balancer.containerName ?? "",
      containerPort: balancer.containerPort ?? 0,
    })),
    healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
    minimumHealthyPercent: deploymentConfiguration?.minimumHealthyPercent ?? 100,
    maximumPercent: deploymentConfiguration?.maximumPercent ?? 200,
    circuitBreaker: deploymentConfiguration?.deploymentCircuitBreaker ?? { enable: false, rollback: false },
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    more,
    deployments: [],
    events: [],
    nextStartAt: state.now,
    createdAt: state.now,
  };
  state.services[key] = service;
  deploy(state, service, service.taskDefinition);
  return { service: serviceView(state, service) };
}

export function updateService(state: EcsState, input: UpdateServiceInput) {
  const service = findService(state, input.cluster, input.service);
  if (service === undefined) throw new AwsError("ServiceNotFoundException", "Service not found.");
  if (service.status !== "ACTIVE") throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
  checkCount(input.desiredCount);
  let revision = service.taskDefinition;
  if (input.taskDefinition !== undefined) {
    const definition = usableDefinition(state, input.taskDefinition);
    revision = definitionArn(state, definitionName(definition));
  }
  if (input.desiredCount !== undefined) service.desiredCount = input.desiredCount;
  if (revision !== service.taskDefinition || input.forceNewDeployment) deploy(state, service, revision);
  return { service: serviceView(state, service) };
}

export function deleteService(
  state: EcsState,
  input: { cluster?: string; service: string; force?: boolean },
) {
  const service = findService(state, input.cluster, input.service);
  if (service === undefined) throw new AwsError("ServiceNotFoundException", "Service not found.");
  if (service.desiredCount > 0 && !input.force)
    throw new AwsError(
      "InvalidParameterException",
      "The service cannot be stopped while it is scaled above 0.",
    );
  service.desiredCount = 0;
  service.status = "DRAINING";
  return { service: serviceView(state, service) };
}

export function describeServices(state: EcsState, input: { cluster?: string; services: string[] }) {
  const cluster = clusterOf(state, input.cluster).name;
  if (input.services.length === 0)
    throw new AwsError("InvalidParameterException", "Services cannot be empty.");
  if (input.services.length > 10)
    throw new AwsError("InvalidParameterException", "Services cannot be more than 10.");
  const names = input.services.map(shortName);
  return {
    services: names.flatMap((name) => {
      const service = state.services[`${cluster}/${name}`];
      return service === undefined ? [] : [serviceView(state, service)];
    }),
    failures: names
      .filter((name) => state.services[`${cluster}/${name}`] === undefined)
      .map((name) => ({ arn: serviceArn(state, cluster, name), reason: "MISSING" })),
  };
}

export function findService(state: EcsState, cluster: string | undefined, name: string): Service | undefined {
  return state.services[`${clusterOf(state, cluster).name}/${shortName(name)}`];
}

export function clusterOf(state: EcsState, name = "default"): Cluster {
  const cluster = state.clusters[shortName(name)];
  if (cluster === undefined) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  return cluster;
}

function checkCount(desiredCount = 0): void {
  if (desiredCount > MOST_TASKS) throw new AwsError("InvalidParameterException", tooManyTasks);
}

function clusterView(state: EcsState, cluster: Cluster) {
  return { clusterArn: clusterArn(state, cluster.name), clusterName: cluster.name, status: cluster.status };
}

function serviceView(state: EcsState, service: Service) {
  const living = tasksOf(state, service).filter((task) => task.desiredStatus === "RUNNING");
  const counts = (deployment?: string) => {
    const tasks = living.filter((task) => deployment === undefined || task.startedBy === deployment);
    const running = tasks.filter((task) => task.phase === "RUNNING").length;
    return { runningCount: running, pendingCount: tasks.length - running };
  };
  return {
    ...service.more,
    serviceArn: serviceArn(state, service.cluster, service.name),
    serviceName: service.name,
    clusterArn: clusterArn(state, service.cluster),
    status: service.status,
    schedulingStrategy: "REPLICA",
    deploymentController: { type: "ECS" },
    taskDefinition: service.taskDefinition,
    desiredCount: service.desiredCount,
    ...counts(),
    loadBalancers: service.loadBalancers.map(({ isKeptOut: _, ...balancer }) => balancer),
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    enableExecuteCommand: service.enableExecuteCommand,
    deploymentConfiguration: {
      minimumHealthyPercent: service.minimumHealthyPercent,
      maximumPercent: service.maximumPercent,
      deploymentCircuitBreaker: service.circuitBreaker,
    },
    deployments: service.deployments.map((deployment) => ({
      ...deployment,
      createdAt: deployment.createdAt / 1000,
      updatedAt: deployment.updatedAt / 1000,
      desiredCount: deployment.status === "PRIMARY" ? service.desiredCount : 0,
      ...counts(deployment.id),
    })),
    events: service.events.map((event) => ({ ...event, createdAt: event.createdAt / 1000 })),
    createdAt: service.createdAt / 1000,
  };
}
