import { marked, type Paint } from "@ublog/terminal/paint";
import { tableLines, wrap } from "@ublog/terminal/table";
import type { Advice } from "./advice.ts";
import type { Found } from "./summary.ts";
import { type Difference, shown } from "./write/compare.ts";
import type { Decided, Fate } from "./write/files.ts";

/** All that `init` has to say. */
export interface InitReport {
  backend: string;
  found: Found[];
  files: Decided[];
  /** Lines that somebody has to change, as `file:line: text`. */
  change: string[];
  advice: Advice;
  next: string[];
  /** Whether nothing was written because that was asked for. */
  isDryRun: boolean;
}

/** The same for programs. */
export function asJson({ backend, found, files, change, advice, next, isDryRun }: InitReport) {
  return {
    backend,
    dryRun: isDryRun,
    found: found.map(([what, value, why]) => ({ what, value, why })),
    files: files.map(({ shown: file, fate, differences }) => ({
      file,
      fate,
      differences: differences.map(({ setting, there, wouldBe, isTheirs }) => ({
        setting,
        there: there ?? null,
        wouldBe: wouldBe ?? null,
        kept: isTheirs,
      })),
    })),
    change,
    project: advice.project,
    open: advice.open,
    next,
  };
}

const SAID: Record<Fate, readonly [done: string, dry: string, mark: "✓" | "!"]> = {
  new: ["written", "would be written", "✓"],
  anew: ["written anew: nobody had changed it", "would be written anew: nobody has changed it", "✓"],
  same: ["says so already", "says so already", "✓"],
  merged: ["brought up to date", "would be brought up to date", "✓"],
  differs: ["left as it is: it was changed, and differs", "left as it is: it was changed, and differs", "!"],
  theirs: ["is there already, and stays as it is", "is there already, and stays as it is", "✓"],
};

export function lines(report: InitReport, paint: Paint, width: number): string[] {
  const { backend, found, files, change, advice, next, isDryRun } = report;
  const differences = files.flatMap((file) => file.differences);
  const open = differences.filter(({ isTheirs }) => !isTheirs);
  const theirs = differences.filter(({ isTheirs }) => isTheirs);
  const isMerged = files.some(({ fate }) => fate === "merged");
  const isSame = files.every(({ fate }) => fate === "same" || fate === "theirs");
  const list = (items: readonly string[]) => items.flatMap((item) => wrap(item, width, "  - ", "    "));
  return [
    ...wrap(`What ${backend} shows, without having been run:`, width),
    "",
    ...tableLines(["what", "is", "because"], found, { width, ruled: false }).slice(1),
    "",
    ...files.map(({ shown: file, fate }) => {
      const [done, dry, mark] = SAID[fate];
      return marked(paint, mark, `${file}: ${isDryRun ? dry : done}`);
    }),
    ...(isSame ? ["", "Nothing was changed: all files say this already."] : []),
    ...(open.length === 0 ? [] : ["", ...differing(open, isMerged ? "now" : "would be", width)]),
    ...(open.length === 0 || isMerged
      ? []
      : ["", "`--write` puts these values in; comments and all other settings stay."]),
    ...(theirs.length === 0
      ? []
      : ["", "Chosen by you, and kept:", ...differing(theirs, "by default", width)]),
    ...(change.length === 0 ? [] : ["", "To be changed in the files, marked CHANGE:", ...list(change)]),
    ...(advice.project.length === 0
      ? []
      : ["", "To be done in the project:", ...steps(advice.project, width)]),
    ...(advice.open.length === 0 ? [] : ["", "To know, and to look at:", ...list(advice.open)]),
    "",
    "Next:",
    ...next.map((line) => (line === "" ? "" : `  ${line}`)),
  ];
}

/** Sentences as a list. What is to be copied stands at the edge, as indented lines at the end of a Python file are an error. */
function steps(items: readonly string[], width: number): string[] {
  return items.flatMap((item, nth) => {
    const [sentence = "", ...copied] = item.split("\n");
    const block = copied.length === 0 ? [] : ["", ...copied, ...(nth === items.length - 1 ? [] : [""])];
    return [...wrap(sentence, width, "  - ", "    "), ...block];
  });
}

/** The settings that differ, under the file that each is in. */
function differing(differences: readonly Difference[], other: string, width: number): string[] {
  const rows = differences.flatMap(({ file, setting, there, wouldBe }, nth) => [
    ...(differences[nth - 1]?.file === file ? [] : [[`${file}:`]]),
    [setting, shown(there), shown(wouldBe)],
  ]);
  return tableLines(["setting", "there", other], rows, { width });
}
