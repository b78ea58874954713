import { appendFile } from "node:fs/promises";
import { markdown } from "./markdown.ts";
import type { Report } from "./report.ts";
import { printReport, type Screen } from "./terminal.ts";

/**
 * Gives a report to everyone who wants it: the person or script at the other end, and GitHub Actions. What is done is done: a
 * file that can't be written to is a warning.
 */
export async function deliver(
  report: Report,
  to: { screen: Screen; json: boolean; environment: NodeJS.ProcessEnv; warn(text: string): void },
): Promise<void> {
  const { screen, environment, warn } = to;
  const append = (file: string, text: string) =>
    appendFile(file, text).catch((error: Error) =>
      warn(`The result couldn't be handed to GitHub: ${error.message}.`),
    );
  if (to.json) screen.write(`${JSON.stringify(asJson(report), undefined, 2)}\n`);
  else printReport(screen, environment, report);
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = environment;
  if (summary) await append(summary, markdown(report));
  if (output) await append(output, outputLines(report.outputs));
}

function asJson(report: Report): object {
  const { exit, command, environment, headline, problems, remarks, failure, url, data } = report;
  return { command, environment, exit, headline, problems, remarks, failure, url, ...data };
}

/** `name=value` lines; a value with a line break could bring in another name. */
function outputLines(outputs: Record<string, string>): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value.replaceAll(/[\r\n]+/g, " ")}\n`)
    .join("");
}
