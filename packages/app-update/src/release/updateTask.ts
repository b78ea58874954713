import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import type { DeployCheck, DeployUpdate } from "../targets.ts";
import { checkArguments, checkScript } from "./checkScript.ts";
import { type DatabaseImage, referenceOf } from "./databaseImage.ts";
import { type Revision, render } from "./definition.ts";

/** The container that asks an image whether it fits its stack, before the update task's own starts. */
export const CHECK = "check";

/** The longest that ECS lets a container wait for another one, in seconds: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html. */
const LONGEST_START = 120;

/** The largest task definition that ECS registers, in bytes: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html. */
const LARGEST = 64 * 1024;

/** What a release makes of a template. */
export interface Rendered {
  image: string;
  tags: Record<string, string>;
  version: string | undefined;
}

/** The release's own revision of the update task: what makes the database first, then the check, then the update. */
export function renderUpdate(
  template: Revision,
  target: DeployUpdate,
  made: Rendered,
  before: { database?: DatabaseImage; check?: DeployCheck },
): RegisterTaskDefinitionRequest {
  const request = render(template, target, made.image, made.tags, made.version);
  const { database, check } = before;
  const containers = (request.containerDefinitions ?? []).flatMap((container) => {
    if (database !== undefined && container.name === target.database?.container)
      return [{ ...container, image: referenceOf(database) }];
    if (check === undefined || container.name !== target.container) return [container];
    return [checkContainer(container, check), waitingFor(container, CHECK)];
  });
  return { ...request, containerDefinitions: containers };
}

/** The update task without what runs before it, for commands by hand: it has no more secrets than the application. */
export function renderRun(
  template: Revision,
  target: DeployUpdate,
  made: Rendered,
): RegisterTaskDefinitionRequest {
  const request = render(template, target, made.image, made.tags, made.version);
  return {
    ...request,
    containerDefinitions: without(request.containerDefinitions, target.database?.container),
  };
}

/** A task that only checks: the image with the update's settings and the check for its command. */
export function renderCheck(
  template: Revision,
  target: DeployUpdate,
  made: Rendered,
  check: DeployCheck,
): RegisterTaskDefinitionRequest {
  const request = renderRun(template, target, made);
  const containerDefinitions = request.containerDefinitions?.map((container) =>
    container.name === target.container
      ? { ...container, name: CHECK, command: checkCommand(container, check) }
      : container,
  );
  return { ...request, containerDefinitions };
}

/** The settings of a revision of the update task as its template would have them, to compare the two. */
export function asTemplated(
  { definition }: Revision,
  target: DeployUpdate,
  database: DatabaseImage | undefined,
): Revision["definition"] {
  const containers = without(definition.containerDefinitions, CHECK);
  return {
    ...definition,
    containerDefinitions: containers.map((container) =>
      database !== undefined && container.name === target.database?.container
        ? { ...container, image: database.image }
        : container,
    ),
  };
}

/** The containers that the update waits for, in their order. */
export function containersBefore(target: DeployUpdate, isChecked: boolean): string[] {
  return [
    ...(target.database === undefined ? [] : [target.database.container]),
    ...(isChecked ? [CHECK] : []),
  ];
}

/** Why ECS won't register a revision of the update task; undefined where it will. */
export function sizeProblem(request: RegisterTaskDefinitionRequest, isChecked: boolean): string | undefined {
  const size = Buffer.byteLength(JSON.stringify(request));
  if (size <= LARGEST) return undefined;
  const remedy = isChecked
    ? "Shorten its `environment` (secrets and files hold long values), or release with --no-check: the check is a part of it."
    : "Shorten its `environment`: secrets and files hold long values.";
  return `The update task's definition is ${size} bytes long, and ECS takes ${LARGEST}. ${remedy}`;
}

/** The update's container with the check for its command. What belongs to a longer life or to the size of the task is left out. */
function checkContainer(container: ContainerDefinition, check: DeployCheck): ContainerDefinition {
  const {
    cpu: _cpu,
    memory: _memory,
    memoryReservation: _reserved,
    healthCheck: _health,
    ...same
  } = container;
  return {
    ...same,
    name: CHECK,
    essential: false,
    startTimeout: LONGEST_START,
    command: checkCommand(container, check),
  };
}

/** The Python of the update command where it names one, the image's otherwise. */
export function checkCommand(
  { command = [] }: ContainerDefinition,
  check: DeployCheck,
  more: object = {},
): string[] {
  const [program = ""] = command;
  const python = /(^|\/)python[\d.]*$/.test(program) ? program : "python";
  return [python, ...checkArguments(checkScript(), { ...check, update: command, ...more })];
}

function waitingFor(container: ContainerDefinition, name: string): ContainerDefinition {
  const { dependsOn = [] } = container;
  return { ...container, dependsOn: [...dependsOn, { containerName: name, condition: "SUCCESS" }] };
}

/** The containers without one of them, and without those waiting for it. */
function without(containers: ContainerDefinition[] = [], name: string | undefined): ContainerDefinition[] {
  return containers
    .filter((container) => container.name !== name)
    .map(({ dependsOn, ...container }) => {
      const others = dependsOn?.filter(({ containerName }) => containerName !== name) ?? [];
      return others.length === 0 ? container : { ...container, dependsOn: others };
    });
}
