import { block, table } from "@ublog/terminal/markdown";
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
            : `<details open><summary>Last lines of its log</summary>\n\n${block(failure.log.join("\n"))}\n\n</details>`,
        ]
      : []),
    ...report.tables.map(titled),
    list(report.remarks),
    report.url ? `${report.url}` : "",
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function titled({ title, head, rows }: Table): string {
  const lines = table(
    head.map(plain),
    rows.map((row) => row.map(plain)),
  );
  return `${title ? `**${plain(title)}**\n\n` : ""}${lines}`;
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
