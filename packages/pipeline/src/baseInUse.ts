import { baseOf, type StackFile } from "./stackFiles.ts";
import { cloudResources, type State } from "./state.ts";

/** A stack that is built on a base and has resources there. */
export interface BaseUser {
  stack: string;
  resources: number;
  /** How that is known. */
  because: string;
}

/** A stack, its state, and its config file where there is one. */
export interface OtherStack {
  stack: string;
  state: State;
  file: StackFile | undefined;
}

/** Ids shorter than this (`none`, `ublog`) don't identify what they belong to. */
const SHORTEST_ID = 8;

/**
 * The stacks that use a base: those that have resources and name the base in their config, or whose resources name one of its resources
 * (a subnet, a listener, a bucket). The second holds also for a stack whose config file is on another branch.
 */
export function usersOf(base: string, baseState: State, others: readonly OtherStack[]): BaseUser[] {
  const ids = idsOf(baseState);
  return others.flatMap(({ stack, state, file }) => {
    const resources = cloudResources(state);
    if (resources.length === 0) return [];
    const named = file !== undefined && baseOf(file) === base;
    const id = named
      ? undefined
      : firstMention(
          resources.map(({ inputs }) => inputs),
          ids,
        );
    if (!named && id === undefined) return [];
    const because = named ? `${file.file} names it` : `its resources use ${id}`;
    return [{ stack, resources: resources.length, because }];
  });
}

function idsOf(state: State): Set<string> {
  const ids = cloudResources(state).flatMap(({ id, outputs }) => [id, outputs?.arn]);
  return new Set(ids.filter((id): id is string => typeof id === "string" && id.length >= SHORTEST_ID));
}

function firstMention(value: unknown, ids: ReadonlySet<string>): string | undefined {
  if (typeof value === "string") return ids.has(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const part of Object.values(value)) {
    const found = firstMention(part, ids);
    if (found !== undefined) return found;
  }
  return undefined;
}
