import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

// JavaScript, which the type checker doesn't read.
const { oldNode } = (await import(new URL("../src/node.js", import.meta.url).href)) as {
  oldNode(version: string, remedy?: string): string | undefined;
};

const repository = resolve(import.meta.dirname, "../../..");
const inRepository =
  "`npx -y pnpm@12 install` brings one along; start the command with `npx -y pnpm@12` to use it.";

test.each(["22.18.0", "22.19.3", "23.6.0", "24.0.0", "24.21.0", "30.0.0"])(
  "Node.js %s will do",
  (version) => {
    expect(oldNode(version)).toBeUndefined();
  },
);

test.each([
  ["18.20.8", "22.18"],
  ["20.20.2", "22.18"],
  ["22.6.0", "22.18"],
  ["22.17.1", "22.18"],
  // Of the line between, the first ones don't read TypeScript by themselves.
  ["23.0.0", "23.6"],
  ["23.5.0", "23.6"],
])("Node.js %s is too old", (version, needed) => {
  expect(oldNode(version)).toBe(
    `Node.js ${version} is too old, ${needed} or newer is needed. ${inRepository}`,
  );
});

/** What a file says and does in a Node.js that reads no TypeScript and says that it is 20.19.0. */
function inOldNode(file: string) {
  const program = `
    Object.defineProperty(process.versions, "node", { value: "20.19.0" });
    await import(${JSON.stringify(pathToFileURL(join(repository, file)).href)});`;
  const args = ["--no-experimental-strip-types", "--input-type=module", "-e", program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("a Node.js that is too old gets a one-line error from", () => {
  test.each([
    ["packages/ublog/ublog.js", inRepository],
    ["packages/sandbox/sandbox.js", inRepository],
    ["packages/pipeline/pipeline.js", inRepository],
    ["packages/project/project.js", inRepository],
    ["packages/sandbox/bench/start.js", inRepository],
    ["packages/pulumi-aws-django/plugin.js", inRepository],
    ["packages/app-update/src/start.js", "Install one: https://nodejs.org/."],
  ])("%s", (entry, remedy) => {
    expect(inOldNode(entry)).toEqual({
      status: 1,
      stdout: "",
      stderr: `Node.js 20.19.0 is too old, 22.18 or newer is needed. ${remedy}\n`,
    });
  });

  test("the program that Pulumi runs, as an error of which Pulumi shows no trace", () => {
    const { main } = JSON.parse(readFileSync(join(repository, "stacks/package.json"), "utf8"));
    const { stderr } = inOldNode(`stacks/${main}`);
    expect(stderr).toContain(
      `\nRunError: Node.js 20.19.0 is too old, 22.18 or newer is needed. ${inRepository}\n`,
    );
  });
});

test("every program that a script or a package starts has such an entry", () => {
  const manifest = (folder: string) =>
    JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8")) as {
      scripts?: Record<string, string>;
      bin?: Record<string, string>;
    };
  const scripts = Object.values(manifest("").scripts ?? {}).join("\n");
  const started = [...scripts.matchAll(/\bnode (\S+)/g)].map(([, file = ""]) => file);
  const bins = ["packages/app-update", "packages/ublog"].flatMap((folder) =>
    Object.values(manifest(folder).bin ?? {}).map((file) => `${folder}/${file}`),
  );
  const entries = [...started, ...bins];
  expect([...new Set(entries)].sort()).toEqual([
    "packages/app-update/src/start.js",
    "packages/pipeline/pipeline.js",
    "packages/sandbox/bench/start.js",
    "packages/sandbox/sandbox.js",
    "packages/ublog/ublog.js",
  ]);
  expect(entries.filter((file) => !existsSync(join(repository, file)))).toEqual([]);
});
