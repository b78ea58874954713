import { nearest } from "@ublog/terminal/nearest";
import type { CheckFailure } from "../shared/protocol.ts";
import { assetKind, containsUnknown, isUnknown, unknown } from "../shared/values.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import { elementOf } from "./awsSchema.ts";
import type { ObjectSchema, PropertySchema } from "./types.ts";

/** Under this key the inputs record which of them the provider filled in. */
export const defaultsKey = "__defaults";

interface Checked<T> {
  value: T;
  failures: CheckFailure[];
}

/** Checks the properties of an object against its schema, and brings scalars into the type of the schema. */
export function checkObject(
  given: Properties,
  schema: ObjectSchema,
  path: string,
  resource: string,
): Checked<Properties> {
  const value: Properties = {};
  const failures: CheckFailure[] = [];
  for (const [key, member] of Object.entries(given)) {
    if (key === defaultsKey) continue;
    const memberPath = path === "" ? key : `${path}.${key}`;
    const property = schema[key];
    if (!property) {
      failures.push(unknownProperty(key, memberPath, schema, resource));
      continue;
    }
    const checked = checkValue(member, property, memberPath, resource);
    value[key] = checked.value;
    failures.push(...checked.failures);
  }
  if (path !== "") {
    for (const [key, property] of Object.entries(schema)) {
      if (property.required && value[key] === undefined && !(key in given)) {
        failures.push(missing(`${path}.${key}`));
      }
    }
  }
  return { value, failures };
}

function checkValue(value: Value, property: PropertySchema, path: string, resource: string): Checked<Value> {
  if (isUnknown(value)) return { value, failures: [] };
  const fail = (expected: string): Checked<Value> => ({
    value,
    failures: [
      {
        property: path,
        reason: `expected ${expected}, got ${describe(value)}${examine(resource, path)}`,
      },
    ],
  });
  const fine = (result: Value): Checked<Value> => ({
    value: result,
    failures: [],
  });

  switch (property.type) {
    case "string":
      if (typeof value === "number" || typeof value === "boolean") return fine(String(value));
      return typeof value === "string" ? fine(value) : fail("a text");
    case "json":
      if (typeof value === "object") return fine(containsUnknown(value) ? unknown : sortedJson(value));
      return typeof value === "string" && isDocument(value, path) ? fine(value) : fail("a JSON document");
    case "number":
      if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
        return fine(Number(value));
      return typeof value === "number" ? fine(value) : fail("a number");
    case "boolean":
      if (value === "true" || value === "false") return fine(value === "true");
      return typeof value === "boolean" ? fine(value) : fail("true or false");
    case "asset":
    case "archive":
      return typeof value === "string" || assetKind(value) ? fine(value) : fail(`an ${property.type}`);
    case "list":
      return Array.isArray(value) ? checkList(value, property, path, resource) : fail("a list");
    case "map":
      return isObject(value) && !assetKind(value) ? checkMap(value, property, path, resource) : fail("a map");
    case "object": {
      if (!isObject(value) || assetKind(value)) return fail("an object");
      return checkObject(value, elementOf(property) ?? {}, path, resource);
    }
  }
}

/** True for JSON. The schema mistakes choices such as `logFormat: "JSON"` for documents, too. */
function isDocument(text: string, path: string): boolean {
  if (text === "" || path.endsWith("Format")) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The schema of a member of a list or map. Members take their parent's type, or are objects. */
export function memberOf(property: PropertySchema): PropertySchema {
  const element = property.element;
  if (element !== undefined) return { type: "object", element };
  return { type: property.items ?? "string" };
}

function checkList(list: Value[], property: PropertySchema, path: string, resource: string): Checked<Value> {
  const failures: CheckFailure[] = [];
  const members = list.map((member, index) => {
    const checked = checkValue(member, memberOf(property), `${path}[${index}]`, resource);
    failures.push(...checked.failures);
    return checked.value;
  });
  const { minItems, maxItems } = property;
  const known = !list.some(isUnknown);
  if (known && minItems !== undefined && list.length < minItems) {
    failures.push({
      property: path,
      reason: `needs at least ${minItems} items, has ${list.length}${examine(resource, path)}`,
    });
  }
  if (known && maxItems !== undefined && list.length > maxItems) {
    failures.push({
      property: path,
      reason: `takes at most ${maxItems} items, has ${list.length}${examine(resource, path)}`,
    });
  }
  return { value: members, failures };
}

function checkMap(map: Properties, property: PropertySchema, path: string, resource: string): Checked<Value> {
  const failures: CheckFailure[] = [];
  const value: Properties = {};
  for (const [key, member] of Object.entries(map)) {
    const checked = checkValue(member, memberOf(property), `${path}${keyStep(key)}`, resource);
    failures.push(...checked.failures);
    value[key] = checked.value;
  }
  return { value, failures };
}

/** A step of a property path: `.key`, or `["a.key"]` where the key has other characters. */
export const keyStep = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `["${key.replaceAll('"', '\\"')}"]`;

/** The failure of a property that has to be given. */
export const missing = (path: string): CheckFailure => ({
  property: path,
  reason: `Missing required property '${path}'`,
});

function unknownProperty(key: string, path: string, schema: ObjectSchema, resource: string): CheckFailure {
  const guess = nearest(key, Object.keys(schema));
  return {
    property: path,
    reason: `'${key}' is not a property${guess === undefined ? "" : `; did you mean '${guess}'?`}${examine(resource, path)}`,
  };
}

/** Where a person has to look. */
export const examine = (resource: string, path: string): string =>
  `. Examine values at '${resource}.${path}'.`;

function describe(value: Value): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return assetKind(value) ? "an asset" : "an object";
  return `${JSON.stringify(value)} (a ${typeof value})`;
}

/** A document as the provider writes one that was given as an object: its keys in order. */
function sortedJson(value: Value): string {
  return JSON.stringify(value, (_key, member: Value) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
