import { stripVTControlCharacters } from "node:util";

export type Cell = string | number;

export interface TableOptions {
  /** The width in characters. Defaults to 80. */
  width?: number;
  /** A rule under the head, and numbers aligned right. Defaults to true. */
  ruled?: boolean;
}

/** The width of a line: the terminal's; without a terminal what COLUMNS says, or otherwise `otherwise`. */
export function widthOf(
  screen: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv,
  otherwise = 80,
): number {
  return Math.max(40, (screen.isTTY && screen.columns) || Number(env.COLUMNS) || otherwise);
}

const GAP = "  ";
/** A column that has more to say isn't made narrower than this. */
const READABLE = 12;
/** In front of the columns that have lines of their own. */
const INDENT = "    ";

/**
 * Columns of text that fit a width: long cells are wrapped between words. What is still too wide, such as a column
 * of addresses, gets lines of its own below each row. No word is ever broken.
 */
export function tableLines(
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions = {},
): string[] {
  const { width = 80, ruled = true } = options;
  const text = [head, ...rows].map((row) => head.map((_, column) => String(row[column] ?? "").trim()));
  const isNumber = head.map(
    (_, column) =>
      ruled && rows.length > 0 && rows.every((row) => /^([+-]?[\d.]+|–)$/.test(String(row[column]))),
  );
  const wanted = head.map((_, column) => Math.max(...text.map((row) => widest(row[column] ?? "", "\n"))));
  const needed = head.map((_, column) =>
    Math.max(Math.min(wanted[column] ?? 0, READABLE), ...text.map((row) => widest(row[column] ?? "", /\s/))),
  );
  let beside = head.length;
  while (beside > 1 && total(needed.slice(0, beside)) > width) beside -= 1;
  const widths = shares(wanted.slice(0, beside), needed.slice(0, beside), width);
  const lines = (row: readonly string[]) => [
    ...sideBySide(row.slice(0, beside), widths, isNumber),
    ...row.slice(beside).flatMap((cell) => (cell === "" ? [] : wrap(cell, width, INDENT))),
  ];
  const [top = [], ...others] = text.map(lines);
  const rule = widths.map((size) => "─".repeat(size)).join(GAP);
  return [...top, ...(ruled ? [rule] : []), ...others.flat()];
}

/** The same as one text. */
export const table = (
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  options?: TableOptions,
): string => tableLines(head, rows, options).join("\n");

/** Text wrapped to a width, each line indented, all but the first by `hanging`; a longer word gets a line of its own. */
export function wrap(text: string, width: number, indent = "", hanging = indent): string[] {
  return text.split("\n").flatMap((paragraph, nth) => {
    const lines: string[] = [];
    const before = () => (lines.length === 0 && nth === 0 ? indent : hanging);
    let line = "";
    for (const word of paragraph.split(/\s+/).filter((part) => part !== "")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && lengthOf(before()) + lengthOf(longer) > width) {
        lines.push(before() + line);
        line = word;
      } else line = longer;
    }
    return [...lines, (before() + line).trimEnd()];
  });
}

/** Columns share the width: those that need less than an even share get all they need. */
function shares(wanted: readonly number[], needed: readonly number[], width: number): number[] {
  const widths = [...wanted];
  const narrow = new Set<number>();
  for (;;) {
    const over = total(widths) - width;
    if (over <= 0) return widths;
    const [widest] = widths
      .map((size, column) => ({ size, column, spare: size - (needed[column] ?? 0) }))
      .filter(({ column, spare }) => spare > 0 && !narrow.has(column))
      .sort((a, b) => b.size - a.size);
    if (widest === undefined) return widths;
    const next = Math.max(0, ...widths.filter((size) => size < widest.size));
    const cut = Math.min(over, widest.spare, Math.max(1, widest.size - next));
    widths[widest.column] = widest.size - cut;
    if (cut === widest.spare) narrow.add(widest.column);
  }
}

function sideBySide(
  row: readonly string[],
  widths: readonly number[],
  isNumber: readonly boolean[],
): string[] {
  const cells = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => {
        const part = lines[line] ?? "";
        const space = " ".repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(part)));
        return isNumber[column] ? space + part : part + space;
      })
      .join(GAP)
      .trimEnd(),
  );
}

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, size) => sum + size, 0) + GAP.length * Math.max(0, widths.length - 1);

const widest = (text: string, between: string | RegExp): number =>
  Math.max(...text.split(between).map(lengthOf));

const lengthOf = (text: string): number => [...stripVTControlCharacters(text)].length;
