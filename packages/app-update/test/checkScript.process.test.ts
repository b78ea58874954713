import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkArguments, checkScript } from "../src/release/checkScript.ts";

describe("the script of the check", () => {
  test("is the kit's file", () => {
    const file = new URL("../../django-ecs-kit/src/django_ecs/check.py", import.meta.url);
    expect(checkScript()).toBe(readFileSync(file, "utf8"));
  });

  test("is carried as it is while it is short, and compressed otherwise: Python runs both, with the facts", () => {
    const script = "import sys\nif __name__ == '__main__':\n    print('facts', sys.argv[1])\n";
    const long = `${script}# ${"comment ".repeat(10_000)}\n`;
    expect(checkArguments(script, { a: 1 })).toEqual(["-c", script, '{"a":1}']);
    // With each number of bytes behind the last four.
    const compressed = ["", "a", "ab", "abc", "abcd"].map((more) =>
      checkArguments(`${long}# ${more}`, { a: 1 }),
    );
    for (const [, text] of compressed) expect(text?.length).toBeLessThan(1000);
    for (const each of [checkArguments(script, { a: 1 }), ...compressed])
      expect(execFileSync("python3", each, { encoding: "utf8" })).toBe('facts {"a":1}\n');
  });
});
