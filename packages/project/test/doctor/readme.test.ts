import { readFileSync } from "node:fs";
import { table } from "@ublog/terminal/markdown";
import { expect, test } from "vitest";
import { NEEDS } from "../../src/doctor/facts.ts";
import { QUESTIONS } from "../../src/doctor/questions.ts";

test("the README's table has the questions", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const rows = QUESTIONS.map(({ id, asks, needs }) => [
    `\`${id}\``,
    asks,
    needs.map((need) => NEEDS[need]).join(", ") || "nothing",
  ]);
  expect(readme).toContain(`\n${table(["question", "what it asks", "needs"], rows)}\n`);
});
