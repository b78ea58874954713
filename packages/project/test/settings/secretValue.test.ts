import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { LONGEST, readSecretValue } from "../../src/settings/secretValue.ts";

function source(input: string | Buffer, env = {}) {
  const keyboard = new PassThrough();
  keyboard.end(input);
  return { keyboard, screen: { write: () => true }, env };
}
const read = (input: string | Buffer) => readSecretValue("KEY", undefined, source(input));

const LEFT_OUT = "The line end behind the value was left out.";
test.each<[string, string, string, string[]]>([
  ["plain text", "abc", "abc", []],
  ["what `echo` writes", "abc\n", "abc", [LEFT_OUT]],
  ["what Windows writes", "abc\r\n", "abc", [LEFT_OUT]],
  [
    "a key of several lines",
    "-----BEGIN\nx\n-----END\n",
    "-----BEGIN\nx\n-----END",
    [LEFT_OUT, "The value has 3 lines."],
  ],
  ["a hyphen at the beginning", "-x", "-x", []],
  ["what looks like a file", "@file", "@file", []],
  ["what looks like a list", '["a"]', '["a"]', []],
  ["quotes", '"abc"', '"abc"', ["The value is in quotes, which are part of it."]],
  [
    "space around it",
    " abc\n\n",
    " abc\n",
    [
      LEFT_OUT,
      "The value has 2 lines.",
      "The value begins or ends with a space or a line end, which is part of it.",
    ],
  ],
  [
    "a byte-order mark",
    "\uFEFFabc",
    "\uFEFFabc",
    ["The value begins or ends with a space or a line end, which is part of it."],
  ],
  ["as many bytes as Secrets Manager keeps", "é".repeat(LONGEST / 2), "é".repeat(LONGEST / 2), []],
])("standard input with %s", async (_, input, value, notes) => {
  expect(await read(input)).toEqual({ value, notes });
});

test.each<[string, string | Buffer, string]>([
  [
    "nothing",
    "",
    "KEY: standard input is empty, and AWS keeps no empty secret. For no secret at all: `secrets unset KEY`.",
  ],
  [
    "a line end",
    "\n",
    "KEY: standard input is empty, and AWS keeps no empty secret. For no secret at all: `secrets unset KEY`.",
  ],
  [
    "bytes that are no text",
    Buffer.from([0x41, 0xff, 0xfe]),
    "KEY: what came from standard input is not text in UTF-8, and an environment variable can't be anything else. Encode it, for example with `base64 -w0`, and let the settings decode it.",
  ],
  [
    "a zero byte",
    "a\0b",
    "KEY: the value has a zero byte in it, which no environment variable can have. Encode it, for example with `base64 -w0`.",
  ],
  [
    "too much",
    `${"é".repeat(LONGEST / 2)}x`,
    "KEY: the value has 65537 bytes, and Secrets Manager keeps 65536 at most. Put it into a file of the bucket or split it.",
  ],
])("standard input with %s is refused", async (_, input, problem) => {
  await expect(read(input)).rejects.toThrow(problem);
});

test("a file is one of the folder that the person is in", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "key.pem"), "abc\n");
  const there = source("", { INIT_CWD: folder });
  expect(await readSecretValue("KEY", "key.pem", there)).toEqual({ value: "abc", notes: [LEFT_OUT] });
  await expect(readSecretValue("KEY", "no.pem", there)).rejects.toThrow(
    `--from-file: There is no ${join(folder, "no.pem")}.`,
  );
  await expect(readSecretValue("KEY", ".", there)).rejects.toThrow(
    `--from-file: ${folder} is a folder where a file is needed.`,
  );
});

test("on a terminal it is asked for", async () => {
  const shown: string[] = [];
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => true });
  keyboard.write("abc\r");
  const screen = { write: (text: string) => shown.push(text) };
  expect(await readSecretValue("KEY", undefined, { keyboard, screen, env: {} })).toEqual({
    value: "abc",
    notes: [],
  });
  expect(shown[0]).toContain("Value of KEY (not shown): ");
});
