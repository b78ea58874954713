import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askHidden, type Keyboard } from "../src/askHidden.ts";
import { UserError } from "../src/errors.ts";

/** Asks on a terminal on which these chunks are typed, and gives what it showed, too. */
async function typed(...chunks: string[]) {
  const keyboard: Keyboard = new PassThrough();
  const modes: boolean[] = [];
  keyboard.setRawMode = (on) => modes.push(on);
  const shown: string[] = [];
  const write = (text: string) => shown.push(modes.includes(true) ? text : `echoed: ${text}`);
  const answer = askHidden("Value: ", keyboard, { write }).catch((error: unknown) => error);
  for (const chunk of chunks) {
    (keyboard as PassThrough).write(chunk);
    await new Promise(setImmediate);
  }
  return { answer: await answer, shown: shown.join(""), modes };
}

test.each([
  ["a line", ["secret\r"], "secret"],
  ["one that arrives in parts", ["se", "cr", "et", "\r"], "secret"],
  ["corrections", ["sacé\u007f\u007f\u007fecret\b\bet\n"], "secret"],
  ["a line that is begun anew", ["wrong\u0015right\r"], "right"],
  ["nothing", ["\r"], ""],
  ["lines that are pasted", ["\u001b[200~-----BEGIN\r\rx\u001b[201~", "\r"], "-----BEGIN\n\nx"],
  ["a paste whose marks are cut in two", ["\u001b[20", "0~a\rb\u001b", "[201~\r"], "a\nb"],
  ["keys that send a sequence", ["a\u001b[A\u001b[1;5Cb\u001bOP\r"], "ab"],
])("takes %s, and shows none of it", async (_, chunks, answer) => {
  expect(await typed(...chunks)).toEqual({
    answer,
    shown: "Value: \u001b[?2004h\u001b[?2004l\n",
    modes: [true, false],
  });
});

test.each([["\u0003"], ["abc\u0003"], ["\u0004"]])("%j stops, and gives the terminal back", async (keys) => {
  const { answer, modes } = await typed(keys);
  expect(answer).toEqual(new UserError("Stopped: nothing was changed."));
  expect(modes).toEqual([true, false]);
});
