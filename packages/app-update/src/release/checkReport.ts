import { type CheckReport, checkReportSchema } from "../ledger/record.ts";

/** What the last line of a check begins with. */
export const CHECK_MARK = "django-ecs-check ";

/** What a check says in its last line; undefined where it has none, or one that can't be read. */
export function checkReportIn(log: string[]): CheckReport | undefined {
  const at = log.findLastIndex((line) => line.startsWith(CHECK_MARK));
  if (at < 0) return undefined;
  // A very long line reaches CloudWatch in pieces.
  const [first = "", ...rest] = log.slice(at);
  const texts = [first.slice(CHECK_MARK.length), [first.slice(CHECK_MARK.length), ...rest].join("")];
  for (const text of texts) {
    const found = checkReportSchema.safeParse(parsed(text));
    if (found.success) return found.data;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A sentence for each problem, with what to do about it. */
export function sentences(findings: CheckReport["problems"]): string[] {
  return findings.map(({ question, reason, remedy }) => `${question}: ${ended(reason)} ${ended(remedy)}`);
}

/** What a check warns of, for a person. */
export function warningsOf(report: CheckReport | undefined): string[] {
  return sentences(report?.warnings ?? []).map((sentence) => `The check warns of ${sentence}`);
}

/** The text as a sentence. */
export function ended(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** `25 questions, no problems, 1 warning`. */
export function summaryOf({ questions, problems, warnings }: CheckReport): string {
  const counts = [counted(questions, "question"), counted(problems.length, "problem")];
  return [...counts, ...(warnings.length === 0 ? [] : [counted(warnings.length, "warning")])].join(", ");
}

/** `2 problems`. */
export function counted(count: number, what: string): string {
  return `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}`;
}
