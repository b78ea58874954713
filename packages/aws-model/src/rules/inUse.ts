import type { WorldResource } from "../world/world.ts";
import type { Change, Refusal, Rule } from "./rule.ts";

/** What can't be deleted while something uses it. What the provider itself removes before it deletes doesn't count as use. */
export interface Deletion {
  name: string;
  source: string;
  type: string;
  /** Defaults to the deletion alone. */
  on?: Rule["applies"]["on"];
  /** Whether something uses it: the user's name if the message names it. */
  usedBy(change: Change): string | boolean | undefined;
  /** `user` is what `usedBy` named. */
  refusal(change: Change & { id: string }, user: string): Refusal;
}

/** Whether a resource of the type is what is asked for. */
export const isThere = (
  { world }: Pick<Change, "world">,
  type: string,
  is: (resource: WorldResource) => boolean,
): boolean => world.resources(type).some(is);

/** Checked when one is deleted. */
export const inUseRule = ({ name, source, type, on = ["delete"], usedBy, refusal }: Deletion): Rule => ({
  name,
  source,
  applies: { types: [type], on },
  check: (change) => {
    const user = usedBy(change);
    if (user === undefined || user === false || change.id === undefined) return undefined;
    return refusal({ ...change, id: change.id }, String(user));
  },
});
