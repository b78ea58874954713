import { MOST_TASKS, tooManyTasks } from "../../ecs/services.ts";
import type { Change, Rule } from "../../rules/rule.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { Properties, World } from "../../world/world.ts";
import { associatedProviders, clusterOf, notAssociated, strangerIn } from "./clusters.ts";
import { containersOf, definitionOf, isOurs, runsOnFargate } from "./definition.ts";
import { networkProblem } from "./serviceNetwork.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest";

const createService = `${ecs}/APIReference/API_CreateService.html`;

const types = {
  service: "aws:ecs/service:Service",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
};

/** A rule about a service and what it names, reported as AWS's answer to its creation or change. */
function serviceRule(
  name: string,
  source: string,
  problem: (service: Properties, change: Change) => string | undefined,
  code = "InvalidParameterException",
): Rule {
  return {
    name,
    source,
    applies: { types: [types.service], on: ["create", "update"] },
    check: (change) => {
      const message = problem(change.inputs, change);
      if (message === undefined) return undefined;
      const isNew = change.action === "create";
      return {
        doing: isNew ? `creating ECS Service (${change.inputs.name})` : `updating ECS Service (${change.id})`,
        answer: { service: "ECS", operation: isNew ? "CreateService" : "UpdateService", code },
        message,
      };
    },
  };
}

