import { expect, expectTypeOf, test } from "vitest";
import {
  type DeployTargets,
  deployTargetsJson,
  readDeployTargets,
} from "../../pulumi-aws-django/src/deployTargets.ts";
import { Refusal } from "../src/outcome.ts";
import { parameterName } from "../src/project.ts";
import { parseTargets, readTargets, type Targets } from "../src/targets.ts";
import { makeWorld } from "./support/world.ts";

const NAME = "/django/ublog/alpha/deploy-targets";

function problemsOf(document: string): string[] {
  try {
    parseTargets(NAME, document);
  } catch (error) {
    if (error instanceof Refusal) return error.problems;
    throw error;
  }
  return [];
}

test("are of the type that the library writes, with the version as a literal", () => {
  expectTypeOf<Omit<Targets, "version">>().toEqualTypeOf<Omit<DeployTargets, "version">>();
  expectTypeOf<Targets["version"]>().toEqualTypeOf<1>();
});

test("are read from the library's own document, short as it is", () => {
  const { targets } = makeWorld({ scheduled: ["clearsessions"] });
  const document = deployTargetsJson(targets);
  expect(document).not.toContain("logStreamPrefix");
  expect(parseTargets(NAME, document)).toEqual(targets);
  expect(parseTargets(NAME, document)).toEqual(readDeployTargets(document));
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
  ["no JSON", "oops", [`The SSM parameter \`${NAME}\` doesn't hold a JSON object.`]],
  [
    "a newer version",
    '{"version":2}',
    [
      `The deploy targets in \`${NAME}\` have version 2, this app-update reads version 1: use a newer app-update (npx @ublog/app-update@latest).`,
    ],
  ],
  [
    "no version",
    "{}",
    [
      `The deploy targets in \`${NAME}\` have version undefined, this app-update reads version 1: run \`pulumi up\` on the app's stack with the library version that belongs to this app-update.`,
    ],
  ],
  [
    "a wrong field and an empty list",
    JSON.stringify({ ...makeWorld().targets, cluster: 7, services: [] }),
    [
      `The deploy targets in \`${NAME}\` are wrong at \`cluster\`: Invalid input: expected string, received number.`,
      `The deploy targets in \`${NAME}\` are wrong at \`services\`: Too small: expected array to have >=1 items.`,
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
    "There is no SSM parameter `/django/ublog/alhpa/deploy-targets`: either the environment isn't up (run `pulumi up` on its stack), or --stack, --project, --region or the account is another one.",
  );
});
