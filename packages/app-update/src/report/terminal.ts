import { marked, painter } from "@ublog/terminal/paint";
import { tableLines, widthOf } from "@ublog/terminal/table";
import type { Progress } from "../session.ts";
import { markOf, type Report } from "./report.ts";

/** Where lines go: the part of a stream that is used here. */
export interface Screen {
  write(text: string): unknown;
  /** Whether a person watches: then there are colours, and one line at the bottom that changes. */
  isTTY?: boolean;
  columns?: number;
}

/** Progress on a screen: in a terminal with colours and a line that says what is going on, otherwise plain lines. */
export function screenProgress(
  screen: Screen,
  environment: NodeJS.ProcessEnv,
  options: { verbose?: boolean } = {},
): Progress {
  const isLive = screen.isTTY === true && environment.CI === undefined;
  const paint = painter(screen, environment);
  let shown = "";
  const print = (line: string) => {
    screen.write(`${isLive && shown !== "" ? "\r\u001b[K" : ""}${line}\n`);
    if (isLive && shown !== "") screen.write(shown);
  };
  const status = (text = "") => {
    if (!isLive) return;
    const fitting = text.slice(0, Math.max(0, (screen.columns ?? 80) - 3));
    shown = fitting === "" ? "" : paint("dim", `  ${fitting}`);
    screen.write(`\r\u001b[K${shown}`);
  };
  return {
    step: (text) => {
      status();
      print(paint("bold", `▸ ${text}`));
    },
    line: (text) => print(`  ${text}`),
    detail: (text) => {
      if (options.verbose) print(paint("dim", `  ${text}`));
    },
    warn: (text) => print(paint("yellow", `! ${text}`)),
    log: (process, text) => print(`  ${paint("cyan", process)} ${paint("dim", `│ ${text}`)}`),
    status,
  };
}

/** The report for a person. */
export function printReport(screen: Screen, environment: NodeJS.ProcessEnv, report: Report): void {
  const paint = painter(screen, environment);
  const { failure } = report;
  // In a log and behind a pipe a row is a line: people search them.
  const width = widthOf(screen, environment, Number.POSITIVE_INFINITY);
  const lines = [
    ...report.tables.flatMap(({ title, head, rows }) => [
      ...(title === undefined ? [] : [title]),
      ...tableLines(head, rows, { width, ruled: false }),
      "",
    ]),
    marked(paint, markOf(report.exit), report.headline),
    ...report.problems.map((problem) => `  - ${problem}`),
    ...(failure
      ? [
          `  Why: ${failure.reason}`,
          ...(failure.hint ? [`  What to do: ${failure.hint}`] : []),
          ...(failure.log.length === 0 ? [] : ["  Last lines of its log:"]),
          ...failure.log.map((line) => paint("dim", `  │ ${line}`)),
        ]
      : []),
    ...report.remarks.map((remark) => `  Note: ${remark}`),
    ...(report.url ? [`  ${report.url}`] : []),
  ];
  screen.write(`${lines.join("\n")}\n`);
}
