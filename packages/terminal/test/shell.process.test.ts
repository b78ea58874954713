import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { quoted } from "../src/shell.ts";

test.each([
  ["manage.py", "manage.py"],
  ["--stack=alpha", "--stack=alpha"],
  ["", "''"],
  ["a b", "'a b'"],
  ["it's", String.raw`'it'\''s'`],
  ["$(id)", "'$(id)'"],
])("%j is %s, and a shell reads it back", (word, written) => {
  expect(quoted(word)).toBe(written);
  expect(execFileSync("/bin/sh", ["-c", `printf %s ${written}`], { encoding: "utf8" })).toBe(word);
});
