import { elementOf } from "../schema/awsSchema.ts";
import { keyStep, memberOf } from "../schema/typeCheck.ts";
import type { ObjectSchema, PropertySchema } from "../schema/types.ts";
import type { DiffKind } from "../shared/protocol.ts";
import { isUnknown } from "../shared/values.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import { sameScalar } from "./sameScalar.ts";

/** Where a value is compared. */
export interface Place {
  type: string;
  path: string;
  /** True for members of a collection of scalars whose change replaces. */
  forced: boolean;
}

type Found = Record<string, DiffKind>;

/**
 * What changes between the state of a property and the input that it should have. An input left out keeps what AWS
 * filled in, and values that mean "not set" are equal.
 */
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
      [path]: kind("delete", replacesAsWhole(old, property, place)),
    };
  }
  if (isUnknown(after)) {
    return {
      [path]: kind(old === undefined ? "add" : "update", replacesItself(property, place)),
    };
  }
  if (property.type === "list" && Array.isArray(before) && Array.isArray(after)) {
    return property.set
      ? compareSets(before, after, property, place)
      : compareLists(before, after, property, place);
  }
  if (old === undefined) {
    if (isEmpty(after, property) && (before !== undefined || !isBlock(property))) return {};
    return {
      [path]: kind("add", replacesAsWhole(after, property, place)),
    };
  }
  if (property.type === "map" && isObject(old) && isObject(after))
    return compareMaps(old, after, property, place);
  if (property.type === "object" && isObject(old) && isObject(after)) {
    return compareObjects(old, after, elementOf(property) ?? {}, place);
  }
  if (isEmpty(after, property) && property.computed && after === "") return {};
  if (sameScalar(place.type, path, old, after, property)) return {};
  return {
    [path]: kind("update", replacesItself(property, place)),
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

/** Pairs the members that are the same, and compares the rest by position. */
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

/** Members of a collection exist or don't: an empty text is a member like any other. */
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
    const replaces = isUnknown(there) ? place.forced : replacesAsWhole(there, member, place);
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

const replacesItself = (property: PropertySchema, place: Place): boolean =>
  place.forced || (property.replaces ?? false);

/** Adding or removing a whole value replaces if anything in it does. */
function replacesAsWhole(value: Value, property: PropertySchema, place: Place): boolean {
  if (replacesItself(property, place)) return true;
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
        return replacesAsWhole(inner, nested, { ...place, forced: false });
      }),
  );
}

const isBlock = (property: PropertySchema): boolean => property.type === "object";

/** Values that mean "not set". An empty object is a block that exists. */
export function isEmpty(value: Value | undefined, property: PropertySchema): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return property.type === "map" && isObject(value) && Object.keys(value).length === 0;
}
