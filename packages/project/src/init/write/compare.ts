import { UserError } from "@ublog/terminal/errors";
import { type Document, isMap, isPair, isScalar, parseDocument } from "yaml";

/** One setting in which a file differs from what `init` writes. */
export interface Difference {
  file: string;
  /** The setting, with its place: `ublog:django.kit`. */
  setting: string;
  path: readonly string[];
  /** The value that is there; undefined where there is none. */
  there: unknown;
  /** What `init` writes; undefined where it has none. */
  wouldBe: unknown;
  /** Whether it is a choice of the people who keep the file, such as a size, that `init` leaves alone. */
  isTheirs: boolean;
}

/** What people choose by themselves, and no project says: sizes and prices. */
const THEIRS =
  /^[^:]+:(capacity|architecture|network|database\.(?!extensions)|cache|gunicorn\.(cpu|memoryMiB)$)|^[^:]+:(network|database|cache)$/;

/** The differences between the file that is there and the one that would be. `unwanted` are settings that mustn't be there. */
export function compare(
  file: string,
  there: string,
  wouldBe: string,
  unwanted: readonly string[] = [],
): Difference[] {
  const theirs = parsed(file, there);
  const ours = parsed(file, wouldBe);
  const differences: Difference[] = [];
  const add = (path: readonly string[], a: unknown, b: unknown) => {
    const setting = path.filter((part, at) => !(at === 0 && part === "config")).join(".");
    const isChoice = THEIRS.test(setting) && a !== undefined;
    differences.push({ file, setting, path, there: a, wouldBe: b, isTheirs: isChoice });
  };
  const walk = (path: readonly string[]) => {
    const b = ours.getIn(path, true);
    const a = theirs.getIn(path, true);
    if (isMap(b) && b.items.length > 0 && (isMap(a) || path.length < 2)) {
      for (const { key } of b.items) walk([...path, String(isScalar(key) ? key.value : key)]);
      return;
    }
    const [left, right] = [valueAt(theirs, path), valueAt(ours, path)];
    // What somebody has added is no less right where nothing has to be there; but no workers are none.
    if (isMap(a) && isMap(b) && b.items.length === 0 && !/:workers$/.test(path.at(-1) ?? "")) return;
    if (JSON.stringify(left) !== JSON.stringify(right)) add(path, left, right);
  };
  walk([]);
  for (const setting of unwanted) {
    const path = ["config", setting];
    if (theirs.hasIn(path)) add(path, valueAt(theirs, path), undefined);
  }
  return differences;
}

/** The file with these differences taken away; comments and all other settings stay. */
export function merged(
  file: string,
  there: string,
  wouldBe: string,
  differences: readonly Difference[],
): string {
  const theirs = parsed(file, there);
  const ours = parsed(file, wouldBe);
  if (theirs.contents === null) return wouldBe;
  for (const { path, wouldBe: value } of differences) {
    if (value === undefined) {
      theirs.deleteIn(path);
      continue;
    }
    const above = path.slice(0, -1);
    const map = theirs.getIn(above, true);
    const pair = pairAt(ours, path);
    if (!isMap(map) || pair === undefined) {
      theirs.setIn(path, theirs.createNode(value));
      continue;
    }
    const at = map.items.findIndex(({ key }) => String(isScalar(key) ? key.value : key) === path.at(-1));
    const before = map.items[at];
    if (before === undefined) {
      map.flow = false;
      map.items.push(pair as (typeof map.items)[number]);
    } else if (isScalar(before.value) && isScalar(pair.value)) {
      const { value } = before;
      value.value = pair.value.value;
      if (value.comment?.trim().startsWith("CHANGE") === true) value.comment = pair.value.comment ?? null;
    } else before.value = pair.value;
  }
  return theirs.toString({ lineWidth: 0 });
}

function pairAt(document: Document, path: readonly string[]) {
  const map = document.getIn(path.slice(0, -1), true);
  if (!isMap(map)) return undefined;
  const pair = map.items.find(({ key }) => String(isScalar(key) ? key.value : key) === path.at(-1));
  return isPair(pair) ? pair : undefined;
}

function valueAt(document: Document, path: readonly string[]): unknown {
  const node = document.getIn(path, true) as { toJS?: (document: Document) => unknown } | undefined;
  return node?.toJS === undefined ? node : node.toJS(document);
}

function parsed(file: string, text: string): Document {
  const document = parseDocument(text, { logLevel: "error" });
  const [problem] = document.errors;
  if (problem === undefined) return document;
  const line = (problem.message.split("\n")[0] ?? "").replace(/[.:]$/, "");
  throw new UserError(`${file} is not valid YAML: ${line}. Mend it, and run init again.`);
}

/** A value as a table shows it: with spaces, at which its lines can end. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value !== "object" || value === null) return value === undefined ? "–" : JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${shown(one)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
