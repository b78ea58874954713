import type { Preview } from "./preview.ts";
import { obstructedChanges, protectedChanges, refusalIn } from "./protectedChanges.ts";
import { isHeld, obstructedResources } from "./protection.ts";
import { contentsText, protectionText } from "./report/protection.ts";
import type { State } from "./state.ts";

/**
 * The preview as failed where it can't be carried out because something is protected, with the way out in place of the
 * engine's own words: these name an option of the program, and know nothing of what AWS refuses. A destroy is judged by the
 * state, because its preview ends at the first thing that is protected.
 */
export function refuseProtected(preview: Preview, state?: State): Preview {
  // A look for drift does nothing.
  if (preview.operation === "drift") return preview;
  const isDestroy = preview.operation === "destroy" && state !== undefined;
  const obstructed = isDestroy ? obstructedResources(state) : obstructedChanges(preview);
  const held = isDestroy ? obstructed.filter(isHeld) : protectedChanges(preview);
  const contents = contentsText(preview.stack, obstructed);
  const warnings = contents === undefined ? preview.warnings : [...preview.warnings, contents];
  if (held.length === 0) return { ...preview, warnings };
  const others = preview.errors.filter((error) => refusalIn(error) === undefined);
  const errors = [protectionText(preview, held), ...others];
  return { ...preview, outcome: "failed", warnings, errors };
}
