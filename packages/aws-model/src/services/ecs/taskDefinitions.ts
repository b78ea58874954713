import type { Rule } from "../../rules/rule.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import { ecrRepository, isForFargate } from "./definition.ts";
import { containerRule, definitionRule } from "./definitionRule.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest";

const parameters = `${ecs}/developerguide/task_definition_parameters.html`;

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
  containerRule(
    "secret-names-unique",
    `${parameters}#container_definition_environment`,
    ({ environment, secrets }) => {
      const names = [...records(environment), ...records(secrets)].map(({ name }) => name);
      const twice = records(secrets).find(({ name }) => names.indexOf(name) !== names.lastIndexOf(name));
      return (
        twice &&
        `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${twice.name}'.`
      );
    },
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
      if (containers.some(({ image }) => ecrRepository(text(image)) !== undefined))
        return `${needs} ECR images.`;
      return containers.some(({ logConfiguration }) => record(logConfiguration).logDriver === "awslogs")
        ? `${needs} log driver awslogs.`
        : undefined;
    },
  ),
  containerRule("container-ports", `${ecs}/APIReference/API_PortMapping.html`, ({ name, portMappings }) =>
    records(portMappings).some(
      ({ containerPort, containerPortRange }) =>
        containerPortRange === undefined && !isWithin(containerPort, 1, 65_535),
    )
      ? `Invalid 'containerPort' setting for container '${name}'.`
      : undefined,
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
    ({ networkMode }, containers) => {
      const isOwnNetwork = networkMode === "awsvpc" || networkMode === "host";
      const ports = containers.flatMap(({ portMappings }) =>
        records(portMappings).flatMap(({ containerPort, hostPort, protocol }) => {
          // Otherwise Docker chooses one.
          const port = hostPort || (isOwnNetwork ? containerPort : undefined);
          return port ? [`${text(protocol || "tcp").toUpperCase()} host port '${port}'`] : [];
        }),
      );
      const twice = ports.find((port, index) => ports.indexOf(port) < index);
      return twice && `${twice} is mapped multiple times in task.`;
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
  containerRule("tmpfs", `${ecs}/APIReference/API_Tmpfs.html`, ({ name, linuxParameters }) => {
    for (const { containerPath, size, mountOptions } of records(record(linuxParameters).tmpfs)) {
      if (!text(containerPath).startsWith("/"))
        return `Invalid tmpfs of container '${name}': containerPath must be an absolute path.`;
      if (!isWithin(size, 1, Number.MAX_SAFE_INTEGER))
        return `Invalid tmpfs of container '${name}': size must be at least 1.`;
      const unknown = texts(mountOptions).find((option) => !tmpfsOptions.includes(option));
      if (unknown !== undefined)
        return `Invalid tmpfs of container '${name}': '${unknown}' is not a valid mount option.`;
    }
    return undefined;
  }),
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
  containerRule(
    "start-timeout",
    `${ecs}/APIReference/API_ContainerDefinition.html`,
    ({ name, startTimeout }, definition) => {
      if (startTimeout === undefined || !isForFargate(definition)) return undefined;
      return isWithin(startTimeout, 2, 120)
        ? undefined
        : `Invalid start timeout of container '${name}': startTimeout must be between 2 and 120, and is ${startTimeout}.`;
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

const tmpfsOptions = [
  ...["defaults", "ro", "rw", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "sync", "async", "dirsync"],
  ...[
    "remount",
    "mand",
    "nomand",
    "atime",
    "noatime",
    "diratime",
    "nodiratime",
    "bind",
    "rbind",
    "unbindable",
  ],
  ...["runbindable", "private", "rprivate", "shared", "rshared", "slave", "rslave", "relatime", "norelatime"],
  ...["strictatime", "nostrictatime", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"],
];

const fargateLogDrivers = ["awslogs", "splunk", "awsfirelens"];

/** Seconds, or a number of times. */
const healthCheckRanges: [field: string, from: number, to: number][] = [
  ["interval", 5, 300],
  ["timeout", 2, 60],
  ["retries", 1, 10],
  ["startPeriod", 0, 300],
];

function isWithin(value: unknown, from: number, to: number): boolean {
  return Number(value) >= from && Number(value) <= to;
}