/** What ECS refuses about a service. What others may still add, such as rights of roles, isn't checked here. */
export const serviceRules: readonly Rule[] = [
  serviceRule(
    "cluster-exists",
    createService,
    ({ cluster }, { world, region }) =>
      isOurs(text(cluster)) && !clusterOf(world, region, text(cluster)) ? "Cluster not found." : undefined,
    "ClusterNotFoundException",
  ),
  serviceRule(
    "task-definition-exists",
    createService,
    (service, change) => {
      // An existing service keeps what it was given.
      if (change.action !== "create" || !isOurs(text(service.taskDefinition))) return undefined;
      const definition = definitionNow(service, change);
      if (!definition) return "TaskDefinition not found.";
      return definition.status === "INACTIVE" ? "TaskDefinition is inactive" : undefined;
    },
    "ClientException",
  ),
  serviceRule(
    "desired-count-within-quota",
    "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html",
    ({ desiredCount }) => (Number(desiredCount) > MOST_TASKS ? tooManyTasks : undefined),
  ),
  serviceRule("launch-type-or-capacity", createService, ({ launchType, capacityProviderStrategies }) =>
    text(launchType) !== "" && records(capacityProviderStrategies).length > 0
      ? "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again."
      : undefined,
  ),
  serviceRule(
    "capacity-provider-associated",
    createService,
    ({ cluster, capacityProviderStrategies }, { world, region }) => {
      const found = clusterOf(world, region, text(cluster));
      return found && strangerIn(capacityProviderStrategies, associatedProviders(world, found))
        ? notAssociated
        : undefined;
    },
  ),
  serviceRule(
    "capacity-provider-strategy",
    `${ecs}/APIReference/API_CapacityProviderStrategyItem.html`,
    ({ capacityProviderStrategies }) => {
      const items = records(capacityProviderStrategies);
      if (items.filter(({ base }) => Number(base ?? 0) > 0).length > 1)
        return "There are multiple capacity providers in the specified capacity provider strategy with a base value defined.";
      return items.length > 0 && items.every(({ weight }) => Number(weight ?? 0) === 0)
        ? "There are no capacity providers with a weight value greater than zero defined in the specified capacity provider strategy. At least one capacity provider must have a weight value greater than zero specified."
        : undefined;
    },
  ),
  serviceRule("task-definition-for-fargate", `${ecs}/developerguide/launch_types.html`, (service, change) => {
    const definition = definitionNow(service, change);
    return service.launchType === "FARGATE" && definition && !runsOnFargate(definition)
      ? "Task definition does not support launch_type FARGATE."
      : undefined;
  }),
  serviceRule("network-configuration-given", createService, (service, change) => {
    const mode = definitionNow(service, change)?.networkMode;
    if (mode === undefined) return undefined;
    const isGiven = texts(record(service.networkConfiguration).subnets).length > 0;
    if (mode === "awsvpc" && !isGiven)
      return "Network Configuration must be provided when networkMode 'awsvpc' is specified.";
    return mode !== "awsvpc" && isGiven
      ? "Network Configuration is not valid for the given networkMode of this task definition."
      : undefined;
  }),
  serviceRule("service-network", createService, (service, { world }) =>
    networkProblem(record(service.networkConfiguration), world),
  ),
  serviceRule("load-balanced-container", createService, (service, change) => {
    const definition = definitionNow(service, change);
    if (!definition) return undefined;
    for (const { containerName, containerPort } of records(service.loadBalancers)) {
      const container = containersOf(definition).find(({ name }) => name === containerName);
      if (!container) return `The container ${containerName} does not exist in the task definition.`;
      if (!records(container.portMappings).some((mapping) => exposes(mapping, Number(containerPort))))
        return `The container ${containerName} did not have a container port ${containerPort} defined.`;
    }
    return undefined;
  }),
  serviceRule("target-group-exists", createService, (service, { world }) => {
    const unknown = targetGroupsOf(service).some((arn) => isOurs(arn) && !world.get(types.targetGroup, arn));
    return unknown
      ? "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions."
      : undefined;
  }),
  serviceRule("target-type-ip", `${ecs}/developerguide/alb.html`, (service, change) => {
    if (definitionNow(service, change)?.networkMode !== "awsvpc") return undefined;
    const wrong = targetGroupsOf(service)
      .map((arn) => change.world.get(types.targetGroup, arn)?.state)
      .find((group) => group !== undefined && (group.targetType ?? "instance") !== "ip");
    return wrong
      ? `The provided target group ${wrong.arn} has target type ${wrong.targetType ?? "instance"}, which is incompatible with the awsvpc network mode specified in the task definition.`
      : undefined;
  }),
  serviceRule(
    "target-group-has-load-balancer",
    `${ecs}/developerguide/service-load-balancing.html`,
    (service, { world }) => {
      const groups = targetGroupsOf(service).filter((arn) => world.get(types.targetGroup, arn));
      const used = groups.length === 0 ? "" : forwarding(world);
      const unused = groups.find((arn) => !used.includes(arn));
      return (
        unused && `The target group with targetGroupArn ${unused} does not have an associated load balancer.`
      );
    },
  ),
  serviceRule("grace-period-needs-load-balancer", createService, (service) =>
    Number(service.healthCheckGracePeriodSeconds ?? 0) > 0 && records(service.loadBalancers).length === 0
      ? "Health check grace period is only valid for services configured to use load balancers"
      : undefined,
  ),
  serviceRule("deployment-percentages", `${ecs}/APIReference/API_DeploymentConfiguration.html`, (service) => {
    const minimum = Number(service.deploymentMinimumHealthyPercent ?? 100);
    const maximum = Number(service.deploymentMaximumPercent ?? 200);
    return service.schedulingStrategy !== "DAEMON" && minimum === 100 && maximum === 100
      ? "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."
      : undefined;
  }),
  serviceRule(
    "circuit-breaker-of-ecs",
    `${ecs}/developerguide/deployment-circuit-breaker.html`,
    (service) => {
      const { type = "ECS" } = record(service.deploymentController);
      return record(service.deploymentCircuitBreaker).enable === true && type !== "ECS"
        ? `DeploymentCircuitBreaker is not supported for the ${type} deployment controller.`
        : undefined;
    },
  ),
  serviceRule(
    "execute-command-needs-task-role",
    `${ecs}/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions`,
    (service, change) => {
      const definition = definitionNow(service, change);
      const done = change.action === "create" ? "created" : "updated";
      return service.enableExecuteCommand === true && definition && text(definition.taskRoleArn) === ""
        ? `The service couldn't be ${done} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`
        : undefined;
    },
  ),
];

/** The task definition that the service would run, where the world has it. */
function definitionNow({ taskDefinition }: Properties, { world, region }: Change): Properties | undefined {
  const reference = text(taskDefinition);
  return reference === "" ? undefined : definitionOf(world, region, reference)?.state;
}

/** Whether a port is that of a mapping, or in its range: `8000-8010`. */
function exposes({ containerPort, containerPortRange }: Properties, port: number): boolean {
  const [from = Number.NaN, to = from] = text(containerPortRange).split("-").map(Number);
  return Number(containerPort) === port || (from <= port && port <= to);
}

const targetGroupsOf = ({ loadBalancers }: Properties): string[] =>
  records(loadBalancers).flatMap(({ targetGroupArn }) => text(targetGroupArn) || []);

/** What the listeners and their rules forward to, as one text. */
function forwarding(world: World): string {
  return ["aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"]
    .flatMap((type) => world.resources(type))
    .map(({ state }) => JSON.stringify([state.defaultActions, state.actions]))
    .join("\n");
}
