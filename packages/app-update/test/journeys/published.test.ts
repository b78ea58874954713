import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installTarballs, packPackage, shell } from "../../../pulumi-aws-django/test/support/published.ts";
import { run } from "../../../terminal/src/run.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const TERMINAL = join(PACKAGE, "../terminal");

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "app-update-"));
  await installTarballs(dir, await packPackage(TERMINAL, dir), await packPackage(PACKAGE, dir));
}, 420_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs the first command of the README with other words behind the name of the package. */
async function appUpdate(...args: string[]) {
  const [, name = ""] = / {4}npx (\S+) release /.exec(readFileSync(join(PACKAGE, "README.md"), "utf8")) ?? [];
  return run("npx", ["--no-install", name, ...args], { cwd: dir, env: shell() });
}

test("the package as it would be published runs as the README says", async () => {
  const { code, stdout, stderr } = await appUpdate("--help");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Usage: app-update");
  const refused = await appUpdate("release", "--stack", "alpha");
  expect(refused.code).toBe(3);
});

test("it has the check with it", () => {
  const own = readFileSync(join(dir, "node_modules/@ublog/app-update/dist/check.py"), "utf8");
  expect(own).toBe(readFileSync(join(PACKAGE, "../django-ecs-kit/src/django_ecs/check.py"), "utf8"));
});
