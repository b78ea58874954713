import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");

/** The imports of each file, type-only ones included: files of the library by their path in `src`, packages by name. */
const imports = new Map(
  readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file, importsOf(file)]),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  const found = [...text.matchAll(/^(?:import|export) (?:[^;]*?\bfrom )?"([^"]+)"|\bimport\("([^"]+)"\)/gm)];
  return found.map(([, from, late]) => {
    const name = from ?? late ?? "";
    return name.startsWith(".") ? relative(SRC, join(SRC, dirname(file), name)) : name;
  });
}

/** What a file loads when it runs: its imports without those of types, and theirs. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  const text = readFileSync(join(SRC, file), "utf8");
  for (const [, name = ""] of text.matchAll(/^(?:import|export) (?!type\b)(?:[^;]*?\bfrom )?"([^"]+)"/gm)) {
    const target = name.startsWith(".") ? relative(SRC, join(SRC, dirname(file), name)) : name;
    if (seen.has(target)) continue;
    seen.add(target);
    if (imports.has(target)) loadedBy(target, seen);
  }
  return seen;
}

/** Where a folder may look: itself, and these. What isn't in a folder is one of the entries. */
const MAY_IMPORT: Record<string, string[]> = {
  shared: [],
  contracts: ["shared", "vocabulary.ts"],
  ecs: ["shared"],
  base: ["contracts", "shared", "vocabulary.ts"],
  app: ["contracts", "ecs", "shared", "vocabulary.ts"],
};

const top = (file: string) => file.split("/")[0] ?? "";

describe("imports point one way", () => {
  test.each(Object.entries(MAY_IMPORT))("%s imports only %j of the library", (folder, allowed) => {
    const found = [...imports].filter(([file]) => top(file) === folder);
    expect(found.length).toBeGreaterThan(0);
    const outside = found.flatMap(([file, names]) =>
      names
        .filter((name) => imports.has(name) && top(name) !== folder && !allowed.includes(top(name)))
        .map((name) => `${file} → ${name}`),
    );
    expect(outside).toEqual([]);
  });

  test("within an app: plan looks at no check and no part, and a check at no part", () => {
    const bans: [string, string[]][] = [
      ["app/plan/", ["app/check/", "app/parts/"]],
      ["app/check/", ["app/parts/"]],
      ["app/parts/", ["app/check/"]],
      ["base/check/", []],
    ];
    const wrong = bans.flatMap(([from, banned]) =>
      [...imports].flatMap(([file, names]) =>
        names
          .filter((name) => file.startsWith(from) && banned.some((folder) => name.startsWith(folder)))
          .map((name) => `${file} → ${name}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test("no package of this repository, no config and no command line", () => {
    const packages = [...new Set([...imports.values()].flat().filter((name) => !name.endsWith(".ts")))];
    expect(packages.sort()).toEqual([
      "@pulumi/aws",
      "@pulumi/awsx/ec2/index.js",
      "@pulumi/pulumi",
      "@pulumi/random",
      "leven",
      "node:crypto",
      "node:fs",
      "node:net",
      "zod",
    ]);
    // The plugin is the entry that Pulumi starts.
    const components = [...imports.keys()].filter((file) => file !== "plugin.ts");
    const readers = components.filter((file) =>
      /new pulumi\.Config\b|process\.(env|argv)\b/.test(readFileSync(join(SRC, file), "utf8")),
    );
    expect(readers).toEqual([]);
  });

  test("what the release tool takes loads no SDK", () => {
    expect([...loadedBy("vocabulary.ts")]).toEqual([]);
    expect([...loadedBy("contracts/deployTargets.ts")].sort()).toEqual([
      "contracts/shape.ts",
      "vocabulary.ts",
      "zod",
    ]);
  });
});

test("no file imports itself by way of others, not even for a type", () => {
  const state = new Map<string, "open" | "done">();
  const circles: string[] = [];
  const visit = (file: string, path: string[]) => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    state.set(file, "open");
    for (const name of imports.get(file) ?? []) if (imports.has(name)) visit(name, [...path, file]);
    state.set(file, "done");
  };
  for (const file of imports.keys()) visit(file, []);
  expect(circles).toEqual([]);
});
