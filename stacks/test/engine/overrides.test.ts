import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSandbox, openWorld, type Sandbox, update } from "../../../packages/sandbox/src/index.ts";

const dir = mkdtempSync(join(tmpdir(), "ublog-overrides-"));
let sandbox: Sandbox;
beforeAll(async () => {
  const project = fileURLToPath(new URL("overridesProgram", import.meta.url));
  sandbox = await openSandbox({ dir: join(dir, "sandbox"), project });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function up(overrides: string, more: string[] = []) {
  writeFileSync(join(dir, "overrides.ts"), overrides);
  return update(sandbox, "up", "logs", {
    args: ["-c", "aws:region=us-east-1", "-c", `folder=${dir}`, ...more],
  });
}

function logGroup() {
  const world = openWorld(sandbox.world);
  try {
    return world.resources("aws:cloudwatch/logGroup:LogGroup")[0]?.state;
  } finally {
    world.close();
  }
}

const LONGER = `import type { ResourceTransform } from "@pulumi/pulumi";

export const transform: ResourceTransform = ({ type, props, opts }) =>
  type === "aws:cloudwatch/logGroup:LogGroup" ? { props: { ...props, retentionInDays: 365 }, opts } : undefined;
`;

test("overrides.ts changes what a program makes, and a second run finds nothing to do", async () => {
  expect((await up(LONGER)).errors).toEqual([]);
  expect(logGroup()?.retentionInDays).toBe(365);
  const again = await up(LONGER);
  expect(again.changes.filter(({ kind }) => kind !== "unchanged")).toEqual([]);
});

test("an override that fails is named, with the resource that it failed at", async () => {
  const result = await up(
    'export const transform = ({ type }) => { if (type.startsWith("aws:")) throw new Error("no retention"); };',
  );
  expect(result.code).not.toBe(0);
  expect(result.errors.join("\n")).toContain(
    'stacks/overrides.ts fails at aws:cloudwatch/logGroup:LogGroup "logs". no retention',
  );
  expect(logGroup()?.retentionInDays).toBe(365);
});

test("default tags in the config reach what is made, and a second run finds nothing to do", async () => {
  const tags = ["-c", `aws:defaultTags=${JSON.stringify({ tags: { Owner: "web" } })}`];
  expect((await up(LONGER, tags)).errors).toEqual([]);
  expect(logGroup()?.tagsAll).toEqual({ Owner: "web" });
  const again = await up(LONGER, tags);
  expect(again.changes.filter(({ kind }) => kind !== "unchanged")).toEqual([]);
});
