import { recipeOf } from "../recipes/recipes.ts";
import { autonameOf } from "../schema/autonames.ts";
import { elementOf, resourceSchema } from "../schema/awsSchema.ts";
import { replacesIf } from "../schema/conditionalReplaces.ts";
import { sameScalar } from "../schema/sameScalar.ts";
import type { ObjectSchema, PropertySchema } from "../schema/types.ts";
import type { Properties, Value } from "../world/world.ts";
import { defaultsKey, hasDefaultTags, keyStep, memberOf } from "./check.ts";
import type { DiffKind, DiffRequest, DiffResult } from "./protocol.ts";
import { isObject, isUnknown } from "./values.ts";

/** Types that can't exist twice at once, whatever their name is, so that the old one has to go first. */
const deletedBeforeReplaced = new Set([
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:iam/accountAlias:AccountAlias",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
]);

/**
 * Compares the state of a resource with the inputs it should have, as the provider plans it: an input left out that
 * AWS fills in keeps its value, sets have no order, documents are compared by what they mean.
 */
export function diff(request: DiffRequest): DiffResult {
  const { type, oldState, oldInputs, newInputs, ignoreChanges } = request;
  const schema = plannedSchema(type);
  const detailed: Record<string, DiffKind> = {};
  const planned = { ...newInputs, ...recipeOf(type).kept?.(newInputs) };
  for (const [name, property] of Object.entries(schema)) {
    if (property.writeOnly) continue;
    // What AWS filled into a block that the program never gave is not the program's to take away.
    if (property.element !== undefined && newInputs[name] === undefined && oldInputs[name] === undefined)
      continue;
    const found = compare(oldState[name], planned[name], property, {
      type,
      path: name,
      forced: false,
    });
    for (const [path, kind] of Object.entries(found)) {
      if (!ignoreChanges.some((ignored) => covers(ignored, path))) detailed[path] = kind;
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
      replaces.size > 0 && (deletedBeforeReplaced.has(type) || hasGivenName(type, newInputs)),
  };
}

/** The inputs of a type with what the provider adds to them: the merged tags, and a region that replaces. */
export function plannedSchema(type: string): ObjectSchema {
  const schema = { ...resourceSchema(type).inputs };
  if (schema.region?.sdkOnly) schema.region = { type: "string", computed: true, replaces: true };
  if (hasDefaultTags(type)) schema.tagsAll = { type: "map", items: "string", computed: true };
  return schema;
}

/** A name that the program gave is taken as long as the old resource lives. */
function hasGivenName(type: string, inputs: Properties): boolean {
  const naming = autonameOf(type);
  const defaulted = inputs[defaultsKey];
  if (!naming || !Array.isArray(defaulted) || inputs[naming.property] === undefined) return false;
  return !defaulted.includes(naming.property);
}

interface Place {
  type: string;
  path: string;
  /** True for members of a collection of scalars whose change replaces. */
  forced: boolean;
}

type Found = Record<string, DiffKind>;

export function compare(
  before: Value | undefined,
  after: Value | undefined,
  property: PropertySchema,
  place: Place,
): Found {
  const { path } = place;
  const old = isEmpty(before, property) ? undefined : before;
  if (after === undefined) {
    if (property.computed || old === undefined) return {};
    return {
      [path]: kind("delete", replacesAsWhole(old, property, place, old, undefined)),
    };
  }
  if (isUnknown(after)) {
    return {
      [path]: kind(old === undefined ? "add" : "update", replacesItself(property, place, old, after)),
    };
  }
  if (old === undefined) {
    if (isEmpty(after, property) && (before !== undefined || !isBlock(property))) return {};
    return {
      [path]: kind("add", replacesAsWhole(after, property, place, undefined, after)),
    };
  }
  if (property.type === "list" && Array.isArray(old) && Array.isArray(after)) {
    return property.set
      ? compareSets(old, after, property, place)
      : compareLists(old, after, property, place);
  }
  if (property.type === "map" && isObject(old) && isObject(after))
    return compareMaps(old, after, property, place);
  if (property.type === "object" && isObject(old) && isObject(after)) {
    return compareObjects(old, after, elementOf(property) ?? {}, place);
  }
  if (isEmpty(after, property) && property.computed && after === "") return {};
  if (sameScalar(place.type, path, old, after, property)) return {};
  return {
    [path]: kind("update", replacesItself(property, place, old, after)),
  };
}

function compareObjects(old: Properties, after: Properties, element: ObjectSchema, place: Place): Found {
  const found: Found = {};
  for (const [name, property] of Object.entries(element)) {
    const member = { ...place, path: `${place.path}.${name}`, forced: false };
    Object.assign(found, compare(old[name], after[name], property, member));
  }
  return found;
}

function compareMaps(old: Properties, after: Properties, property: PropertySchema, place: Place): Found {
  const found: Found = {};
  for (const key of new Set([...Object.keys(old), ...Object.keys(after)])) {
    const member = {
      ...place,
      path: `${place.path}${keyStep(key)}`,
      forced: property.replaces ?? false,
    };
    Object.assign(found, compareMember(old[key], after[key], property, member));
  }
  return found;
}

function compareLists(old: Value[], after: Value[], property: PropertySchema, place: Place): Found {
  const found: Found = {};
  const forced = isForced(property, old.length !== after.length);
  for (let i = 0; i < Math.max(old.length, after.length); i++) {
    const member = { ...place, path: `${place.path}[${i}]`, forced };
    Object.assign(found, compareMember(old[i], after[i], property, member));
  }
  return found;
}

/** Pairs the members that are the same, and compares the rest where they stand. */
function compareSets(old: Value[], after: Value[], property: PropertySchema, place: Place): Found {
  const removed = new Set(old.keys());
  const added = new Set<number>();
  for (const [i, member] of after.entries()) {
    const same = [...removed].find(
      (j) => Object.keys(compareMember(old[j], member, property, { ...place, forced: false })).length === 0,
    );
    if (same === undefined) added.add(i);
    else removed.delete(same);
  }
  const found: Found = {};
  const forced = isForced(property, old.length !== after.length);
  for (const i of new Set([...removed, ...added])) {
    const member = { ...place, path: `${place.path}[${i}]`, forced };
    const before = removed.has(i) ? old[i] : undefined;
    Object.assign(found, compareMember(before, added.has(i) ? after[i] : undefined, property, member));
  }
  return found;
}

/** Members of a collection are there or not: an empty text is a member like any other. */
function compareMember(
  before: Value | undefined,
  after: Value | undefined,
  property: PropertySchema,
  place: Place,
): Found {
  const member = memberOf(property);
  if (before === undefined && after === undefined) return {};
  if (before === undefined || after === undefined) {
    const there = (before ?? after) as Value;
    const replaces = isUnknown(there) ? place.forced : replacesAsWhole(there, member, place, before, after);
    return {
      [place.path]: kind(before === undefined ? "add" : "delete", replaces),
    };
  }
  if (isObject(before) && isObject(after))
    return compareObjects(before, after, elementOf(member) ?? {}, place);
  if (sameScalar(place.type, place.path, before, after, member)) return {};
  return { [place.path]: kind("update", place.forced) };
}

/** A collection's own flag counts when its length changes, and for members that are scalars. */
const isForced = (property: PropertySchema, lengthChanged: boolean): boolean =>
  (property.replaces ?? false) && (lengthChanged || property.element === undefined);

const kind = (change: "add" | "delete" | "update", replaces: boolean): DiffKind =>
  replaces ? `${change}-replace` : change;

function replacesItself(
  property: PropertySchema,
  place: Place,
  old: Value | undefined,
  after: Value | undefined,
): boolean {
  if (place.forced) return true;
  if (!property.replaces && !property.conditional) return false;
  return property.conditional ? replacesIf(place.type, place.path, old, after) : true;
}

/** A value that comes or goes as a whole replaces also when anything in it does. */
function replacesAsWhole(
  value: Value,
  property: PropertySchema,
  place: Place,
  old: Value | undefined,
  after: Value | undefined,
): boolean {
  if (replacesItself(property, place, old, after)) return true;
  const element = elementOf(property);
  if (!element) return false;
  const members = Array.isArray(value)
    ? value
    : property.type === "map" && isObject(value)
      ? Object.values(value)
      : [value];
  return members.some(
    (member) =>
      isObject(member) &&
      Object.entries(element).some(([name, nested]) => {
        const inner = member[name];
        if (inner === undefined || isEmpty(inner, nested)) return false;
        return replacesAsWhole(
          inner,
          nested,
          { ...place, path: `${place.path}.${name}`, forced: false },
          old,
          after,
        );
      }),
  );
}

const isBlock = (property: PropertySchema): boolean => property.type === "object";

/** Values that mean "not set". An empty object is a block that is there. */
export function isEmpty(value: Value | undefined, property: PropertySchema): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return property.type === "map" && isObject(value) && Object.keys(value).length === 0;
}

const topLevelName = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;

/** True if ignoring `ignored` ignores what lies at `path`. */
function covers(ignored: string, path: string): boolean {
  if (ignored === "*" || ignored === path) return true;
  return path.startsWith(ignored) && ".[".includes(path.charAt(ignored.length));
}
