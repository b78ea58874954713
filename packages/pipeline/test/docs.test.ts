import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readPipelines, repository } from "./support/workflows.ts";

const read = (path: string) => readFileSync(join(repository, path), "utf8");
const inPackages = readdirSync(join(repository, "packages")).flatMap((name) =>
  readdirSync(join(repository, "packages", name))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `packages/${name}/${file}`),
);
const inFolder = (folder: string) =>
  readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${file}`);
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...inPackages,
  ...inFolder("packages/docs"),
  ...inFolder(".github"),
].map((path) => ({ path, text: read(path) }));
const { workflows, texts } = readPipelines();

/** What a pattern finds in the documents and isn't known, with the place. */
const unknown = (pattern: RegExp, isKnown: (found: RegExpExecArray) => boolean) =>
  documents.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap((found) => (isKnown(found) ? [] : [`${path}: ${found[0]}`])),
  );

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
/** Scripts of the starter's front end, which has a lockfile of its own. */
const ofStarter = JSON.parse(read("packages/starter/frontend/package.json")).scripts as Record<
  string,
  string
>;
const ofPnpm = ["install", "exec", "changeset", "ublog", "--filter"];

test("every command of pnpm in the documents is one", () => {
  const all = /\bpnpm(?:@12)? (?:run )?((?:--)?[a-z][\w:-]*)/g;
  const isKnown = ([, name = ""]: RegExpExecArray) =>
    name in scripts || name in ofStarter || ofPnpm.includes(name);
  expect(unknown(/npx -y pnpm@12 (?:run )?((?:--)?[a-z][\w:-]*)/g, isKnown)).toEqual([]);
  expect(unknown(new RegExp(`\`${all.source}`, "g"), isKnown)).toEqual([]);
});

test("every workflow that a document or a message names is there", () => {
  const names = Object.values(workflows).map(({ name }) => name);
  const isKnown = ([, name = ""]: RegExpExecArray) => names.includes(name);
  expect(unknown(/(?:_|“|`|\| )(\[(?:IaC|CD|CI)\] [A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*)/g, isKnown)).toEqual(
    [],
  );
  const sources = readdirSync(join(repository, "packages/pipeline/src"), {
    recursive: true,
    encoding: "utf8",
  });
  const said = sources
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...read(`packages/pipeline/src/${file}`).matchAll(/“(\[\w+\] [^”]+)”/g)].map(([, name]) => name),
    );
  expect(said.length).toBeGreaterThan(3);
  expect(said.filter((name) => !names.includes(String(name)))).toEqual([]);
});

test("every variable of the repository that the workflows read is in the README, and no other", () => {
  const table =
    /## Variables of the repository\n([\s\S]*?)\n## /.exec(read("packages/pipeline/README.md"))?.[1] ?? "";
  const documented = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  const used = Object.values(texts).flatMap((text) =>
    [...text.matchAll(/\bvars\.([A-Z_]+)/g)].map(([, name]) => name),
  );
  expect(documented.toSorted()).toEqual([...new Set(used)].sort());
});

test("every workflow that a document starts by a command is there, with the inputs that it is given", () => {
  const wrong = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\bgh workflow run ([\w.-]+)(.*)$/gm)].flatMap(([all, file = "", more = ""]) => {
      const known = Object.keys(workflows[file]?.on.workflow_dispatch?.inputs ?? {});
      const given = [...more.matchAll(/--field ([\w-]+)=/g)].map(([, name = ""]) => name);
      const isRight = given.length > 0 && given.every((name) => known.includes(name));
      return isRight && more.includes("--ref main") ? [] : [`${path}: ${all}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test("every file that a document links to is there", () => {
  const missing = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].flatMap(([, target = ""]) =>
      existsSync(join(repository, dirname(path), target)) ? [] : [`${path}: ${target}`],
    ),
  );
  expect(missing).toEqual([]);
});
