import { AwsError } from "../shared/apiError.ts";
import { definitionArn, definitionName, findDefinition, usableDefinition } from "./names.ts";
import type { Definition, DefinitionBody, EcsState, Tag } from "./state.ts";

export interface RegisterTaskDefinitionInput extends DefinitionBody {
  tags?: Tag[];
}

export function registerTaskDefinition(state: EcsState, input: RegisterTaskDefinitionInput) {
  const { tags = [], ...body } = input;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(body.family ?? ""))
    throw new AwsError(
      "ClientException",
      "Family should not be empty and may hold letters, numbers, - and _.",
    );
  if (!body.containerDefinitions?.length)
    throw new AwsError("ClientException", "Container list cannot be empty.");
  const revision = 1 + Math.max(0, ...revisionsOf(state, body.family).map((known) => known.revision));
  const definition: Definition = {
    revision,
    status: "ACTIVE",
    registeredAt: state.now,
    body: structuredClone(body),
    tags,
  };
  state.definitions[definitionName(definition)] = definition;
  return { taskDefinition: definitionView(state, definition), tags };
}

export function deregisterTaskDefinition(state: EcsState, input: { taskDefinition: string }) {
  const definition = usableDefinition(state, input.taskDefinition);
  definition.status = "INACTIVE";
  return { taskDefinition: definitionView(state, definition) };
}

export function describeTaskDefinition(
  state: EcsState,
  input: { taskDefinition: string; include?: string[] },
) {
  const definition = findDefinition(state, input.taskDefinition);
  if (definition === undefined) throw new AwsError("ClientException", "Unable to describe task definition.");
  return {
    taskDefinition: definitionView(state, definition),
    ...(input.include?.includes("TAGS") ? { tags: definition.tags } : {}),
  };
}

export function listTaskDefinitions(
  state: EcsState,
  input: { familyPrefix?: string; status?: string; sort?: string; maxResults?: number; nextToken?: string },
) {
  const all = Object.values(state.definitions)
    .filter((definition) => input.familyPrefix === undefined || definition.body.family === input.familyPrefix)
    .filter((definition) => definition.status === (input.status ?? "ACTIVE"))
    .sort((a, b) => a.body.family.localeCompare(b.body.family) || a.revision - b.revision);
  if (input.sort === "DESC") all.reverse();
  const from = Number(input.nextToken ?? 0);
  const to = from + (input.maxResults ?? 100);
  return {
    taskDefinitionArns: all
      .slice(from, to)
      .map((definition) => definitionArn(state, definitionName(definition))),
    ...(to < all.length ? { nextToken: String(to) } : {}),
  };
}

function revisionsOf(state: EcsState, family: string): Definition[] {
  return Object.values(state.definitions).filter((definition) => definition.body.family === family);
}

function definitionView(state: EcsState, definition: Definition) {
  return {
    ...structuredClone(definition.body),
    taskDefinitionArn: definitionArn(state, definitionName(definition)),
    revision: definition.revision,
    status: definition.status,
    registeredAt: definition.registeredAt / 1000,
    compatibilities: ["EC2", "FARGATE"],
  };
}
