/** Text as it is, in a code span that works inside a table. */
export function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  const ticks = "`".repeat(longestRunOf("`", line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** Text as it is, in a block that nothing inside can close. */
export function block(text: string, language = "text"): string {
  const fence = "`".repeat(Math.max(3, longestRunOf("`", text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A section that opens on a click. The summary is plain text. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

export type Alert = "NOTE" | "WARNING" | "CAUTION";

/** A box that GitHub colours. */
export function alert(kind: Alert, body: string): string {
  return [`> [!${kind}]`, ...body.split("\n").map((line) => `> ${line}`.trimEnd())].join("\n");
}

/** “1 database”, “2 databases”. */
export function count(number: number, thing: string, things = `${thing}s`): string {
  return `${number} ${number === 1 ? thing : things}`;
}

function longestRunOf(character: string, text: string): number {
  const runs = text.match(new RegExp(`${character}+`, "g")) ?? [];
  return Math.max(0, ...runs.map((run) => run.length));
}
