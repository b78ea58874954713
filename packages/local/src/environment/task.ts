import { records, text } from "@ublog/aws-model/src/world/reading.ts";
import type { Properties, Value, World } from "@ublog/aws-model/src/world/world.ts";
import { secretValue } from "./secrets.ts";

/** A task definition, with the values of its secrets. */
export interface Task {
  family: string;
  /** ARN of the role that its code has. */
  roleArn?: string;
  containers: Container[];
}

/** A container of a task definition, as far as a process can be one. */
export interface Container {
  name: string;
  image: string;
  /** Whether the task ends with it. */
  essential: boolean;
  /** What replaces the image's ENTRYPOINT; empty where nothing does. */
  entryPoint: string[];
  command: string[];
  /** Variables, and secrets by their names with their values. */
  environment: Record<string, string>;
  /** The ports that it listens on. */
  ports: number[];
  dependsOn: { container: string; condition: "START" | "COMPLETE" | "SUCCESS" | "HEALTHY" }[];
  /** Seconds from SIGTERM to SIGKILL. */
  stopTimeout: number;
  /** Seconds that those who depend on it wait; undefined: ECS's default. */
  startTimeout?: number;
  /** Whether an init process passes signals on, and takes care of orphans. */
  init: boolean;
  /** The command of its health check, without CMD or CMD-SHELL before it; the latter is `sh -c`. */
  healthCheck?: string[];
}

/** On Fargate. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (stopTimeout) */
const DEFAULT_STOP_TIMEOUT = 30;

/** The task definition of the world with an ARN, as it would start now. */
export function readTask(world: World, arn: string): Task {
  const definition =
    world.get("aws:ecs/taskDefinition:TaskDefinition", arn)?.state ??
    world.remains("task-definition").find(({ id }) => id === arn)?.state;
  if (definition === undefined) throw new Error(`no task definition ${arn}`);
  const roleArn = text(definition.taskRoleArn);
  const parsed = JSON.parse(String(definition.containerDefinitions)) as Value;
  return {
    family: String(definition.family),
    ...(roleArn === "" ? {} : { roleArn }),
    containers: records(parsed).map((container) => readContainer(world, container)),
  };
}

function readContainer(world: World, container: Properties): Container {
  const { startTimeout, stopTimeout } = container;
  const healthCheck = words((container.healthCheck as Properties | undefined)?.command);
  const [kind, ...rest] = healthCheck;
  return {
    name: String(container.name),
    image: String(container.image),
    essential: container.essential !== false,
    entryPoint: words(container.entryPoint),
    command: words(container.command),
    environment: Object.fromEntries([
      ...records(container.environment).map(({ name, value }) => [String(name), text(value)]),
      ...records(container.secrets).map(({ name, valueFrom }) => [
        String(name),
        secretValue(world, String(valueFrom)),
      ]),
    ]),
    ports: records(container.portMappings).map(({ containerPort }) => Number(containerPort)),
    dependsOn: records(container.dependsOn).map(({ containerName, condition }) => ({
      container: String(containerName),
      condition: String(condition) as Container["dependsOn"][number]["condition"],
    })),
    stopTimeout: stopTimeout === undefined ? DEFAULT_STOP_TIMEOUT : Number(stopTimeout),
    ...(startTimeout === undefined ? {} : { startTimeout: Number(startTimeout) }),
    init: (container.linuxParameters as Properties | undefined)?.initProcessEnabled === true,
    ...(kind === undefined ? {} : { healthCheck: kind === "CMD-SHELL" ? ["sh", "-c", ...rest] : rest }),
  };
}

const words = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);
