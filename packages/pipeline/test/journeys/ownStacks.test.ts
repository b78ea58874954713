import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox, type Sandbox } from "@ublog/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repository } from "../support/workflows.ts";

const folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
let sandbox: Sandbox;

beforeAll(async () => {
  const project = join(folder, "project");
  mkdirSync(project);
  const manifest = readFileSync(join(repository, "Pulumi.yaml"), "utf8");
  writeFileSync(
    join(project, "Pulumi.yaml"),
    manifest.replace("main: stacks", `main: ${join(repository, "stacks")}`),
  );
  const base = readFileSync(join(repository, "Pulumi.base.yaml"), "utf8");
  // Everything that reads the resources inside the network.
  writeFileSync(
    join(project, "Pulumi.base.yaml"),
    base.replace("  ublog:network:\n", "  ublog:network:\n    ipv6: true\n"),
  );
  cpSync(join(repository, "Pulumi.alpha.yaml"), join(project, "Pulumi.alpha.yaml"));
  sandbox = await openSandbox({ dir: join(folder, "sandbox"), project });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["base", "alpha"])("%s comes up by its saved plan, from nothing", async (stack) => {
  const plan = join(folder, `${stack}.json`);
  const preview = await sandbox.pulumi(["preview", "--stack", stack, "--save-plan", plan]);
  expect(preview).toMatchObject({ code: 0 });
  const up = await sandbox.pulumi(["up", "--stack", stack, "--plan", plan, "--yes", "--skip-preview"]);
  expect(up).toMatchObject({ code: 0, stdout: expect.not.stringContaining("violates plan") });
});
