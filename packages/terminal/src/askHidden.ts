import type { Readable } from "node:stream";
import { UserError } from "./errors.ts";

/** A terminal that people type into. */
export interface Keyboard extends Readable {
  isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
}

/* A terminal that is asked to marks what is pasted, so that the lines of a key aren't taken for answers: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Bracketed-Paste-Mode */
const ESCAPE = "\u001b";
const MARK_PASTES = `${ESCAPE}[?2004h`;
const MARK_NO_PASTES = `${ESCAPE}[?2004l`;
const PASTE_BEGINS = `${ESCAPE}[200~`;
const PASTE_MARKS = [PASTE_BEGINS, `${ESCAPE}[201~`];

/** Asks for something that nobody should see: what is typed isn't shown. What is pasted may have several lines. */
export function askHidden(
  question: string,
  keyboard: Keyboard,
  screen: { write(text: string): unknown },
): Promise<string> {
  // First, so that whoever is quick to answer isn't shown either.
  keyboard.setRawMode?.(true);
  screen.write(`${question}${MARK_PASTES}`);
  keyboard.setEncoding("utf8");
  let answer = "";
  let isPaste = false;
  let rest = "";
  return new Promise<string>((resolve, reject) => {
    const end = (done: () => void) => {
      keyboard.off("data", hear);
      keyboard.off("end", stopped);
      keyboard.setRawMode?.(false);
      keyboard.pause();
      screen.write(`${MARK_NO_PASTES}\n`);
      done();
    };
    const stopped = () => end(() => reject(new UserError("Stopped: nothing was changed.")));
    const hear = (chunk: string) => {
      rest += chunk;
      for (;;) {
        // A mark that is cut off waits for its end.
        if (PASTE_MARKS.some((mark) => mark !== rest && mark.startsWith(rest))) return;
        const mark = PASTE_MARKS.find((one) => rest.startsWith(one));
        if (mark !== undefined) {
          isPaste = mark === PASTE_BEGINS;
          rest = rest.slice(mark.length);
          continue;
        }
        // Arrows and the like.
        const sequence = rest.startsWith(ESCAPE) ? /^(\[[\d;]*[A-Za-z~]|O.)/.exec(rest.slice(1)) : null;
        if (sequence !== null) {
          rest = rest.slice(1 + sequence[0].length);
          continue;
        }
        const [key = ""] = rest;
        rest = rest.slice(key.length);
        if (key === "\u0003") return stopped();
        if (!isPaste && (key === "\r" || key === "\n")) return end(() => resolve(answer));
        if (!isPaste && key === "\u0004") {
          if (answer === "") return stopped();
        } else if (!isPaste && (key === "\u007f" || key === "\b")) answer = [...answer].slice(0, -1).join("");
        else if (!isPaste && key === "\u0015") answer = "";
        else answer += key === "\r" ? "\n" : key;
      }
    };
    keyboard.on("data", hear);
    keyboard.on("end", stopped);
    keyboard.resume();
  });
}
