import { spawnSync } from "node:child_process";
import { cpSync, globSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../aws-model/test/support/temporaryFolder.ts";
import { repository } from "./support/workflows.ts";

const manifests = globSync("{packages/*,stacks}/package.json", { cwd: repository });
const pending = globSync(".changeset/*.md", { cwd: repository });

/** What is published of the packages in a folder, by name: folder and version. */
function published(folder: string): Record<string, { at: string; version: string }> {
  const all = manifests.map((file) => ({
    at: dirname(file),
    ...(JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      name: string;
      version: string;
      private?: boolean;
    }),
  }));
  return Object.fromEntries(
    all.filter((one) => one.private !== true).map(({ name, at, version }) => [name, { at, version }]),
  );
}

test("changesets, those that are pending too, become versions and changelogs of what is published", () => {
  const folder = temporaryFolder();
  for (const file of ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml", ".changeset", ...manifests])
    cpSync(join(repository, file), join(folder, file), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const before = published(folder);
  expect(Object.keys(before)).toEqual(expect.arrayContaining(["@ublog/app-update", "pulumi-aws-django"]));
  const names = Object.keys(before).map((name) => `"${name}": patch`);
  writeFileSync(
    join(folder, ".changeset/one-more.md"),
    `---\n${names.join("\n")}\n---\n\nSomething was mended.\n`,
  );

  const cli = join(repository, "node_modules/@changesets/cli/bin.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "version"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, problems: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, problems: "" });

  const after = published(folder);
  for (const [name, { at, version }] of Object.entries(after)) {
    expect(version).not.toBe(before[name]?.version);
    const changelog = readFileSync(join(folder, at, "CHANGELOG.md"), "utf8");
    expect(changelog).toMatch(new RegExp(`^# ${name}\n\n## ${version}\n`));
    expect(changelog).toContain("\n- Something was mended.\n");
  }
  const changelogs = globSync("**/CHANGELOG.md", { cwd: folder, exclude: ["node_modules/**"] });
  expect(changelogs.toSorted()).toEqual(
    Object.values(after)
      .map(({ at }) => `${at}/CHANGELOG.md`)
      .toSorted(),
  );
  for (const file of pending) {
    const [, , told = ""] = readFileSync(join(repository, file), "utf8").split(/^---$/m);
    const [first = ""] = told.trim().split("\n");
    expect(changelogs.map((one) => readFileSync(join(folder, one), "utf8")).join("\n")).toContain(first);
  }
});
