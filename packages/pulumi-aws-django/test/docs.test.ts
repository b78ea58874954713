import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ENVIRONMENT_FILE, environmentText, REFERENCE_FILE, referenceText } from "../scripts/generateDocs.ts";

test("ENVIRONMENT.md is made from the source; if not, run: pnpm --filter pulumi-aws-django schema", () => {
  const text = readFileSync(ENVIRONMENT_FILE, "utf8");
  expect(text).toContain("| `DJANGO_SECRET_KEY` | backend | secret: ");
  expect(text).toBe(environmentText());
});

test("REFERENCE.md is made from schema.json; if not, run: pnpm --filter pulumi-aws-django schema", () => {
  const text = readFileSync(REFERENCE_FILE, "utf8");
  expect(text).toContain("\n## DjangoBase\n");
  expect(text).toBe(referenceText());
});
