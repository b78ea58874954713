import { text } from "../world/reading.ts";
import type { Change, Rule } from "./rule.ts";
import { isSameIgnoringCase } from "./twin.ts";

export interface FinalSnapshot {
  name: string;
  source: string;
  type: string;
  /** The kind of remains that the snapshot is. */
  kind: string;
  /** The type of snapshots that programs make, if there is one, and the property with the name of one. */
  made?: readonly [type: string, name: string];
  doing(change: Change): string;
  answer: { service: string; operation: string; code: string };
  /** What AWS says about a name that is taken. */
  taken(snapshot: string): string;
}

/** The last snapshot of something deleted has a name of its own. */
export function finalSnapshot({ name, source, type, kind, made, doing, answer, taken }: FinalSnapshot): Rule {
  return {
    name,
    source,
    applies: { types: [type], on: ["delete"] },
    check: (change) => {
      const { state, world } = change;
      const snapshot = text(state.finalSnapshotIdentifier);
      if (state.skipFinalSnapshot === true || snapshot === "") return undefined;
      const names = [
        ...world.remains(kind).map(({ id }) => id),
        ...(made ? world.resources(made[0]).map((other) => text(other.state[made[1]])) : []),
      ];
      // AWS keeps the names of snapshots in small letters.
      if (!names.some((one) => isSameIgnoringCase(one, snapshot))) return undefined;
      return { doing: doing(change), answer, message: taken(snapshot) };
    },
  };
}
