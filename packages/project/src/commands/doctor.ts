import { screenProgress } from "@ublog/app-update/src/report/terminal.ts";
import { UsageError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";
import { painter } from "@ublog/terminal/paint";
import { onStop } from "@ublog/terminal/signals";
import { widthOf } from "@ublog/terminal/table";
import { examine } from "../doctor/examine.ts";
import { findFacts, type Wish } from "../doctor/facts.ts";
import type { Port } from "../doctor/port.ts";
import type { Question } from "../doctor/question.ts";
import { QUESTIONS } from "../doctor/questions.ts";
import { findingsOf, reportLines, summary } from "../doctor/report.ts";
import { processPort } from "../doctor/surroundings.ts";

export interface DoctorOptions extends Wish {
  json?: boolean;
  /** Only these questions. */
  only?: readonly string[];
}

/** The exit code of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** Asks the questions, and prints what came of them. Gives 1 where there is a problem. */
export async function doctor(
  options: DoctorOptions,
  portWith: (signal: AbortSignal) => Port = processPort,
): Promise<number> {
  const questions = chosen(options.only);
  const end = new AbortController();
  const port = portWith(end.signal);
  const progress = screenProgress(process.stderr, port.env);
  const stopListening = onStop(() => {
    progress.status();
    end.abort();
    process.exit(INTERRUPTED);
  });
  progress.status(`Asking ${questions.map(({ id }) => id).join(", ")} …`);
  try {
    const facts = findFacts(port, options, end.signal);
    const answers = await examine(questions, facts, {
      answered: (open) => progress.status(open.length > 0 ? `Waiting for ${open.join(", ")} …` : ""),
    });
    const findings = findingsOf(answers);
    const exit = findings.some(({ status }) => status === "problem") ? 1 : 0;
    const screen = process.stdout;
    if (options.json) {
      const { stack } = options;
      screen.write(
        `${JSON.stringify({ stack, exit, summary: summary(findings), findings }, undefined, 2)}\n`,
      );
    } else {
      const look = { width: widthOf(screen, port.env), paint: painter(screen, port.env) };
      screen.write(`${reportLines(answers, look).join("\n")}\n`);
    }
    return exit;
  } finally {
    progress.status();
    stopListening();
    // What nobody waits for any more.
    end.abort();
  }
}

function chosen(only: readonly string[] | undefined): readonly Question[] {
  if (only === undefined) return QUESTIONS;
  const ids = QUESTIONS.map(({ id }) => id);
  for (const id of only) {
    if (ids.includes(id)) continue;
    const close = nearest(id, ids);
    throw new UsageError(
      `--only ${id}: there is no such question. ${close === undefined ? `There are: ${ids.join(", ")}.` : `Did you mean ${close}?`}`,
    );
  }
  return QUESTIONS.filter(({ id }) => only.includes(id));
}
