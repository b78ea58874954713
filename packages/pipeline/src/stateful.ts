import { recoveries } from "@ublog/aws-model/src/services/recoveries.ts";
import type { Change, Preview } from "./preview.ts";

/** Resources that hold data or an identity that others outside the stack rely on, and what is lost with them. */
export const STATEFUL: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(recoveries).flatMap(([type, { holds }]) => (holds === false ? [] : [[type, holds]])),
);

/** The changes that lose something which can't be made again, by URN: the engine's own order isn't always the same. */
export function lossesOf(preview: Preview): Change[] {
  return preview.changes
    .filter(({ action, type }) => (action === "replace" || action === "delete") && type in STATEFUL)
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
