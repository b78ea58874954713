import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cited } from "../../src/rules/rule.ts";
import { inputRules, rules } from "../../src/services/rules.ts";
import { awsAccount } from "../support/awsResources.ts";
import type { RuleCase } from "./ruleCase.ts";

const folder = new URL("./cases/", import.meta.url);
const modules = await Promise.all(
  readdirSync(folder).map((file) => import(new URL(file, folder).href) as Promise<{ cases: RuleCase[] }>),
);
const cases = modules.flatMap((module) => module.cases);
const all = [...inputRules, ...rules];

describe.each(cases)("$rule", ({ rule, refused, message, accepted }) => {
  const known = all.find(({ name }) => name === rule);

  test("refuses", () => {
    expect(() => refused(awsAccount())).toThrow(
      new Error(cited(message, known ?? { name: rule, source: "nowhere" })),
    );
  });

  test("accepts", () => {
    expect(() => accepted(awsAccount())).not.toThrow();
  });
});

test("every rule is seen to refuse and to accept", () => {
  const tried = new Set(cases.map(({ rule }) => rule));
  expect(all.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
});

test("every rule has a name of its own and a page of AWS", () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.filter(({ source }) => !source.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
});
