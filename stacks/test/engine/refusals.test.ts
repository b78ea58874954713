import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox, openWorld, type Sandbox, update } from "../../../packages/sandbox/src/index.ts";

const dir = mkdtempSync(join(tmpdir(), "ublog-stacks-"));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox({ dir });
});

afterAll(() => rmSync(dir, { recursive: true }));

/** What the engine says of an `up` that is refused; nothing was made in AWS. */
async function refusal(stack: string, ...args: string[]): Promise<string[]> {
  const { code, errors } = await update(sandbox, "up", stack, { args });
  const world = openWorld(sandbox.world);
  expect([code, world.resources()]).toEqual([1, []]);
  world.close();
  return errors;
}

it("refuses an app before its base exists, and before its base is up", async () => {
  expect(await refusal("alpha")).toEqual([
    'ublog:base: is "base", but there is no such stack. Write the name of a base stack, or make this one first: pulumi up --stack base',
  ]);
  await sandbox.pulumi(["stack", "init", "base"]);
  expect(await refusal("alpha")).toEqual([
    'ublog:base: the stack "base" has no output "contract": it is not up yet, or it is not a base stack. Bring it up first: pulumi up --stack base',
  ]);
});

it("refuses a config with all that is wrong in it, without a stack trace", async () => {
  expect(await refusal("base", "-c", "ublog:databse=db.t4g.small", "-c", "ublog:durability=duralbe")).toEqual(
    [
      [
        "Pulumi.base.yaml: 2 settings can't be used; nothing was changed.",
        '  ublog:durability: is "duralbe", a string. Write one of "durable", "disposable".',
        "  ublog:databse: there is no such setting. Did you mean ublog:database?",
      ].join("\n"),
    ],
  );
});
