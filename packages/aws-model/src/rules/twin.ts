import type { Value } from "../world/world.ts";
import type { Change } from "./rule.ts";

/** The live resource of the same type that has the same value for each of the properties, if there is one. */
export function twin(
  { type, id, inputs, region, world }: Change,
  properties: readonly string[],
  same: (a: Value | undefined, b: Value | undefined) => boolean = isSame,
) {
  const isGlobal = inputs.region === undefined;
  return world
    .resources(type)
    .find(
      (other) =>
        other.id !== id &&
        (isGlobal || other.state.region === region) &&
        properties.every((property) => same(other.state[property], inputs[property])),
    );
}

export const isSame = (a: Value | undefined, b: Value | undefined): boolean =>
  a !== undefined && b !== undefined && String(a) === String(b);

/** For the few names of which AWS says that they may not differ only in capitals. */
export const isSameIgnoringCase = (a: Value | undefined, b: Value | undefined): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();
