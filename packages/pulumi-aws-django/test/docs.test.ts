import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { README_FILE, REFERENCE_FILE, readmeText, referenceText } from "../scripts/generateDocs.ts";

test("the environment contract in README.md is the source's; if not, run: pnpm --filter pulumi-aws-django schema", () => {
  const text = readFileSync(README_FILE, "utf8");
  expect(text).toContain("| `DJANGO_SECRET_KEY` | backend | secret: ");
  expect(text).toBe(readmeText());
});

test("REFERENCE.md is made from schema.json; if not, run: pnpm --filter pulumi-aws-django schema", () => {
  const text = readFileSync(REFERENCE_FILE, "utf8");
  expect(text).toContain("\n## DjangoBase\n");
  expect(text).toBe(referenceText());
});
