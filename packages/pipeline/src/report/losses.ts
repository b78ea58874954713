import { alert, block, code } from "@ublog/terminal/markdown";
import type { Verdict } from "../guard.ts";
import { overrideLine } from "../guard.ts";
import type { Change, Preview } from "../preview.ts";
import { STATEFUL } from "../stateful.ts";

/** What would be lost, and what the pull request has to say to allow it. */
export function lossesText(preview: Preview, verdict: Verdict): string[] {
  const { refused, accepted, held = [], idle } = verdict;
  const verb = preview.operation === "drift" ? "The next up would lose" : "This would lose";
  // A line isn't enough for what is protected; the error says what is.
  const open = refused.filter(({ urn }) => !held.some((one) => one.urn === urn));
  return [
    ...(refused.length === 0
      ? []
      : [
          alert(
            "CAUTION",
            [`**${verb} what holds data, or what others rely on:**`, "", ...refused.map(line)].join("\n"),
          ),
        ]),
    ...(accepted === undefined || open.length === 0 ? [] : [remedy(open)]),
    ...(accepted === undefined || accepted.length === 0
      ? []
      : [
          alert(
            "WARNING",
            [
              "**This loses, as the description of the pull request allows:**",
              "",
              ...accepted.map(line),
            ].join("\n"),
          ),
        ]),
    ...idle.map((urn) =>
      alert("NOTE", `The description allows the loss of ${code(urn)}, which this change doesn't touch.`),
    ),
  ];
}

function line({ action, name, type, replacedBecause }: Change): string {
  const what = action === "replace" ? "replaced" : "deleted";
  const why = replacedBecause.length === 0 ? "" : `, because of ${replacedBecause.map(code).join(", ")}`;
  return `- ${code(name)}, ${STATEFUL[type]}: ${what}${why}`;
}

function remedy(refused: readonly Change[]): string {
  const lines = refused.map(({ urn }) => overrideLine(urn)).join("\n");
  return `If that is what you want, write this into the description of the pull request:\n\n${block(lines)}`;
}
