import { UsageError } from "@ublog/terminal/errors";
import type { Facts } from "./facts.ts";
import { PATIENCE, whyNotAsked } from "./failure.ts";
import { type Finding, NotAsked, notAsked } from "./finding.ts";
import type { Question } from "./question.ts";

/** A question and what came of it. */
export interface Answer {
  id: string;
  findings: readonly Finding[];
}

export interface Watch {
  /** Called when a question has its answer. */
  answered?(open: readonly string[]): void;
  /** Rejects after so many milliseconds; a test says when. Defaults to a timer. */
  limit?(milliseconds: number): { over: Promise<never>; cancel(): void };
}

/** Asks all questions side by side, each for as long as its patience lasts, and gives the answers in their order. */
export async function examine(
  questions: readonly Question[],
  facts: Facts,
  { answered = () => {}, limit = timer }: Watch = {},
): Promise<Answer[]> {
  const open = new Set(questions.map(({ id }) => id));
  return await Promise.all(
    questions.map(async (question) => {
      const { over, cancel } = limit(PATIENCE);
      try {
        return { id: question.id, findings: await Promise.race([ask(question, facts), over]) };
      } catch (error) {
        // A stack that doesn't exist, say: nobody can go on with that.
        if (error instanceof UsageError) throw error;
        return { id: question.id, findings: [notAsked(whyNotAsked(error, facts))] };
      } finally {
        cancel();
        open.delete(question.id);
        answered([...open]);
      }
    }),
  );
}

async function ask(question: Question, facts: Facts): Promise<readonly Finding[]> {
  for (const need of question.needs) await facts[need]();
  return [await question.ask(facts)].flat();
}

function timer(milliseconds: number): { over: Promise<never>; cancel(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const patience = setTimeout(
    () => reject(new NotAsked(`no answer within ${milliseconds / 1000} s`)),
    milliseconds,
  );
  // Where the question was answered, nobody waits for this any more.
  promise.catch(() => {});
  return { over: promise, cancel: () => clearTimeout(patience) };
}
