/** Columns of text, numbers to the right, with a rule under the head. */
export function table(head: string[], rows: (string | number)[][]): string {
  const text = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...text.map((row) => row[column]?.length ?? 0)));
  const isNumber = head.map((_, column) => rows.every((row) => /^([\d.]+|–)$/.test(String(row[column]))));
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("  "), ...text.slice(1).map(line)].join(
    "\n",
  );
}
