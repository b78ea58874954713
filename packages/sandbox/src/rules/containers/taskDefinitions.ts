import { record, records, text } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import type { Rule } from "../rule.ts";
import { type Container, containersOf, isForFargate, taskDefinitionType } from "./definition.ts";
import { isFargateSize } from "./fargateSizes.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest";

const parameters = `${ecs}/developerguide/task_definition_parameters.html`;

/** A rule about a task definition, told as AWS's answer to its registration. */
function definitionRule(
  name: string,
  source: string,
  problem: (definition: Properties, containers: Container[]) => string | undefined,
): Rule {
  return {
    name,
    source,
    applies: { types: [taskDefinitionType], on: ["create"] },
    check: ({ inputs }) => {
      const message = problem(inputs, containersOf(inputs));
      if (message === undefined) return undefined;
      return {
        doing: `creating ECS Task Definition (${inputs.family})`,
        answer: { service: "ECS", operation: "RegisterTaskDefinition", code: "ClientException" },
        message,
      };
    },
  };
}

/** A rule about each container by itself. */
function containerRule(
  name: string,
  source: string,
  problem: (container: Container, definition: Properties) => string | undefined,
): Rule {
  return definitionRule(name, source, (definition, containers) => {
    for (const container of containers) {
      const message = problem(container, definition);
      if (message !== undefined) return message;
    }
    return undefined;
  });
}

