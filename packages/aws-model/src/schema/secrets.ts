import { secret } from "../shared/values.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";
import { elementOf } from "./awsSchema.ts";
import type { ObjectSchema } from "./types.ts";

/** Marks what is sensitive as secret, for the wire. */
export function markSecrets(properties: Properties, schema: ObjectSchema): Properties {
  const marked: Properties = {};
  for (const [name, value] of Object.entries(properties)) {
    const property = schema[name];
    if (!property) marked[name] = value;
    else if (property.sensitive) marked[name] = secret(value);
    else
      marked[name] = property.element === undefined ? value : markMembers(value, elementOf(property) ?? {});
  }
  return marked;
}

function markMembers(value: Value, element: ObjectSchema): Value {
  if (Array.isArray(value)) return value.map((member) => markMembers(member, element));
  return isObject(value) ? markSecrets(value, element) : value;
}
