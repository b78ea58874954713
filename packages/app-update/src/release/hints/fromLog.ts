import type { LogRule } from "./logRule.ts";
import { NODE } from "./node.ts";
import { POSTGRES } from "./postgres.ts";
import { PYTHON, PYTHON_AT_LAST } from "./python.ts";
import { SERVICES } from "./services.ts";
import type { Subject } from "./subject.ts";

/** How many of the last lines are read for a hint. A traceback through an import is some forty lines long. */
export const HINT_LINES = 100;

/** The first that matches counts. */
const RULES: LogRule[] = [...PYTHON, ...POSTGRES, ...SERVICES, ...NODE, ...PYTHON_AT_LAST];

/**
 * What the last lines of a log say to somebody who knows the programs that write them; nothing where that is uncertain. Where there
 * are tracebacks, only what comes from the last one on counts: an error before it was handled.
 */
export function hintFromLog(lines: string[], subject?: Subject): string | undefined {
  const plain = lines.map(withoutColours);
  const text = plain.slice(lastTraceback(plain)).join("\n");
  return hintIn(text, subject);
}

function hintIn(text: string, subject: Subject | undefined): string | undefined {
  for (const { pattern, hint } of RULES) {
    const match = pattern.exec(text);
    const found = match && (typeof hint === "string" ? hint : hint(match, { subject, text }));
    if (found) return found;
  }
  return undefined;
}

const TRACEBACK = "Traceback (most recent call last)";
const CHAINED = /^(During handling of the above exception|The above exception was the direct cause)/;

/** Where the last traceback begins, with those that led to it; 0 without any. */
function lastTraceback(lines: string[]): number {
  let from = lines.findLastIndex((line) => line.includes(TRACEBACK));
  while (from > 0 && lines.slice(Math.max(0, from - 3), from).some((line) => CHAINED.test(line.trim()))) {
    const former = lines.slice(0, from).findLastIndex((line) => line.includes(TRACEBACK));
    if (former < 0) return 0;
    from = former;
  }
  return Math.max(0, from);
}

function withoutColours(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  return line.replaceAll(/\u001b\[[0-9;]*m/g, "");
}
