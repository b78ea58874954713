import { markOf, type Report, type Table } from "./report.ts";

const SIGNS = { "✓": "✅", "!": "⚠️", "✗": "❌" };

/** The report as Markdown, for GitHub's step summary. */
export function markdown(report: Report): string {
  const { failure } = report;
  const sections = [
    `### ${SIGNS[markOf(report.exit)]} \`${report.command}\` on ${report.environment}`,
    plain(report.headline),
    list(report.problems),
    ...(failure
      ? [
          `**Why:** ${plain(failure.reason)}`,
          failure.hint ? `**What to do:** ${plain(failure.hint)}` : "",
          failure.log.length === 0
            ? ""
            : `<details open><summary>Last lines of its log</summary>\n\n${fenced(failure.log)}\n\n</details>`,
        ]
      : []),
    ...report.tables.map(table),
    list(report.remarks),
    report.url ? `${report.url}` : "",
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function table({ title, head, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.map(plain).join(" | ")} |`;
  const lines = [line(head), `| ${head.map(() => "---").join(" | ")} |`, ...rows.map(line)];
  return `${title ? `**${plain(title)}**\n\n` : ""}${lines.join("\n")}`;
}

function list(items: string[]): string {
  return items.map((item) => `- ${plain(item)}`).join("\n");
}

/** Text of a log or of AWS must not become markup or end a table cell. */
function plain(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ");
}

/** A code block whose fence is longer than any in the text. */
function fenced(lines: string[]): string {
  const text = lines.join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
