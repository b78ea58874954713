import { createInterface } from "node:readline/promises";
import { UserError } from "@ublog/terminal/errors";

/** Asks somebody at a terminal. */
export interface Asker {
  /** The answer, or what is proposed where only Enter is pressed. It is asked again while `check` has an objection. */
  ask(question: string, proposal: string, check?: (answer: string) => string | undefined): Promise<string>;
  say(line: string): void;
  close(): void;
}

/** The terminal of this process. */
export function terminalAsker(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
  const lines = createInterface({ input, output });
  let isOver = false;
  const ended = new Promise<never>((_, reject) =>
    lines.once("close", () => {
      isOver = true;
      reject(
        new UserError(
          "Nothing was written: the questions weren't answered. What is known can be given by flags: see --help.",
        ),
      );
    }),
  );
  // Nobody waits for it while nothing is asked.
  ended.catch(() => undefined);
  return {
    async ask(question, proposal, check) {
      for (;;) {
        const shown = proposal === "" ? "" : ` [${proposal}]`;
        const given = (await Promise.race([lines.question(`${question}${shown}: `), ended])).trim();
        const answer = given === "" ? proposal : given;
        const objection = check?.(answer);
        if (objection === undefined) return answer;
        output.write(`  ${objection}\n`);
      }
    },
    say: (line) => void output.write(`${line}\n`),
    close: () => {
      if (!isOver) lines.close();
    },
  };
}
