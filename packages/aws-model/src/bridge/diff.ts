import { resourceSchema } from "../schema/awsSchema.ts";
import { defaultsKey } from "../schema/typeCheck.ts";
import type { ObjectSchema } from "../schema/types.ts";
import { typeOf } from "../services/services.ts";
import type { DiffKind, DiffRequest, DiffResult } from "../shared/protocol.ts";
import type { Properties } from "../world/world.ts";
import { hasDefaultTags } from "./check.ts";
import { compare } from "./compare.ts";
import { recipeOf } from "./recipes.ts";
import { autonameOf, isKeptBlock, isOverlooked, replacesIf } from "./types.ts";

/**
 * Compares the state of a resource with the inputs it should have, as the provider plans it: an input left out that
 * AWS fills in keeps its value, sets have no order, documents are compared by meaning.
 */
export function diff(request: DiffRequest): DiffResult {
  const { type, oldState, oldInputs, newInputs, ignoreChanges } = request;
  const schema = plannedSchema(type);
  const detailed: Record<string, DiffKind> = {};
  const planned = { ...newInputs, ...recipeOf(type).kept?.(newInputs) };
  for (const [name, property] of Object.entries(schema)) {
    if (property.writeOnly) continue;
    // A program can't remove what AWS filled into a block that the program never gave.
    if (property.element !== undefined && newInputs[name] === undefined && oldInputs[name] === undefined)
      continue;
    if (planned[name] === undefined && isKeptBlock(type, name, oldState[name])) continue;
    const [old, after] = [oldState[name], planned[name]];
    const change = { old, after, inputs: newInputs, state: oldState };
    if (isOverlooked(type, name, change)) continue;
    const found = compare(old, after, property, { type, path: name, forced: false });
    const replaces = replacesIf(type, name, change);
    for (const [path, kind] of Object.entries(found)) {
      if (ignoreChanges.some((ignored) => covers(ignored, path))) continue;
      detailed[path] = replaces === undefined ? kind : withReplace(kind, replaces);
    }
  }

  const replaces = new Set<string>();
  for (const [path, kind] of Object.entries(detailed)) {
    if (kind.endsWith("-replace")) replaces.add(topLevelName(path));
  }
  return {
    changes: Object.keys(detailed).length > 0,
    detailed,
    replaces: [...replaces].sort(),
    stables: Object.keys(schema)
      .filter((name) => schema[name]?.replaces && !replaces.has(name))
      .sort(),
    deleteBeforeReplace:
      replaces.size > 0 && (typeOf(type).onlyOnce === true || hasGivenName(type, newInputs)),
  };
}

/** The inputs of a type with what the provider adds to them: the merged tags, and a region that replaces. */
export function plannedSchema(type: string): ObjectSchema {
  const schema = { ...resourceSchema(type).inputs };
  if (schema.region?.sdkOnly) schema.region = { type: "string", computed: true, replaces: true };
  if (hasDefaultTags(type)) schema.tagsAll = { type: "map", items: "string", computed: true };
  return schema;
}

/** A name that the program gave is taken as long as the old resource exists. */
function hasGivenName(type: string, inputs: Properties): boolean {
  const naming = autonameOf(type);
  const defaulted = inputs[defaultsKey];
  if (!naming || !Array.isArray(defaulted) || inputs[naming.property] === undefined) return false;
  return !defaulted.includes(naming.property);
}

function withReplace(kind: DiffKind, replaces: boolean): DiffKind {
  const [change = "update"] = kind.split("-") as ["add" | "delete" | "update"];
  return replaces ? `${change}-replace` : change;
}

const topLevelName = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;

/** True if ignoring `ignored` ignores what is at `path`. */
function covers(ignored: string, path: string): boolean {
  if (ignored === "*" || ignored === path) return true;
  return path.startsWith(ignored) && ".[".includes(path.charAt(ignored.length));
}
