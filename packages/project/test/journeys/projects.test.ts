import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { repository } from "../../../estimates/src/programs/repository.ts";
import { openSandbox, update } from "../../../sandbox/src/index.ts";
import { cases } from "../projects/support/cases.ts";
import { checkoutOf } from "../projects/support/initialised.ts";

const HALF_AN_HOUR = 30 * 60_000;

test(
  "the engine brings up what init writes for each project, beside the others on one base",
  async () => {
    const folder = temporaryFolder();
    const stacks = join(folder, "stacks");
    mkdirSync(stacks);
    writeFileSync(
      join(stacks, "Pulumi.yaml"),
      readFileSync(join(repository, "Pulumi.yaml"), "utf8").replace(
        "main: stacks",
        `main: ${repository}/stacks`,
      ),
    );
    // Names that differ in a number alone never share priorities of listener rules.
    const written = cases
      .filter(({ refused }) => !refused)
      .map((one, at) => ({
        one,
        stack: `project-${at + 1}`,
        checkout: checkoutOf(one, place(folder, one.name)),
      }));
    for (const { one, stack, checkout } of written) {
      const { code, output } = await checkout.init();
      expect(code, `${one.name}: ${output}`).toBe(0);
      cpSync(join(checkout.fork, "Pulumi.base.yaml"), join(stacks, "Pulumi.base.yaml"));
      cpSync(join(checkout.fork, "Pulumi.alpha.yaml"), join(stacks, `Pulumi.${stack}.yaml`));
    }
    const sandbox = await openSandbox({ dir: join(folder, "sandbox"), project: stacks });
    const wrong: string[] = [];
    for (const [name, stack] of [
      ["base", "base"],
      ...written.map(({ one, stack }) => [one.name, stack]),
    ] as const) {
      const { errors, findings } = await update(sandbox, "up", stack);
      wrong.push(...[...errors, ...findings].map((line) => `${name}: ${line}`));
    }
    expect(wrong).toEqual([]);
  },
  HALF_AN_HOUR,
);

function place(folder: string, name: string): string {
  const own = join(folder, name);
  mkdirSync(own);
  return own;
}
