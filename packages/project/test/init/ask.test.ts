import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { terminalAsker } from "../../src/init/ask.ts";

function terminal() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const said: string[] = [];
  output.on("data", (piece: Buffer) => said.push(piece.toString()));
  return { input, said, asker: terminalAsker(input, output) };
}

test("asks until the answer will do; Enter takes what is proposed", async () => {
  const { input, said, asker } = terminal();
  const asked = asker.ask("Region", "us-east-1", (answer) => (answer === "mars" ? "No." : undefined));
  input.write("mars\n");
  input.write("\n");
  expect(await asked).toBe("us-east-1");
  asker.say("So be it.");
  asker.close();
  expect(said.join("")).toBe("Region [us-east-1]:   No.\nRegion [us-east-1]: So be it.\n");
});

test("a terminal that goes away, or Ctrl-D, ends it in one sentence", async () => {
  const { input, asker } = terminal();
  const asked = asker.ask("Region", "");
  input.end();
  await expect(asked).rejects.toThrow(
    "Nothing was written: the questions weren't answered. What is known can be given by flags: see --help.",
  );
  asker.close();
});
