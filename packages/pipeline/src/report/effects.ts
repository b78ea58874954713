import type { Action, Change, Preview } from "../preview.ts";

/** What a change amounts to for a reader. A new revision leaves the one before in place. */
export type Effect = Action | "revise";

/** Resources of which AWS keeps every version: a replacement is only the next one. */
const REVISED = ["aws:ecs/taskDefinition:TaskDefinition"];

/** From the heaviest to the lightest. */
const ORDER: readonly Effect[] = ["replace", "delete", "update", "revise", "create", "import"];

/** Effects after which something that existed is gone. */
const SEVERE: readonly Effect[] = ["replace", "delete"];

const PLANNED: Readonly<Record<Effect, string>> = {
  replace: "replace",
  delete: "delete",
  update: "change",
  revise: "new revision",
  create: "create",
  import: "import",
};

const FOUND: Readonly<Record<Effect, string>> = {
  replace: "changed, needs a replacement",
  delete: "not in the program",
  update: "changed",
  revise: "changed, needs a new revision",
  create: "missing",
  import: "not imported",
};

export function effectOf({ action, type }: Change): Effect {
  return action === "replace" && REVISED.includes(type) ? "revise" : action;
}

/** Whether a version is added of something of which AWS keeps every version. */
export function addsRevision({ action, type }: Change): boolean {
  return (action === "create" || action === "replace") && REVISED.includes(type);
}

export function isSevere(change: Change): boolean {
  return SEVERE.includes(effectOf(change));
}

/** The word for a change in a preview, or for a difference that was found. */
export function wordOf(effect: Effect, operation: Preview["operation"]): string {
  return (operation === "drift" ? FOUND : PLANNED)[effect];
}

/** Heaviest first, then by URN. */
export function byWeight(a: Change, b: Change): number {
  return ORDER.indexOf(effectOf(a)) - ORDER.indexOf(effectOf(b)) || (a.urn < b.urn ? -1 : 1);
}

/** For example “replace 1, change 2”. */
export function headline(preview: Preview): string {
  if (preview.outcome === "gone") return "its file is removed, and nothing is left of it";
  const effects = preview.changes.map(effectOf);
  const counts = ORDER.flatMap((effect) => {
    const number = effects.filter((one) => one === effect).length;
    const word = wordOf(effect, preview.operation);
    return number === 0 ? [] : [preview.operation === "drift" ? `${number} ${word}` : `${word} ${number}`];
  });
  const unmade = preview.outcome === "missing" || preview.rehearsed ? ["not made yet"] : [];
  if (preview.outcome === "failed") return [...unmade, "the preview failed", ...counts].join(", ");
  if (unmade.length > 0) return [...unmade, ...counts].join(", ");
  if (counts.length > 0) return counts.join(", ");
  return preview.outputs.length > 0 ? "only outputs change" : "no changes";
}
