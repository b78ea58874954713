import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { referenceViolations } from "./support/referenceRules.ts";
import { securityViolations } from "./support/securityRules.ts";
import { type Breakage, readPipelines } from "./support/workflows.ts";

const rules = { security: securityViolations, references: referenceViolations };

test("the workflows keep what a security reviewer was promised", () => {
  expect(securityViolations(readPipelines())).toEqual([]);
});

test("every name in the workflows leads somewhere", () => {
  expect(referenceViolations(readPipelines())).toEqual([]);
});

type Breakages = Record<keyof typeof rules, Record<string, Breakage & { found: string }>>;
const breakages = parse(readFileSync(new URL("breakages.yml", import.meta.url), "utf8")) as Breakages;

describe.each(["security", "references"] as const)("the rules of %s find", (kind) => {
  test.each(Object.entries(breakages[kind]))("%s", (_, { found, ...breakage }) => {
    const before = rules[kind](readPipelines());
    const violations = rules[kind](readPipelines(breakage)).filter(
      (violation) => !before.includes(violation),
    );
    expect(violations.join("\n")).toContain(found);
  });
});
