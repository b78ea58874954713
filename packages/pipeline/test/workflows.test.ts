import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { referenceViolations } from "./support/referenceRules.ts";
import { securityViolations } from "./support/securityRules.ts";
import { type Breakage, readPipelines, repository } from "./support/workflows.ts";

const rules = { security: securityViolations, references: referenceViolations };

test("the workflows keep what a security reviewer was promised", () => {
  expect(securityViolations(readPipelines())).toEqual([]);
});

test("every name in the workflows leads somewhere", () => {
  expect(referenceViolations(readPipelines())).toEqual([]);
});

const { workflows } = readPipelines();

test("the checks that the README has required are also made for a merge queue", () => {
  const readme = readFileSync(join(repository, "packages/pipeline/README.md"), "utf8").replaceAll(
    /\s+/g,
    " ",
  );
  const [, ...required] = /with the checks _(\w+)_ and _(\w+)_ required/.exec(readme) ?? [];
  expect(required).toEqual(["Preview", "Checks"]);
  for (const check of required) {
    const found = Object.values(workflows).filter(
      ({ on, jobs }) => "pull_request" in on && Object.values(jobs).some(({ name }) => name === check),
    );
    expect([check, found.map(({ on }) => "merge_group" in on)]).toEqual([check, [true]]);
  }
});

describe("what a job keeps for another one", () => {
  const kept = Object.values(workflows)
    .flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps ?? []))
    .filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"))
    .map(({ with: given = {} }) => given);

  test("can be kept again when the job is run again", () => {
    expect(kept.map(({ name, overwrite }) => [name, overwrite])).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      ["drift-${{ matrix.stack }}", true],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      ["preview-${{ matrix.stack }}", true],
      ["plan", true],
      ["django-ecs-kit", true],
    ]);
  });

  test("lasts as long as it may be waited for: an approval 30 days, a run 35", () => {
    for (const kind of ["plan", "django-ecs-kit"]) {
      expect(kept.find(({ name }) => name === kind)?.["retention-days"]).toBe(35);
    }
  });
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
