import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSandbox, openWorld, type Sandbox, update } from "../../../packages/sandbox/src/index.ts";

const dir = mkdtempSync(join(tmpdir(), "ublog-rename-"));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox({ dir });
  for (const stack of ["base", "alpha"]) expect((await update(sandbox, "up", stack)).errors).toEqual([]);
  const renamed = await sandbox.pulumi(["stack", "rename", "prod", "--stack", "alpha"]);
  expect(renamed.code).toBe(0);
});

afterAll(() => rmSync(dir, { recursive: true }));

function resources() {
  const world = openWorld(sandbox.world);
  const found = world.resources();
  world.close();
  return found;
}

it("refuses a preview and an up of a renamed stack before the first resource, and says what to write", async () => {
  const before = resources();
  const refusal = [
    "Pulumi.prod.yaml: 1 setting can't be used; nothing was changed.",
    '  ublog:name: is "ublog-prod", and what this stack has is named "ublog-alpha": all of it would be made anew, with empty databases, queues and files. Keep the name: pulumi config set ublog:name ublog-alpha --stack prod. For another one, destroy the stack first.',
  ].join("\n");
  const { code, errors } = await update(sandbox, "up", "prod");
  expect([code, errors]).toEqual([1, [refusal]]);
  const preview = await sandbox.pulumi(["preview", "--stack", "prod", "--json"]);
  const steps: { op: string }[] = JSON.parse(preview.stdout).steps;
  expect([preview.code, steps.filter(({ op }) => op !== "same")]).toEqual([1, []]);
  expect(resources()).toEqual(before);
});

it("with the name that it says, only what people and the release tool find the environment by changes", async () => {
  await sandbox.pulumi(["config", "set", "ublog:name", "ublog-alpha", "--stack", "prod"]);
  const { errors, changes } = await update(sandbox, "up", "prod");
  const changed = changes
    .filter(({ kind }) => kind !== "unchanged")
    .map(({ kind, type, urn }) => `${kind} ${type.split(":").at(-1)} ${urn.split("::").at(-1)}`);
  expect([errors, changed.sort()]).toEqual([
    [],
    [
      // The host name is prod.example.com from now on, and processes know it as FRONTEND_URL and the like.
      "changed ListenerRule ublog-alpha-gunicorn-58",
      "changed ListenerRule ublog-alpha-web-ui-97",
      "replaced Parameter ublog-alpha-deploy-targets",
      "replaced Record ublog-alpha-a",
      "replaced TaskDefinition ublog-alpha-backend_update",
      "replaced TaskDefinition ublog-alpha-beat",
      "replaced TaskDefinition ublog-alpha-default",
      "replaced TaskDefinition ublog-alpha-gunicorn",
      "replaced TaskDefinition ublog-alpha-web-ui",
    ],
  ]);
  const { stdout } = await sandbox.pulumi(["stack", "output", "--json", "--stack", "prod"]);
  expect(JSON.parse(stdout)).toMatchObject({
    name: "ublog-alpha",
    url: "https://prod.example.com",
    deployTargetsParameter: "/django/ublog/prod/deploy-targets",
  });
});
