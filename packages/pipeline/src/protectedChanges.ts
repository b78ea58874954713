import type { Change, Preview } from "./preview.ts";
import { type Held, isFirm, isHeld, type Obstacle } from "./protection.ts";
import { parseUrn } from "./urn.ts";

/** Changes that something prevents. */
export function obstructedChanges({ changes }: Preview): Held[] {
  return changes.flatMap(({ action, urn, name, type, obstacles, replacedBecause }) => {
    if ((action !== "replace" && action !== "delete") || obstacles === undefined) return [];
    return [{ action, urn, name, type, obstacles, replacedBecause }];
  });
}

/** The changes that `up` can't carry out: what it would replace or delete is protected. */
export function protectedChanges(preview: Preview): Held[] {
  return obstructedChanges(preview).filter(isHeld);
}

const PROTECT: Obstacle = { by: "pulumi", property: "protect" };

/**
 * The changes, with what the engine refuses in addition. Of what has to go because something it depends on is replaced, it looks at
 * whether it was protected, and not at whether it is to be; and not everything that it refuses has a step.
 */
export function withRefusals(changes: readonly Change[], errors: readonly string[]): Change[] {
  const refused = new Map(errors.flatMap((error) => refusalIn(error) ?? []).map((one) => [one.urn, one]));
  const isLoss = ({ action }: Change) => action === "replace" || action === "delete";
  const known = changes.map((change) => {
    const { obstacles = [] } = change;
    if (!refused.has(change.urn) || !isLoss(change) || obstacles.some(isFirm)) return change;
    return { ...change, obstacles: [PROTECT, ...obstacles] };
  });
  const seen = new Set(known.filter(isLoss).map(({ urn }) => urn));
  const unseen = [...refused.values()].filter(({ urn }) => !seen.has(urn));
  return [
    ...known,
    ...unseen.map(({ urn, action }): Change => {
      const { type, name } = parseUrn(urn);
      return { action, urn, type, name, replacedBecause: [], properties: [], obstacles: [PROTECT] };
    }),
  ];
}

/** The resource whose protection an error of the engine is about, and what was to be done with it. */
export function refusalIn(error: string): { urn: string; action: "replace" | "delete" } | undefined {
  if (!/marked for protection|because it is protected/.test(error)) return undefined;
  const replacing = /unable to replace resource "(?<urn>[^"]+)"/.exec(error)?.groups?.urn;
  if (replacing !== undefined) return { urn: replacing, action: "replace" };
  const deleting = /resource "(?<urn>[^"]+)"/.exec(error)?.groups?.urn;
  return deleting === undefined ? undefined : { urn: deleting, action: "delete" };
}