/** What ECS refuses to register. */
export const taskDefinitionRules: readonly Rule[] = [
  definitionRule("container-names-unique", `${parameters}#standard_container_definition_params`, (_, all) =>
    all.some(({ name }, index) => all.findIndex((other) => other.name === name) < index)
      ? "Container names must be unique."
      : undefined,
  ),
  definitionRule(
    "essential-container",
    `${parameters}#standard_container_definition_params`,
    (_, containers) =>
      containers.length > 0 && containers.every(({ essential }) => essential === false)
        ? "Task definition does not have any essential containers"
        : undefined,
  ),
  definitionRule(
    "fargate-network-mode",
    `${ecs}/developerguide/fargate-task-networking.html`,
    (definition) =>
      isForFargate(definition) && definition.networkMode !== "awsvpc"
        ? "Fargate only supports network mode ‘awsvpc’."
        : undefined,
  ),
  definitionRule(
    "fargate-size",
    `${ecs}/developerguide/fargate-tasks-services.html#fargate-tasks-size`,
    fargateSize,
  ),
  definitionRule(
    "execution-role-given",
    `${ecs}/developerguide/task_execution_IAM_role.html`,
    (definition, containers) => {
      if (text(definition.executionRoleArn) !== "") return undefined;
      if (containers.some(({ secrets }) => records(secrets).length > 0))
        return "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.";
      if (!isForFargate(definition)) return undefined;
      const needs = "Fargate requires task definition to have execution role ARN to support";
      if (containers.some(({ image }) => /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/.test(text(image))))
        return `${needs} ECR images.`;
      return containers.some(({ logConfiguration }) => record(logConfiguration).logDriver === "awslogs")
        ? `${needs} log driver awslogs.`
        : undefined;
    },
  ),
  definitionRule(
    "ephemeral-storage-size",
    `${ecs}/developerguide/fargate-task-storage.html`,
    (definition) => {
      const { sizeInGib } = record(definition.ephemeralStorage);
      if (sizeInGib === undefined || isWithin(sizeInGib, 21, 200)) return undefined;
      return "Ephemeral storage size must be between 21 and 200 GiB.";
    },
  ),
  containerRule(
    "ports-match-in-awsvpc",
    `${parameters}#container_definition_portmappings`,
    (container, definition) => {
      const isOwnNetwork = definition.networkMode === "awsvpc" || definition.networkMode === "host";
      const differs = records(container.portMappings).some(
        ({ containerPort, hostPort }) =>
          hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort,
      );
      return isOwnNetwork && differs
        ? `When networkMode=${definition.networkMode}, the host ports and container ports in port mappings must match.`
        : undefined;
    },
  ),
  definitionRule(
    "ports-unique",
    `${parameters}#container_definition_portmappings`,
    (definition, containers) => {
      if (definition.networkMode !== "awsvpc") return undefined;
      const ports = containers.flatMap(({ portMappings }) =>
        records(portMappings).map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? "tcp"}`),
      );
      const twice = ports.find((port, index) => ports.indexOf(port) < index);
      return twice && `Duplicate port mapping for port ${twice}: containers of one task share their ports.`;
    },
  ),
  definitionRule(
    "container-dependencies",
    `${parameters}#container_definition_dependson`,
    (_, containers) => {
      for (const { dependsOn } of containers) {
        for (const { containerName, condition } of records(dependsOn)) {
          const other = containers.find(({ name }) => name === containerName);
          if (!other) return `Cannot depend on container + '${containerName}' because it does not exist`;
          if (["SUCCESS", "COMPLETE"].includes(text(condition)) && other.essential !== false)
            return "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container";
          if (condition === "HEALTHY" && other.healthCheck === undefined)
            return "A dependency container with HEALTHY condition must have health check configured";
        }
      }
      return undefined;
    },
  ),
  containerRule(
    "mounted-volumes-exist",
    `${parameters}#container_definition_storage`,
    (container, definition) => {
      const volumes = records(definition.volumes).map(({ name }) => name);
      const unknown = records(container.mountPoints).find(
        ({ sourceVolume }) => sourceVolume !== undefined && !volumes.includes(sourceVolume),
      );
      return unknown && `Unknown volume '${unknown.sourceVolume}'.`;
    },
  ),
  containerRule(
    "stop-timeout",
    `${parameters}#container_definition_timeout`,
    ({ name, stopTimeout }, definition) => {
      if (stopTimeout === undefined) return undefined;
      if (Number(stopTimeout) < 2)
        return `Granular stop timeout on container '${name}' must be at least 2 seconds.`;
      return isForFargate(definition) && Number(stopTimeout) > 120
        ? "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds."
        : undefined;
    },
  ),
  containerRule("container-health-check", `${ecs}/APIReference/API_HealthCheck.html`, ({ healthCheck }) => {
    if (healthCheck === undefined) return undefined;
    const check = record(healthCheck);
    const wrong = healthCheckRanges.find(
      ([field, from, to]) => check[field] !== undefined && !isWithin(check[field], from, to),
    );
    if (!wrong) return undefined;
    const [field, from, to] = wrong;
    return `Invalid health check: ${field} must be between ${from} and ${to}, and is ${check[field]}.`;
  }),
  containerRule(
    "fargate-log-driver",
    `${ecs}/APIReference/API_LogConfiguration.html`,
    ({ logConfiguration }, definition) => {
      const { logDriver } = record(logConfiguration);
      if (!isForFargate(definition) || logDriver === undefined || fargateLogDrivers.includes(text(logDriver)))
        return undefined;
      return `${logDriver} is not a valid log driver. Must be one of [${fargateLogDrivers.join(",")}]`;
    },
  ),
  containerRule(
    "awslogs-options",
    `${ecs}/developerguide/specify-log-config.html`,
    ({ logConfiguration }, definition) => {
      const { logDriver, options } = record(logConfiguration);
      if (logDriver !== "awslogs") return undefined;
      const required = ["awslogs-region", "awslogs-group"];
      if (required.some((option) => record(options)[option] === undefined))
        return `Log driver awslogs requires options: ${required.join(", ")}`;
      return isForFargate(definition) && record(options)["awslogs-stream-prefix"] === undefined
        ? "Log driver awslogs requires options: awslogs-stream-prefix"
        : undefined;
    },
  ),
];

const fargateLogDrivers = ["awslogs", "splunk", "awsfirelens"];

/** Seconds, or how often. */
const healthCheckRanges: [field: string, from: number, to: number][] = [
  ["interval", 5, 300],
  ["timeout", 2, 60],
  ["retries", 1, 10],
  ["startPeriod", 0, 300],
];

function fargateSize(definition: Properties): string | undefined {
  if (!isForFargate(definition)) return undefined;
  const { cpu, memory } = definition;
  if (cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
  if (memory === undefined) return "Fargate requires that 'memory' be defined at the task level.";
  const [units, mebibytes] = [cpuUnits(text(cpu)), memoryInMebibytes(text(memory))];
  return isFargateSize(units, mebibytes)
    ? undefined
    : `No Fargate configuration exists for given values: ${units} CPU, ${mebibytes} memory. See the Amazon ECS documentation for the valid values.`;
}

/** `1024`, or `1 vCPU`. */
function cpuUnits(cpu: string): number {
  const [, number] = /^([\d.]+)\s*vcpus?$/i.exec(cpu.trim()) ?? [];
  return number === undefined ? Number(cpu) : Number(number) * 1024;
}

/** `2048`, or `2 GB`. */
function memoryInMebibytes(memory: string): number {
  const [, number] = /^([\d.]+)\s*gi?b$/i.exec(memory.trim()) ?? [];
  return number === undefined ? Number(memory) : Number(number) * 1024;
}

function isWithin(value: unknown, from: number, to: number): boolean {
  return Number(value) >= from && Number(value) <= to;
}
