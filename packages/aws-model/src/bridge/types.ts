import type { Autoname } from "../descriptor/autoname.ts";
import type { PropertyChange } from "../descriptor/change.ts";
import { resourceSchema } from "../schema/awsSchema.ts";
import { typeOf } from "../services/services.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

/** How resources of this type are named, or undefined when the program or AWS has to name them. */
export function autonameOf(type: string): Autoname | undefined {
  const { autoname } = typeOf(type);
  if (autoname === "none") return undefined;
  return autoname ?? (resourceSchema(type).inputs.name ? { property: "name", maxLength: 255 } : undefined);
}

/** True for a block that stays `old` when the program leaves it out. */
export function isKeptBlock(type: string, property: string, old: Value | undefined): boolean {
  const { keptBlocks, blockSwitches } = typeOf(type);
  if (!keptBlocks?.includes(property)) return false;
  const name = blockSwitches?.[property];
  return name === undefined || !isObject(old) || old[name] !== true;
}

/** Whether a change of this property replaces, where that depends on the change; undefined where it doesn't. */
export const replacesIf = (type: string, property: string, change: PropertyChange): boolean | undefined =>
  typeOf(type).replacesIf?.[property]?.(change);

/** True for a changed property that still stays as it is. */
export const isOverlooked = (type: string, property: string, change: PropertyChange): boolean =>
  typeOf(type).overlooks?.[property]?.(change) ?? false;

/** The inputs with what the provider fills into their blocks. */
export function withNestedDefaults(type: string, inputs: Properties): Properties {
  let filled: Properties = inputs;
  for (const [path, values] of Object.entries(typeOf(type).nestedDefaults ?? {})) {
    filled = fill(filled, path.split("."), values);
  }
  return filled;
}

function fill(object: Properties, [name = "", ...rest]: string[], values: Properties): Properties {
  const within = (member: Value): Value => {
    if (Array.isArray(member)) return member.map(within);
    if (!isObject(member)) return member;
    return rest.length === 0 ? { ...values, ...member } : fill(member, rest, values);
  };
  const block = object[name];
  return block === undefined ? object : { ...object, [name]: within(block) };
}
