import { text } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import { isThere } from "./inUse.ts";
import type { Change } from "./rule.ts";

const distribution = "aws:cloudfront/distribution:Distribution";

export const isUsed = ({ world }: Change, uses: (state: Properties) => boolean): boolean =>
  isThere({ world }, distribution, ({ state }) => uses(state));

/** The first resource that names this one in a property, by its own name. */
export const userOf = (
  { id, region, world }: Change,
  types: readonly string[],
  property: string,
  name: string,
) =>
  types
    .flatMap((type) => world.resources(type))
    .filter(({ state }) => state.region === region && text(state[property]) === id)
    .map((user) => text(user.state[name]) || user.id)[0];
