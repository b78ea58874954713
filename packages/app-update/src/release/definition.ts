import type {
  ContainerDefinition,
  RegisterTaskDefinitionRequest,
  Tag,
  TaskDefinition,
} from "@aws-sdk/client-ecs";
import { VERSION_VARIABLE } from "#vocabulary";
import type { DeployTask } from "../targets.ts";

/** A revision as ECS describes it. */
export interface Revision {
  definition: TaskDefinition;
  tags: Tag[];
}

/** The tags that a release puts on the revisions it registers, besides the template's own. */
export const TAG = {
  /** The release's id, which is never used twice: by it a run finds what a killed one had registered. */
  release: "app-update:release",
  /** Of its image, where it is known. */
  version: "app-update:version",
  /** The template revision, `<family>:<revision>`. */
  template: "app-update:template",
} as const;

/** Every field of a task definition that can be registered; tags are passed beside it. A new one in the SDK is a type error here. */
const REGISTERABLE: Record<Exclude<keyof RegisterTaskDefinitionRequest, "tags">, true> = {
  family: true,
  taskRoleArn: true,
  executionRoleArn: true,
  networkMode: true,
  containerDefinitions: true,
  volumes: true,
  placementConstraints: true,
  requiresCompatibilities: true,
  cpu: true,
  memory: true,
  pidMode: true,
  ipcMode: true,
  proxyConfiguration: true,
  inferenceAccelerators: true,
  ephemeralStorage: true,
  runtimePlatform: true,
  enableFaultInjection: true,
};

/**
 * A revision for a release: all of the template, its family the target's, the image of the target's container and its version
 * set. A version that the template sets itself stays.
 */
export function render(
  template: Revision,
  target: DeployTask,
  image: string,
  tags: Record<string, string>,
  version: string | undefined,
): RegisterTaskDefinitionRequest {
  return {
    ...copyOf(template, tags),
    family: target.family,
    containerDefinitions: template.definition.containerDefinitions?.map((container) =>
      container.name === target.container ? withVersion({ ...container, image }, version) : container,
    ),
  };
}

function withVersion(container: ContainerDefinition, version: string | undefined): ContainerDefinition {
  const { environment = [], secrets = [] } = container;
  const isSet = [...environment, ...secrets].some(({ name }) => name === VERSION_VARIABLE);
  if (isSet || version === undefined) return container;
  return { ...container, environment: [...environment, { name: VERSION_VARIABLE, value: version }] };
}

/** The version that a release gave to a revision's container; undefined where it gave none, or the template sets it itself. */
export function givenVersion({ definition, tags }: Revision, container: string): string | undefined {
  const own = definition.containerDefinitions?.find((candidate) => candidate.name === container);
  const value = own?.environment?.find(({ name }) => name === VERSION_VARIABLE)?.value;
  const given = [tagOf({ definition, tags }, TAG.version), digestOf(own?.image)];
  return given.includes(value) ? value : undefined;
}

/** A revision again, as it is, with other tags. */
export function copyOf(revision: Revision, tags: Record<string, string>): RegisterTaskDefinitionRequest {
  const own = revision.tags.filter(
    (tag) => !tag.key?.startsWith("aws:") && tags[tag.key ?? ""] === undefined,
  );
  return {
    family: revision.definition.family,
    containerDefinitions: revision.definition.containerDefinitions,
    ...registerable(revision.definition),
    tags: [...own, ...Object.entries(tags).map(([key, value]) => ({ key, value }))],
  };
}

function registerable(definition: TaskDefinition): Partial<RegisterTaskDefinitionRequest> {
  const known = definition as Record<string, unknown>;
  const fields = Object.keys(REGISTERABLE).filter((name) => known[name] !== undefined);
  return Object.fromEntries(fields.map((name) => [name, known[name]]));
}

/** The image of a container. */
export function imageOf(definition: TaskDefinition, container: string): string | undefined {
  return definition.containerDefinitions?.find((candidate) => candidate.name === container)?.image;
}

/** The digest of an image that is named by one. */
export function digestOf(image: string | undefined): string | undefined {
  return image?.split("@")[1];
}

export function tagOf(revision: Revision | undefined, key: string): string | undefined {
  return revision?.tags.find((tag) => tag.key === key)?.value;
}

/** `<family>:<revision>` of an ARN. */
export function revisionName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** `<family>` of an ARN. */
export function familyOf(arn: string): string {
  return revisionName(arn).replace(/:\d+$/, "");
}

export interface Difference {
  /** For example `gunicorn.environment.SENTRY_DSN` or `cpu`. */
  path: string;
  from?: string;
  to?: string;
}

/**
 * What differs between two definitions: settings that ECS keeps as lists of named things are compared by name, and the order
 * of such a list means nothing. Family and tags don't count.
 */
export function differences(
  from: Partial<RegisterTaskDefinitionRequest>,
  to: Partial<RegisterTaskDefinitionRequest>,
): Difference[] {
  const before = flatten(from);
  const after = flatten(to);
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, from: before.get(path), to: after.get(path) }));
}

function flatten(definition: Partial<RegisterTaskDefinitionRequest>): Map<string, string> {
  const result = new Map<string, string>();
  const { family: _family, tags: _tags, containerDefinitions = [], ...rest } = definition;
  for (const [name, value] of Object.entries(registerable(rest as TaskDefinition)))
    visit(name, value, result);
  for (const container of containerDefinitions)
    visit(container.name ?? "", { ...container, name: undefined }, result);
  return result;
}

function visit(path: string, value: unknown, result: Map<string, string>): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value) && value.length > 0 && value.every(isNamed)) {
    for (const { name, ...rest } of value) {
      const only = Object.values(rest);
      visit(`${path}.${name}`, only.length === 1 ? only[0] : rest, result);
    }
  } else if (typeof value === "object" && !Array.isArray(value)) {
    for (const [name, item] of Object.entries(value))
      visit(path === "" ? name : `${path}.${name}`, item, result);
  } else if (!Array.isArray(value) || value.length > 0) {
    result.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
}

function isNamed(value: unknown): value is { name: string } {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}
