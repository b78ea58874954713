import type { Properties } from "../world/world.ts";
import type { Change, Refusal, Rule } from "./rule.ts";

/** How many of something an account may have that hasn't asked AWS for more. */
export interface Quota {
  name: string;
  /** The page with the number. */
  source: string;
  limit: number;
  types: readonly string[];
  /** Defaults to the creation alone. */
  on?: Rule["applies"]["on"];
  /** How many there would be after the change. */
  count(change: Change): number;
  refusal(change: Change): Refusal;
}

export const quotaRule = ({ name, source, limit, types, on = ["create"], count, refusal }: Quota): Rule => ({
  name,
  source,
  applies: { types, on },
  check: (change) => (count(change) > limit ? refusal(change) : undefined),
});

/** The resources of the change's type in its region that count, including the new one. */
export const inRegion = (
  { type, region, world }: Change,
  counts: (state: Properties) => boolean = () => true,
): number =>
  world
    .resources(type)
    .filter(({ state }) => (state.region === undefined || state.region === region) && counts(state)).length +
  1;
