import { alert, block, code, count, fold, table } from "@ublog/terminal/markdown";
import type { Verdict } from "../guard.ts";
import type { Action, Change, Preview } from "../preview.ts";
import { shortType } from "../urn.ts";
import { afterwards } from "./afterwards.ts";
import { byWeight, effectOf, headline, isSevere, wordOf } from "./effects.ts";
import { lossesText } from "./losses.ts";

/** A preview, and what the guard makes of it where there is a pull request to ask. */
export interface Reported {
  preview: Preview;
  verdict: Verdict;
}

/** The most that GitHub takes: characters of a comment or an issue, bytes of a step summary. */
export const LIMITS = { comment: 60_000, summary: 1_000_000 } as const;

/** How much is shown of each stack. */
interface Detail {
  rows: number;
  details: readonly Action[];
}

/** From everything to hardly anything: the first that fits is taken. What is lost is always shown. */
const DETAIL: readonly Detail[] = [
  { rows: Number.POSITIVE_INFINITY, details: ["replace", "delete", "update", "create", "import"] },
  { rows: Number.POSITIVE_INFINITY, details: ["replace", "delete", "update"] },
  { rows: Number.POSITIVE_INFINITY, details: [] },
  { rows: 50, details: [] },
  { rows: 10, details: [] },
  { rows: 0, details: [] },
];

/** One Markdown report of all stacks, within a limit in bytes. */
export function previewReport(heading: string, reported: readonly Reported[], limit: number): string {
  const versions = DETAIL.map((detail) =>
    [heading, ...reported.map((one) => stackReport(one, detail))].join("\n\n"),
  );
  const fitting = versions.find((version) => Buffer.byteLength(version) <= limit);
  return fitting ?? cut(versions.at(-1) ?? heading, limit);
}

function stackReport({ preview, verdict }: Reported, detail: Detail): string {
  const { stack, outcome, errors, warnings, outputs, rehearsed } = preview;
  const title = `### ${code(stack)}: ${headline(preview)}`;
  const notes = warnings.map((warning) => alert("WARNING", warning));
  const changes = preview.changes.toSorted(byWeight);
  const severe = changes.filter(isSevere);
  const mild = changes.filter((change) => !isSevere(change));
  const make = `It is made by the workflow “[IaC] Pulumi”, or with ${code(`pulumi up --stack ${stack}`)}.`;
  const rehearsal =
    "Until then this is what the sandbox says: the real programs on the real engine, with a stand-in for AWS.";
  const parts = [
    title,
    ...(outcome === "missing" || rehearsed ? [rehearsed ? `${make} ${rehearsal}` : make] : []),
    ...(errors.length === 0 ? [] : [block(errors.join("\n\n"))]),
    ...notes,
    ...lossesText(preview, verdict),
    ...afterwards(preview).map((text) => alert("NOTE", text)),
    ...changeTable("Replaced or deleted", severe, preview.operation, detail.rows),
    ...changeTable("Changed or created", mild, preview.operation, detail.rows),
    ...(outputs.length === 0 ? [] : [`Stack outputs that change: ${outputs.map(code).join(", ")}`]),
    ...folded(changes.filter(({ action }) => detail.details.includes(action))),
  ];
  return parts.join("\n\n");
}

function changeTable(
  title: string,
  changes: readonly Change[],
  operation: Preview["operation"],
  limit: number,
): string[] {
  if (changes.length === 0) return [];
  const told = changes.slice(0, limit);
  const named = told.some((change) => propertyNames(change) !== "");
  const rows = told.map((change) => [
    wordOf(effectOf(change), operation),
    code(change.name),
    code(shortType(change.type)),
    ...(named ? [propertyNames(change)] : []),
  ]);
  const header = ["", "Resource", "Type", ...(named ? ["Properties"] : [])];
  const rest = changes.length - rows.length;
  const more = rest === 0 ? [] : [`… and ${count(rest, "more resource")}, listed on the page of the run.`];
  const shown = rows.length === 0 ? [] : [table(header, rows)];
  return [`**${title}**`, ...shown, ...more];
}

const MOST_NAMES = 5;

/** The properties that change, those first that force a replacement. */
function propertyNames({ action, replacedBecause, properties }: Change): string {
  if (action === "create" || action === "import" || action === "delete") return "";
  const within = (path: string, reason: string) =>
    path === reason || path.startsWith(`${reason}.`) || path.startsWith(`${reason}[`);
  const paths = properties.map(({ path }) => path);
  const unseen = replacedBecause.filter((reason) => !paths.some((path) => within(path, reason)));
  const forcing = [
    ...unseen,
    ...paths.filter((path) => replacedBecause.some((reason) => within(path, reason))),
  ];
  const names = [
    ...forcing.map((path) => `**${code(path)}**`),
    ...paths.filter((path) => !forcing.includes(path)).map(code),
  ];
  const rest = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(rest > 0 ? [`and ${rest} more`] : [])].join(", ");
}

function folded(changes: readonly Change[]): string[] {
  const told = changes.filter(({ properties }) => properties.length > 0);
  if (told.length === 0) return [];
  const body = told.map(
    (change) => `${code(change.name)} (${code(shortType(change.type))})\n\n${differences(change)}`,
  );
  return [fold(`Details of ${count(told.length, "resource")}`, body.join("\n\n"))];
}

function differences({ properties }: Change): string {
  const lines = properties.flatMap(({ path, before, after }) => {
    if (before === after) return [`! ${path}: ${after ?? ""}`];
    return [
      ...(before === undefined ? [] : [`- ${path}: ${before}`]),
      ...(after === undefined ? [] : [`+ ${path}: ${after}`]),
    ];
  });
  return block(lines.join("\n"), "diff");
}

/** The last resort, for hundreds of stacks or losses. */
function cut(text: string, limit: number): string {
  const note = "\n\n… the rest is too long for this page.";
  const room = limit - Buffer.byteLength(note);
  const kept = Buffer.from(text)
    .subarray(0, room)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
  return kept.slice(0, Math.max(kept.lastIndexOf("\n"), 0)) + note;
}
