import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changedFiles, reachOf, stacksRemovedBy, stacksTouchedBy } from "../src/changedStacks.ts";
import type { StackFile } from "../src/stackFiles.ts";
import { repository } from "./support/workflows.ts";

const file = (stack: string, program: string): StackFile => ({
  stack,
  file: `Pulumi.${stack}.yaml`,
  program,
  base: undefined,
  secretsProvider: undefined,
});
const stacks = [
  file("alpha", "app"),
  file("base", "base"),
  file("beta", "app"),
  file("bootstrap", "bootstrap"),
];
const all = stacks.map(({ stack }) => stack);

describe("the stacks that a change touches", () => {
  test.each([
    ["Pulumi.alpha.yaml", ["alpha"]],
    ["Pulumi.gone.yaml", []],
    ["Pulumi.yaml", all],
    ["stacks/app.ts", ["alpha", "beta"]],
    ["stacks/readBase.ts", ["alpha", "beta"]],
    ["stacks/base.ts", ["base"]],
    ["stacks/bootstrap.ts", ["bootstrap"]],
    ["stacks/bootstrapPolicies.ts", ["bootstrap"]],
    ["stacks/bootstrapRelease.ts", ["bootstrap"]],
    ["stacks/bootstrapState.ts", ["bootstrap"]],
    ["stacks/bootstrapStatements.ts", ["bootstrap"]],
    ["stacks/previewReads.ts", ["bootstrap"]],
    ["stacks/config.ts", all],
    ["stacks/index.ts", all],
    ["stacks/test/config.test.ts", []],
    ["packages/pulumi-aws-django/src/app/parts/routing.ts", all],
    ["packages/pulumi-aws-django/package.json", all],
    ["packages/pulumi-aws-django/test/unit/names.test.ts", []],
    ["packages/pulumi-aws-django/README.md", []],
    ["packages/terminal/src/nearest.ts", all],
    ["packages/terminal/test/nearest.test.ts", []],
    ["packages/app-update/src/cli.ts", []],
    ["packages/aws-model/src/world/world.ts", []],
    ["@ublog/aws-model/src/facts/prices.ts", []],
    ["packages/sandbox/src/cli.ts", []],
    ["pnpm-lock.yaml", all],
    ["pnpm-workspace.yaml", all],
    [".github/actions/setup/action.yml", all],
    [".github/workflows/ci.yml", []],
    ["README.md", []],
    ["sub/Pulumi.alpha.yaml", []],
  ])("%s", (path, touched) => {
    expect(stacksTouchedBy([path], stacks)).toEqual(touched);
  });

  test("several files touch the stacks of each of them", () => {
    expect(stacksTouchedBy(["README.md", "Pulumi.beta.yaml", "stacks/base.ts"], stacks)).toEqual([
      "base",
      "beta",
    ]);
    expect(stacksTouchedBy([], stacks)).toEqual([]);
  });
});

test("the stacks whose file a change removes or renames are named, and no others", () => {
  const files = [
    "Pulumi.gone.yaml",
    "Pulumi.alpha.yaml",
    "Pulumi.yaml",
    "sub/Pulumi.other.yaml",
    "README.md",
  ];
  expect(stacksRemovedBy(files, stacks)).toEqual(["gone"]);
});

describe("the files that a branch changes", () => {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const commit = (file: string) => {
    writeFileSync(join(folder, file), file);
    git("add", "--all");
    git("commit", "--quiet", "--message", file);
  };

  beforeAll(() => {
    git("init", "--quiet", "--initial-branch=main");
    commit("first");
    git("switch", "--quiet", "--create", "branch");
    commit("Pulumi.alpha.yaml");
    commit("a b\u00fc");
    git("switch", "--quiet", "main");
    commit("on main");
    git("switch", "--quiet", "--orphan", "alone");
    commit("alone");
  });

  test("are those since it left the other branch, with odd names as they are", () => {
    git("switch", "--quiet", "branch");
    expect(changedFiles("main", folder).toSorted()).toEqual(["Pulumi.alpha.yaml", "a b\u00fc"]);
  });

  test.each(["nowhere", "--help", ""])("can't be found out from %j", (since) => {
    expect(() => changedFiles(since, folder)).toThrow(
      `There is no commit "${since}" here. Check out the whole history (fetch-depth: 0).`,
    );
  });

  test("can't be found out without a common history", () => {
    git("switch", "--quiet", "alone");
    expect(() => changedFiles("main", folder)).toThrow(
      'HEAD and "main" have no commit in common. Check out the whole history (fetch-depth: 0).',
    );
  });
});

/** The files of this repository that a file imports, and those that they import. */
function importedBy(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const source = readFileSync(join(repository, entry), "utf8");
  for (const [, target = ""] of source.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
    importedBy(relative(repository, join(repository, dirname(entry), target)), found);
  }
  return found;
}

describe("no input of a program is forgotten", () => {
  const library = [...importedBy("packages/pulumi-aws-django/src/index.ts")];

  test.each(["base", "app", "bootstrap"])("every file that %s reads touches its stacks", (program) => {
    const own = [...importedBy("stacks/config.ts"), ...importedBy(`stacks/${program}.ts`), "stacks/index.ts"];
    const unseen = [...own, ...library].filter((path) => {
      const reach = reachOf(path);
      return !(
        reach === "all" ||
        (typeof reach === "object" && "program" in reach && reach.program === program)
      );
    });
    expect(own.length).toBeGreaterThan(2);
    expect(library.length).toBeGreaterThan(10);
    expect(unseen).toEqual([]);
  });

  test("the repository's own stack files are there", () => {
    const files = readdirSync(repository).filter((name) => /^Pulumi\..+\.yaml$/.test(name));
    expect(files).toEqual(expect.arrayContaining(["Pulumi.alpha.yaml", "Pulumi.base.yaml"]));
    for (const name of files) expect(existsSync(join(repository, name))).toBe(true);
  });
});
