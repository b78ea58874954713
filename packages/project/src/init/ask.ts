import { createInterface } from "node:readline";
import { UserError } from "@ublog/terminal/errors";

/** Asks somebody at a terminal. */
export interface Asker {
  /** The answer, or what is proposed where only Enter is pressed. It is asked again while `check` has an objection. */
  ask(question: string, proposal: string, check?: (answer: string) => string | undefined): Promise<string>;
  say(line: string): void;
  close(): void;
}

/** Asks on these. Lines that come before their question, such as pasted ones, wait for it. */
export function terminalAsker(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Asker {
  const reader = createInterface({ input, output });
  const lines: string[] = [];
  let isOver = false;
  let wake = () => {};
  reader.on("line", (line) => {
    lines.push(line);
    wake();
  });
  reader.on("close", () => {
    isOver = true;
    wake();
  });
  async function nextLine(prompt: string): Promise<string> {
    reader.setPrompt(prompt);
    if (!isOver) reader.prompt();
    if (lines.length === 0 && !isOver)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const line = lines.shift();
    if (line !== undefined) return line;
    throw new UserError(
      "Nothing was written: the questions weren't answered. What is known can be given by flags: see --help.",
    );
  }
  return {
    async ask(question, proposal, check) {
      const shown = proposal === "" ? "" : ` [${proposal}]`;
      for (;;) {
        const given = (await nextLine(`${question}${shown}: `)).trim();
        const answer = given === "" ? proposal : given;
        const objection = check?.(answer);
        if (objection === undefined) return answer;
        output.write(`  ${objection}\n`);
      }
    },
    say: (line) => void output.write(`${line}\n`),
    close: () => reader.close(),
  };
}
