import { createHash } from "node:crypto";
import { PROCESSES } from "../../vocabulary.ts";

/** Priorities that one app may use. */
const BAND_WIDTH = 100;

/** The position of the rule for host names that are redirected: no path is asked for there, so it meets no other. */
export const REDIRECT_POSITION = BAND_WIDTH - 1;

/** The last position that the rules of processes may have. */
export const LAST_POSITION = REDIRECT_POSITION - 1;

/** How many apps can share a listener: priorities go from 1 to 50000. */
export const BANDS = 500;

/** Values in the conditions of one rule: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
export const MAX_VALUES_PER_RULE = 5;

/** Wildcards in the conditions of one rule, from the same page. */
const MAX_WILDCARDS_PER_RULE = 5;

/** Paths that fit into one rule in addition to the host name. */
export const MAX_PATHS_PER_RULE = MAX_VALUES_PER_RULE - 1;

/** A listener rule of a process: some of its paths, at a position in the app's band. */
export interface PathRule {
  paths: string[];
  /** Position in the band, from 0: lower is asked first. */
  position: number;
}

/** The band of an app: names that differ only in a number at the end get neighbouring bands, so that they never meet. */
export function bandOf(app: string): number {
  const [, prefix = app, number = "0"] = /^(.*?)(\d{1,9})$/.exec(app) ?? [];
  return (hashOf(prefix) + Number(number)) % BANDS;
}

/** The priority of a position in a band: 1 to 50000. */
export function priorityOf(band: number, position: number): number {
  return band * BAND_WIDTH + position + 1;
}

/** Positions of one class of patterns within a band. */
interface PositionClass {
  first: number;
  size: number;
}

/**
 * Where patterns go by the number of whole segments before the first wildcard, deep ones first; and among those of one depth the
 * more specific ones (`/api*`, `/api/*.json`, the path `/api/`) before the plain ones (`/api/*`). So a plain pattern comes
 * before every other that covers it, whichever process they belong to. Most rules are of depth 1, which has most room.
 */
const CLASSES: readonly { refined: PositionClass; plain: PositionClass }[] = [
  { refined: { first: 90, size: 6 }, plain: { first: 96, size: 3 } },
  { refined: { first: 50, size: 8 }, plain: { first: 58, size: 32 } },
  { refined: { first: 24, size: 6 }, plain: { first: 30, size: 20 } },
  { refined: { first: 10, size: 4 }, plain: { first: 14, size: 10 } },
  { refined: { first: 0, size: 5 }, plain: { first: 5, size: 5 } },
];

/** Which class a pattern belongs to: an index of CLASSES, and whether it has literal text beside its whole segments. */
function classify(path: string): { depth: number; refined: boolean } {
  const wildcard = path.search(/[*?]/);
  const literal = wildcard === -1 ? path : path.slice(0, path.lastIndexOf("/", wildcard) + 1);
  const depth = literal.split("/").filter((segment) => segment !== "").length;
  const rest = path.slice(literal.length);
  const refined = wildcard === -1 ? path.endsWith("/") : rest !== "*";
  return { depth: Math.min(depth, CLASSES.length - 1), refined };
}

/** Whether every path that the second pattern matches is matched by the first too. */
export function covers(general: string, specific: string): boolean {
  const source = [...general].map((c) =>
    c === "*" ? ".*" : c === "?" ? "[^*]" : c.replace(/[^\w/]/, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`).test(specific);
}

/** The processes that have a place of their own in each class, so that they never meet each other. */
const FIXED: readonly string[] = [PROCESSES.gunicorn.physical, PROCESSES.frontend.physical];

function positionIn({ first, size }: PositionClass, process: string, part: number): number {
  const fixed = FIXED.indexOf(process);
  if (fixed >= 0 && part === 0) return first + fixed;
  return first + FIXED.length + (hashOf(`${process}/${part}`) % (size - FIXED.length));
}

/**
 * The rules of one process. A function of its own name and paths alone: other processes move nothing. `position`, where
 * it is given, is that of the first rule; the others follow it.
 */
export function pathRules(process: string, paths: readonly string[], position?: number): PathRule[] {
  const classes = new Map<PositionClass, string[]>();
  for (const path of [...new Set(paths)].sort()) {
    const { depth, refined } = classify(path);
    const found = CLASSES[depth]?.[refined ? "refined" : "plain"];
    if (found !== undefined) classes.set(found, [...(classes.get(found) ?? []), path]);
  }
  return [...classes]
    .sort(([a], [b]) => a.first - b.first)
    .flatMap(([found, members]) =>
      chunks(members).map((part, i) => ({ paths: part, position: positionIn(found, process, i) })),
    )
    .map((rule, i) => (position === undefined ? rule : { ...rule, position: position + i }));
}

/** The paths in the groups that one rule can hold. */
function chunks(paths: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const path of paths) {
    const last = groups.at(-1);
    const fits =
      last !== undefined &&
      last.length < MAX_PATHS_PER_RULE &&
      wildcards([...last, path]) <= MAX_WILDCARDS_PER_RULE;
    if (fits) last.push(path);
    else groups.push([path]);
  }
  return groups;
}

function wildcards(paths: readonly string[]): number {
  return paths.join("").split(/[*?]/).length - 1;
}

function hashOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
