import { count } from "@ublog/terminal/markdown";
import type { Mark, Paint } from "@ublog/terminal/paint";
import { tableLines, wrap } from "@ublog/terminal/table";
import type { Answer } from "./examine.ts";
import type { Finding, Status } from "./finding.ts";

const MARKS: Readonly<Record<Status, Mark | "–">> = { ok: "✓", warning: "!", problem: "✗", "not asked": "–" };
const COLOURS = { "✓": "green", "!": "yellow", "✗": "red", "–": "dim" } as const;

/** A finding with the question that it came of. */
export interface Named extends Finding {
  question: string;
}

export const findingsOf = (answers: readonly Answer[]): Named[] =>
  answers.flatMap(({ id, findings }) => findings.map((finding) => ({ question: id, ...finding })));

/** What was asked as a table, what wasn't and why, then what is to be done, and how many findings there are of each kind. */
export function reportLines(answers: readonly Answer[], look: { width: number; paint: Paint }): string[] {
  const { width, paint } = look;
  const findings = findingsOf(answers);
  const asked = findings.filter(({ status }) => status !== "not asked");
  const rows = asked.map(({ status, question, found }) => [
    MARKS[status],
    question,
    status === "ok" ? found : "see below",
  ]);
  const troubles = asked.filter(({ status }) => status !== "ok");
  return [
    ...(rows.length === 0
      ? []
      : tableLines(["", "question", "answer"], rows, { width }).map((line) => coloured(line, paint))),
    ...unasked(findings).flatMap((line) => wrap(`${MARKS["not asked"]} ${line}`, width, "", "  ")),
    ...troubles.flatMap((trouble) => ["", ...troubleLines(trouble, look)]),
    "",
    ...wrap(summary(findings), width),
  ];
}

/** The questions that weren't asked, each reason once. */
function unasked(findings: readonly Named[]): string[] {
  const reasons = Map.groupBy(
    findings.filter(({ status }) => status === "not asked"),
    ({ found }) => found,
  );
  return [...reasons].map(
    ([reason, all]) =>
      `not asked, ${reason}: ${[...new Set(all.map(({ question }) => question))].join(", ")}`,
  );
}

function coloured(line: string, paint: Paint): string {
  const [mark = ""] = line;
  return mark in COLOURS ? `${paint(COLOURS[mark as keyof typeof COLOURS], mark)}${line.slice(1)}` : line;
}

/** A problem or a warning: what it is, why it matters, and what to do. */
export function troubleLines(trouble: Named, { width, paint }: { width: number; paint: Paint }): string[] {
  const { status, question, found, why = "", fix = "", commands = [] } = trouble;
  const mark = MARKS[status];
  const [first = "", ...rest] = wrap(`${mark} ${question}: ${found}`, width, "", "  ");
  return [
    mark === "–" ? first : paint(COLOURS[mark], first),
    ...rest,
    ...wrap(why, width, "  Why: ", "       "),
    ...wrap(fix, width, "  Do:  ", "       "),
    // A command is copied: it stays in one line.
    ...commands.map((command) => `       $ ${command}`),
  ];
}

/** How many findings there are of each kind. */
export function summary(findings: readonly Finding[]): string {
  const of = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const parts = [
    ...(of("problem") > 0 ? [count(of("problem"), "problem")] : []),
    ...(of("warning") > 0 ? [count(of("warning"), "warning")] : []),
    `${of("ok")} all right`,
    ...(of("not asked") > 0 ? [`${of("not asked")} not asked`] : []),
  ];
  const verdict =
    of("problem") > 0
      ? "An `up` or a release would fail."
      : of("warning") > 0
        ? "Nothing stands in the way of an `up`."
        : "Nothing stands in the way.";
  return `${verdict} ${parts.join(", ")}.`;
}
