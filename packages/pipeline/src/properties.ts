import type { PropertyChange } from "./preview.ts";

/** What Pulumi writes for a value that is known only after other resources are made. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** What Pulumi writes for a secret. */
const SECRET = "[secret]";
const LATER = "known after it is applied";
const LONGEST_VALUE = 160;
const EMPTY_LIST: readonly [] = [];
const EMPTY_MAP = {};

/** What is shown in the place of a value. No two are the same value. */
class Note {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * What changes between the inputs of a resource, value by value. `named` are the properties that the provider says it will change: one
 * that looks the same on both sides (a secret) is still listed. `leaving` are ids and ARNs of what is replaced: for a document
 * that is known only later, the places that name one of them are listed.
 */
export function propertyChanges(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  named: readonly string[] = [],
  leaving: ReadonlySet<string> = new Set(),
): PropertyChange[] {
  const old = flatten(before);
  const now = flatten(after);
  foldUnknown(old, now, leaving);
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter(
    (path) => old.get(path) !== now.get(path),
  );
  const changed = withoutMirrors(paths).map((path) => change(path, old.get(path), now.get(path)));
  const covered = new Set(changed.map(({ path }) => topOf(path)));
  const hidden = withoutMirrors([...covered, ...named]).filter((path) => !covered.has(topOf(path)));
  return [...changed, ...hidden.map((path) => change(path, old.get(path), now.get(path)))].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

/** Where a document, a map or a list is known only later, that is said once, and not for each value that it had. */
function foldUnknown(
  old: Map<string, unknown>,
  now: Map<string, unknown>,
  leaving: ReadonlySet<string>,
): void {
  for (const path of [...now].flatMap(([path, value]) => (value === UNKNOWN ? [path] : []))) {
    const inside = [...old].filter(([inner]) => inner.startsWith(`${path}.`) || inner.startsWith(`${path}[`));
    if (inside.length === 0) continue;
    const moving = inside.filter(([, value]) => typeof value === "string" && leaving.has(value));
    for (const [inner] of inside) old.delete(inner);
    const text = moving.length === 0 ? LATER : `the rest is ${LATER}`;
    old.set(path, new Note(text));
    now.set(path, new Note(text));
    for (const [inner, value] of moving) {
      old.set(inner, value);
      now.set(inner, UNKNOWN);
    }
  }
}

/** AWS providers repeat a resource's tags, with those that all resources have, in `tagsAll`. */
function withoutMirrors(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)];
  return unique.some((path) => topOf(path) === "tags")
    ? unique.filter((path) => topOf(path) !== "tagsAll")
    : unique;
}

function change(path: string, before: unknown, after: unknown): PropertyChange {
  return {
    path,
    ...(before === undefined ? {} : { before: shown(path, before) }),
    ...(after === undefined ? {} : { after: shown(path, after) }),
  };
}

/** The values that aren't maps or lists, by path. JSON documents are looked into. */
function flatten(value: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const walk = (part: unknown, path: string) => {
    const inner = typeof part === "string" ? (jsonDocument(part) ?? part) : part;
    if (typeof inner !== "object" || inner === null) {
      found.set(path, inner);
    } else if (Array.isArray(inner)) {
      const names = namesOf(inner);
      inner.forEach((item, index) => {
        walk(item, `${path}[${names?.[index] ?? index}]`);
      });
      if (inner.length === 0) found.set(path, EMPTY_LIST);
    } else {
      const entries = Object.entries(inner).filter(([key]) => key !== "__defaults");
      for (const [key, item] of entries) walk(item, path === "" ? key : `${path}.${key}`);
      if (entries.length === 0 && path !== "") found.set(path, EMPTY_MAP);
    }
  };
  walk(value, "");
  return found;
}

/** A list of things with names of their own (containers, variables, services) is compared by those names: an insertion moves nothing. */
function namesOf(list: readonly unknown[]): string[] | undefined {
  const names = list.map((item) => {
    if (typeof item !== "object" || item === null) return undefined;
    const { name, process = undefined } = item as { name?: unknown; process?: unknown };
    return name ?? process;
  });
  const unique = new Set(names).size === names.length;
  return unique && names.every((name) => typeof name === "string") ? names : undefined;
}

function jsonDocument(text: string): unknown {
  if (!/^\s*[{[]/.test(text) || text === SECRET) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names of things that nobody should read in a pull request, in case someone forgot to mark them secret. */
const SENSITIVE = /pass(word|phrase|wd)|secret|token|private_?key|credential|api_?key/i;

function shown(path: string, value: unknown): string {
  if (value === UNKNOWN) return `(${LATER})`;
  if (value instanceof Note) return `(${value.text})`;
  if (typeof value !== "string") return JSON.stringify(value) ?? String(value);
  const known = value.replaceAll(UNKNOWN, `(${LATER})`);
  if (known === SECRET || known.startsWith("arn:")) return known;
  if (SENSITIVE.test(path)) return "[masked]";
  const line = JSON.stringify(known);
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 1)}…` : line;
}

function topOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}
