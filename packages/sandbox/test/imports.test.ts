import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { describe, expect, test } from "vitest";

/** What the source of each package may import of the others. */
const ALLOWED: Record<string, readonly string[]> = {
  "packages/app-update": ["packages/terminal"],
  "packages/aws-model": ["packages/terminal"],
  "packages/estimates": [
    "packages/aws-model",
    "packages/pulumi-aws-django/vocabulary",
    "packages/terminal",
    "stacks",
  ],
  "packages/local": [
    "packages/aws-model",
    "packages/pulumi-aws-django/deploy-targets",
    "packages/pulumi-aws-django/vocabulary",
    "packages/terminal",
  ],
  "packages/pipeline": [
    "packages/app-update",
    // Recovery only: the AWS in memory stays out of what runs against a real account.
    "packages/aws-model/src/descriptor/finder.ts",
    "packages/aws-model/src/services/recoveries.ts",
    "packages/sandbox",
    "packages/terminal",
  ],
  "packages/project": [
    "packages/app-update",
    // How a stack file is read.
    "packages/estimates/src/programs",
    "packages/pipeline",
    "packages/pulumi-aws-django/deploy-targets",
    "packages/pulumi-aws-django/environment",
    "packages/pulumi-aws-django/looks-secret",
    "packages/pulumi-aws-django/vocabulary",
    "packages/terminal",
    "stacks",
  ],
  "packages/pulumi-aws-django": [],
  "packages/sandbox": [
    "packages/app-update",
    "packages/aws-model",
    "packages/estimates",
    "packages/terminal",
  ],
  "packages/terminal": [],
  "packages/ublog": [
    "packages/app-update",
    "packages/pipeline",
    "packages/project",
    "packages/sandbox",
    "packages/terminal",
  ],
  stacks: ["packages/pulumi-aws-django", "packages/terminal"],
};

const packages: Record<string, string> = Object.fromEntries(
  Object.keys(ALLOWED).map((folder) => [manifestName(folder), folder]),
);

function manifestName(folder: string): string {
  return JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8")).name;
}

/** The source files of a package. */
function sourceOf(folder: string): string[] {
  const source = folder === "stacks" ? folder : join(folder, "src");
  return readdirSync(join(repository, source), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|\/)(node_modules|test)\//.test(file))
    .map((file) => join(source, file));
}

/** The files and packages of this repository that a file imports, also for types alone. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(repository, file), "utf8");
  return [...text.matchAll(/\b(?:from |import |import\()"([^"]+)"/g)].flatMap(([, specifier = ""]) => {
    if (specifier.startsWith("."))
      return [relative(repository, resolve(repository, dirname(file), specifier))];
    const [name, folder] =
      Object.entries(packages).find(([name]) => specifier === name || specifier.startsWith(`${name}/`)) ?? [];
    return name === undefined || folder === undefined ? [] : [folder + specifier.slice(name.length)];
  });
}

const isIn = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`);

describe.each(Object.entries(ALLOWED))("%s", (folder, allowed) => {
  const imports = new Map(sourceOf(folder).map((file) => [file, importsOf(file)]));

  test("imports of the other packages what it may", () => {
    const wrong = [...imports].flatMap(([file, of]) =>
      of
        .filter((other) => ![folder, ...allowed].some((place) => isIn(other, place)))
        .map((other) => `${file} imports ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  test("has no circle of files, and none of folders", () => {
    expect(circleIn(imports)).toEqual([]);
    const folders = new Map<string, string[]>();
    for (const [file, of] of imports) {
      const from = placeOf(file, folder);
      const to = of.filter((other) => isIn(other, folder)).map((other) => placeOf(other, folder));
      folders.set(from, [...(folders.get(from) ?? []), ...to.filter((other) => other !== from)]);
    }
    expect(circleIn(folders)).toEqual([]);
  });
});

/** The folder below the source that a file is in, for services one further down; a file that is in none stands for itself. */
function placeOf(file: string, folder: string): string {
  const source = folder === "stacks" ? folder : join(folder, "src");
  const [place = "", service = ""] = relative(source, file).split("/");
  return place === "services" ? `${place}/${service}` : place;
}

test("what the pipelines read of recovery imports nothing of the AWS in memory", () => {
  const files = sourceOf("packages/aws-model").filter((file) => /recover(y|ies)\.ts$/.test(file));
  const light = /descriptor\/(finder|recovery)\.ts$|recovery\.ts$|^packages\/terminal\//;
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap(importsOf).filter((file) => !light.test(file))).toEqual([]);
});

/** A way from something back to itself, or nothing. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const walk = (node: string, way: string[]): string[] => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const circle = walk(next, [...way, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const circle = walk(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
