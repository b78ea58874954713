import { expect, test } from "vitest";
import { problemsOfOtherName } from "../names.ts";

const renamed = { stack: "prod", name: "ublog-prod" };
const reason = (is: string, was: string) =>
  `is "${is}", and what this stack has is named "${was}": all of it would be made anew, with empty databases, queues and files. Keep the name: pulumi config set ublog:name ${was} --stack prod. For another one, destroy the stack first.`;

test("a stack that was never brought up may have any name", () => {
  expect(problemsOfOtherName(renamed, {})).toEqual([]);
});

test("what is up keeps its name, whatever its stack is called now", () => {
  expect(problemsOfOtherName({ stack: "prod", name: "ublog-alpha" }, { name: "ublog-alpha" })).toEqual([]);
  expect(problemsOfOtherName(renamed, { name: "ublog-alpha" })).toEqual([
    { path: "name", reason: reason("ublog-prod", "ublog-alpha") },
  ]);
});

test("what was made before names carried the project is named after its stack", () => {
  expect(problemsOfOtherName(renamed, { url: "https://prod.example.com" })).toEqual([
    { path: "name", reason: reason("ublog-prod", "prod") },
  ]);
  expect(problemsOfOtherName({ stack: "prod", name: "prod" }, { url: "https://prod.example.com" })).toEqual(
    [],
  );
});
