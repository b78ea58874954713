import { alert, block, code, count } from "@ublog/terminal/markdown";
import type { Preview } from "../preview.ts";
import { afterwards } from "./afterwards.ts";
import { effectOf } from "./effects.ts";

/** What was done, with Pulumi's final counts, and what has to follow. `preview` is what was applied. */
export function appliedReport(preview: Preview, counts: string): string {
  return [
    `## ${preview.operation} ${code(preview.stack)}: done`,
    block(inWords(counts, preview)),
    ...afterwards(preview).map((text) => alert("NOTE", text)),
  ].join("\n\n");
}

/** The counts in the words of the preview: among what Pulumi counts as replaced, new revisions leave the ones before in place. */
function inWords(counts: string, { changes }: Preview): string {
  const planned = changes.filter(({ action }) => action === "replace");
  const revised = planned.filter((change) => effectOf(change) === "revise").length;
  return counts.replace(/^( *)\+-(\d+) replaced$/m, (line, indent: string, number: string) => {
    // Fewer than planned: the counts don't say which.
    if (Number(number) !== planned.length || revised === 0) return line;
    const replaced = planned.length - revised;
    const lines = [
      `+ ${count(revised, "new revision")}`,
      ...(replaced === 0 ? [] : [`+-${replaced} replaced`]),
    ];
    return lines.map((one) => indent + one).join("\n");
  });
}
