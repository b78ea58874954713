import { existsSync } from "node:fs";
import { join } from "node:path";
import { inputRules, launchRules, rules, standingRules } from "@ublog/aws-model/src/services/rules.ts";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { expect, test } from "vitest";
import { describeRules, listRules } from "../src/rulesList.ts";

test("every rule is listed once for each occasion, with a page that can be opened", () => {
  const listed = listRules();
  const all = [...inputRules, ...rules, ...launchRules, ...standingRules].map(({ name }) => name);
  expect(new Set(listed.map(({ name }) => name))).toEqual(new Set(all));
  const occasions = listed.map(({ name, at }) => `${name} ${at}`);
  expect(occasions.filter((one, index) => occasions.indexOf(one) !== index)).toEqual([]);
  expect(listed.filter(({ file }) => !existsSync(join(repository, file)))).toEqual([]);
  expect(listed.filter(({ source }) => !URL.canParse(source) || !source.startsWith("https://"))).toEqual([]);
});

test("for people a rule takes one line where it fits", () => {
  const source = "https://docs.aws.amazon.com/a";
  const file = "packages/aws-model/src/services/elbv2/rules.ts";
  expect(
    describeRules([
      {
        name: "listener-priority-in-use",
        at: "create",
        types: ["aws:lb/listenerRule:ListenerRule"],
        source,
        file,
      },
      {
        name: "listener-priority-in-use",
        at: "update",
        types: ["aws:lb/listenerRule:ListenerRule"],
        source,
        file,
      },
      { name: "secrets-exist", at: "start of a task", types: [], source, file },
    ]).split("\n"),
  ).toEqual([
    "rule                      checked          source",
    "────────────────────────  ───────────────  ─────────────────────────────",
    "listener-priority-in-use  create, update   https://docs.aws.amazon.com/a",
    "secrets-exist             start of a task  https://docs.aws.amazon.com/a",
    "",
    "2 rules",
  ]);
});

test.each([80, 100, 120, 200])(
  "a list %i wide breaks no word, and no line that isn't one address alone",
  (width) => {
    const words = describeRules(listRules(), width).split(/\s+/);
    for (const { name, source } of listRules()) {
      expect(words).toContain(name);
      expect(words).toContain(source);
    }
    const long = describeRules(listRules(), width)
      .split("\n")
      .filter((line) => line.length > width);
    expect(long.filter((line) => !/^ {4}https:\S+$/.test(line))).toEqual([]);
  },
);
