import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { compare, type Difference, merged } from "./compare.ts";

/** A file that `init` has something to say about. */
export interface Wanted {
  /** The path that messages name. */
  shown: string;
  path: string;
  text: string;
  /** What it says as it was committed: then nobody has changed it, and it is written anew. */
  committed?: string | undefined;
  /** Settings that mustn't be in it. */
  unwanted?: readonly string[] | undefined;
  /** Whether one that is there is left alone, whatever it says. */
  onlyIfAbsent?: boolean | undefined;
}

export type Fate = "new" | "anew" | "same" | "differs" | "merged" | "theirs";

export interface Decided {
  shown: string;
  path: string;
  /** What happens: it is made, written anew, the same already, different and left alone, brought up to date, or somebody's own. */
  fate: Fate;
  /** What is written; undefined where nothing is. */
  text: string | undefined;
  differences: Difference[];
}

/** What is to be done with a file. `write` brings one up to date that somebody has changed. */
export function decide(
  { shown, path, text, committed, unwanted, onlyIfAbsent }: Wanted,
  write: boolean,
): Decided {
  const decided = (fate: Fate, written: string | undefined, differences: Difference[] = []): Decided => ({
    shown,
    path,
    fate,
    text: written,
    differences,
  });
  if (!existsSync(path)) return decided("new", text);
  if (onlyIfAbsent === true) return decided("theirs", undefined);
  const there = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  if (there === text) return decided("same", undefined);
  if (isUntouched(there, committed) || there.trim() === "") return decided("anew", text);
  const differences = compare(shown, there, text, unwanted);
  const open = differences.filter(({ isTheirs }) => !isTheirs);
  if (open.length === 0) return decided("same", undefined, differences);
  if (!write) return decided("differs", undefined, differences);
  return decided("merged", merged(shown, there, text, open), differences);
}

/** Whether a file says what it says as it was committed, comments too, however its lists and maps are spaced: the sandbox's copy has other spaces. */
export function isUntouched(there: string, committed: string | undefined): boolean {
  if (committed === undefined) return false;
  return there === committed || spaced(there) === spaced(committed);
}

function spaced(text: string): string {
  const document = parseDocument(text, { logLevel: "error" });
  return document.errors.length > 0 ? text : String(document);
}

/** Writes all files or, where one can't be written, none of the rest; what is in a file is whole at any time. */
export function writeFiles(files: readonly Decided[]): void {
  const staged: { from: string; to: string }[] = [];
  try {
    for (const { path, text } of files) {
      if (text === undefined) continue;
      const from = `${path}.${randomBytes(4).toString("hex")}.tmp`;
      staged.push({ from, to: path });
      writeFileSync(from, text, { flag: "wx" });
    }
    for (const { from, to } of staged) renameSync(from, to);
  } finally {
    for (const { from } of staged) rmSync(from, { force: true });
  }
}
