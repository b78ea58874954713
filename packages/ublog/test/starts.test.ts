import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const packages = resolve(import.meta.dirname, "../..");

/**
 * What a file loads before it does anything, and what those load: packages, and of this repository's files the ones in `commands/`.
 * Types and imports that wait until they are needed don't count.
 */
function loaded(file: string, seen = new Set<string>(), found = new Set<string>()): Set<string> {
  if (seen.has(file)) return found;
  seen.add(file);
  if (file.includes("/commands/")) found.add(file.slice(packages.length + 1));
  const source = readFileSync(file, "utf8");
  for (const [, names, from = ""] of source.matchAll(/^(?:import|export)\s+([^;]*?)\s*from "(.+?)";/gms)) {
    if (names?.startsWith("type ") || from.startsWith("node:")) continue;
    if (from.startsWith(".")) loaded(resolve(dirname(file), from), seen, found);
    else if (/^(@ublog\/|#)/.test(from)) loaded(createRequire(file).resolve(from), seen, found);
    else found.add(from);
  }
  return found;
}

test.each([
  ["ublog", "ublog/src/bin.ts", ["leven"]],
  ["the release tool", "app-update/src/bin.ts", ["commander"]],
  ["the pipeline", "pipeline/src/bin.ts", ["commander"]],
  ["the project's verbs", "project/src/bin.ts", ["commander", "pulumi-aws-django/vocabulary"]],
  ["the sandbox", "sandbox/src/bin.ts", ["commander"]],
])(
  "%s loads no verb's file, and nothing that is slow, before it knows which verb is called",
  (_, entry, own) => {
    expect([...loaded(join(packages, entry))].sort()).toEqual(own);
  },
);

test("`stacks` loads no SDK", () => {
  expect([...loaded(join(packages, "pipeline/src/commands/stacks.ts"))].sort()).toEqual([
    "pipeline/src/commands/stacks.ts",
    "yaml",
  ]);
});
