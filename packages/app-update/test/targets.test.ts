import { expect, test } from "vitest";
import { deployTargetsJson } from "../../pulumi-aws-django/src/contracts/deployTargets.ts";
import { Refusal } from "../src/outcome.ts";
import { parameterName } from "../src/project.ts";
import { parseTargets, readTargets } from "../src/targets.ts";
import { makeWorld } from "./support/world.ts";

const NAME = "/django/ublog/alpha/deploy-targets";

const UP = "Run `pulumi up` on the app's stack with the library that belongs to this app-update.";

function problemsOf(document: string): string[] {
  try {
    parseTargets(NAME, document);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  return [];
}

test("are read from the library's own document, short as it is", () => {
  const { targets } = makeWorld({ scheduled: ["clearsessions"] });
  const document = deployTargetsJson(targets);
  expect(document).not.toContain("logStreamPrefix");
  expect(parseTargets(NAME, document)).toEqual(targets);
});

test("may have fields that this version doesn't know", () => {
  const { targets } = makeWorld();
  expect(parseTargets(NAME, JSON.stringify({ ...targets, dashboard: "https://…" }))).toEqual(targets);
});

test.each([
  ["alpha", "ublog", NAME],
  ["alpha", "shop", "/django/shop/alpha/deploy-targets"],
  ["/somewhere/else", undefined, "/somewhere/else"],
])("--stack %s of the project %s means the parameter %s", (environment, project, name) => {
  expect(parameterName(environment, project)).toBe(name);
});

test("an environment of no known project is refused with what to write", () => {
  expect(() => parameterName("alpha", undefined)).toThrow(
    "Which Pulumi project is `alpha` of? Write --project with the `name` in its Pulumi.yaml, or start app-update in the project's folder.",
  );
});

test.each<[string, string, string[]]>([
  ["no JSON", "oops", [`The SSM parameter \`${NAME}\` doesn't hold a JSON object. ${UP}`]],
  [
    "a newer version",
    '{"version":2}',
    [
      `The deploy targets in \`${NAME}\` have version 2, and this app-update reads version 1. Use a newer app-update: npx @ublog/app-update@latest.`,
    ],
  ],
  [
    "no version",
    "{}",
    [`The deploy targets in \`${NAME}\` have no version, and this app-update reads version 1. ${UP}`],
  ],
  [
    "a wrong field and an empty list",
    JSON.stringify({ ...makeWorld().targets, cluster: 7, services: [] }),
    [
      `The deploy targets in \`${NAME}\` are wrong: \`cluster\` is 7, not a string. ${UP}`,
      `The deploy targets in \`${NAME}\` are wrong: \`services\` is empty. ${UP}`,
    ],
  ],
])("with %s are refused", (_, document, problems) => {
  expect(problemsOf(document)).toEqual(problems);
});

test("that aren't there are refused with what to check", async () => {
  const missing = Object.assign(new Error(""), { name: "ParameterNotFound" });
  const reading = readTargets({
    aws: async () => Promise.reject(missing),
    parameter: "/django/ublog/alhpa/deploy-targets",
  });
  await expect(reading).rejects.toThrow(
    "There is no SSM parameter `/django/ublog/alhpa/deploy-targets`: either the environment isn't up (run `pulumi up` on its stack), or --stack, --project, --region or the account is the wrong one.",
  );
});
