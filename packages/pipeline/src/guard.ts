import type { Change, Preview } from "./preview.ts";
import { protectedChanges } from "./protectedChanges.ts";
import type { Held } from "./protection.ts";
import { lossesOf } from "./stateful.ts";
import { parseUrn } from "./urn.ts";

/** What may be lost, and what may not. */
export interface Verdict {
  /** Losses that nobody allowed, and those that nobody can allow yet. */
  refused: Change[];
  /** What is protected, so that `up` would fail at it. Absent where nothing is. */
  held?: Held[];
  /** Losses that the pull request names. Absent where there is no pull request to ask. */
  accepted?: Change[];
  /** URNs of this stack that the pull request names and that aren't lost. */
  idle: string[];
}

/** What a pull request says to allow the loss of a resource, on a line of its own in its description. */
export function overrideLine(urn: string): string {
  return `Allow-Loss-Of: ${urn}`;
}

/** The URNs whose loss a pull request allows. What is in a comment of the description's template doesn't count. */
export function overridesIn(description: string): string[] {
  const said = description.replaceAll(/<!--[\s\S]*?(-->|$)/g, "");
  const lines = said.matchAll(
    /^[ \t]*(?:[-*][ \t]+)?`?Allow-Loss-Of:[ \t]*`?(urn:pulumi:[^`\r\n]*?)`?[ \t]*\r?$/gim,
  );
  return [...new Set([...lines].map(([, urn = ""]) => urn))];
}

/** Judges a preview. `allowed` is what the pull request allows; absent where there is none. */
export function judge(preview: Preview, allowed?: readonly string[]): Verdict {
  const losses = lossesOf(preview);
  const changes = protectedChanges(preview);
  const held = changes.length === 0 ? {} : { held: changes };
  if (allowed === undefined) return { refused: losses, ...held, idle: [] };
  const lost = new Set(losses.map(({ urn }) => urn));
  const isAccepted = ({ urn }: Change) =>
    allowed.includes(urn) && !changes.some((change) => change.urn === urn);
  return {
    refused: losses.filter((loss) => !isAccepted(loss)),
    accepted: losses.filter(isAccepted),
    ...held,
    idle: allowed.filter((urn) => parseUrn(urn).stack === preview.stack && !lost.has(urn)),
  };
}
