import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorld } from "@ublog/aws-model/src/world/world.ts";
import { temporaryFolder } from "@ublog/aws-model/test/support/temporaryFolder.ts";
import { expect, test } from "vitest";
import { otherEnvironments } from "../../src/appUpdate/environments.ts";

/** A world in which these environments are up, as `project/name`, and a folder of the project `blog`. */
function around(...environments: string[]) {
  const folder = join(temporaryFolder(), "blog");
  mkdirSync(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: blog\n");
  const file = join(folder, "world.db");
  const world = openWorld(file);
  for (const environment of environments) {
    const name = `/django/${environment}/deploy-targets`;
    world.put({
      type: "aws:ssm/parameter:Parameter",
      id: name,
      urn: `urn:${name}`,
      inputs: { name },
      state: { name },
    });
  }
  world.close();
  return (...args: string[]) => otherEnvironments(file, ["status", ...args], folder);
}

const ALL = "The environments in the sandbox: alpha (--project shop), beta, live (--project shop).";

test("of two projects, those of another say how they are called", async () => {
  const asked = around("blog/beta", "shop/live", "shop/alpha");
  expect(await asked("--stack", "alpha")).toBe(`${ALL} Did you mean alpha (--project shop)?`);
  expect(await asked("--stack", "zzzzzz")).toBe(ALL);
  expect(await asked("--stack=bata")).toBe(`${ALL} Did you mean beta?`);
  expect(await asked("--stack", "beta", "--project", "shop")).toBe(
    "The environments in the sandbox: alpha, beta (--project blog), live. Did you mean beta (--project blog)?",
  );
});

test("says nothing where the environment is up", async () => {
  const asked = around("blog/alpha", "shop/alpha");
  expect(await asked("--stack", "alpha")).toBeUndefined();
  expect(await asked("--env=alpha", "--project=shop")).toBeUndefined();
  expect(await asked("-s", "/django/shop/alpha/deploy-targets", "--project", "shop")).toBeUndefined();
});

test("says how one comes up where there is none", async () => {
  expect(await around()("--stack", "alpha")).toBe(
    "No environment is up in the sandbox. `npx -y pnpm@12 sandbox pulumi up --stack base` and `--stack alpha` bring alpha up.",
  );
});
