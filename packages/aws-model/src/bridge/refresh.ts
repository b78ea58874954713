import { elementOf } from "../schema/awsSchema.ts";
import { defaultsKey } from "../schema/typeCheck.ts";
import type { PropertySchema } from "../schema/types.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import { compare } from "./compare.ts";
import { plannedSchema } from "./diff.ts";

/** The inputs after a refresh: those there were, with what the resource has now where that means something else. */
export function refreshedInputs(type: string, inputs: Properties, state: Properties): Properties {
  const schema = plannedSchema(type);
  const refreshed: Properties = {};
  const changed = new Set<string>();
  for (const [name, value] of Object.entries(inputs)) {
    const property = schema[name];
    if (name === defaultsKey || !property) continue;
    const now = property.writeOnly ? value : refreshedValue(type, name, value, state[name], property);
    if (now !== undefined) refreshed[name] = now;
    if (now !== value) changed.add(name);
  }
  const defaults = inputs[defaultsKey];
  if (Array.isArray(defaults)) refreshed[defaultsKey] = defaults.filter((name) => !changed.has(String(name)));
  return refreshed;
}

function refreshedValue(
  type: string,
  path: string,
  input: Value,
  now: Value | undefined,
  property: PropertySchema,
): Value | undefined {
  if (Object.keys(compare(now, input, property, { type, path, forced: false })).length === 0) return input;
  const element = elementOf(property);
  if (property.type !== "object" || !element || !isObject(input) || !isObject(now)) return now;
  const members: Properties = {};
  for (const [name, value] of Object.entries(input)) {
    const member = element[name] && refreshedValue(type, `${path}.${name}`, value, now[name], element[name]);
    if (member !== undefined) members[name] = member;
  }
  return members;
}
