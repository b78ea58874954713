import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSandbox, openWorld, update } from "../../../sandbox/src/index.ts";
import { projects } from "../projects/support/cases.ts";

/** The project of a shape, beside the sandbox's copy of the stack files, and what `init` makes of it on the engine. */
async function up(name: string, flags: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), "init-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const backend = join(dir, "shop");
  cpSync(join(projects, name, "project"), backend, { recursive: true });
  const sandbox = await openSandbox({ dir: join(dir, "sandbox") });
  const { code, stderr } = await sandbox.projectVerb([
    ...["init", "--backend", backend, "--region", "us-east-1", ...flags],
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  for (const stack of ["base", "alpha"]) {
    const { errors } = await update(sandbox, "up", stack);
    expect([stack, errors]).toEqual([stack, []]);
  }
  const world = openWorld(sandbox.world);
  const services = world
    .resources()
    .filter(({ type }) => type === "aws:ecs/service:Service")
    .map(({ id }) => id.split("/").at(-1))
    .sort();
  world.close();
  return services;
}

const DOMAIN = ["--domain", "example.org", "--zone", "Z0ABCDEFGH"];

test.each<[string, string[], string[]]>([
  ["startproject-5.2", ["--trial"], ["ublog-alpha-gunicorn"]],
  ["render", DOMAIN, ["ublog-alpha-default", "ublog-alpha-gunicorn"]],
  [
    "several-queues",
    DOMAIN,
    ["ublog-alpha-beat", "ublog-alpha-default", "ublog-alpha-encoding", "ublog-alpha-gunicorn"],
  ],
])("what init writes for %s is brought up by the engine", async (name, flags, services) => {
  expect(await up(name, flags)).toEqual(services);
});
