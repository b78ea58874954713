import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { appUpdate } from "@ublog/app-update/src/cli.ts";
import { pipeline } from "@ublog/pipeline/src/cli.ts";
import { project } from "@ublog/project/src/cli.ts";
import { sandbox } from "@ublog/sandbox/cli";
import { expect, test } from "vitest";
import { GROUPS } from "../src/verbs.ts";

const repository = resolve(import.meta.dirname, "../../..");

/** The documents that people read, by path. */
const documents = ["", "packages", "docs", ".github"].flatMap((folder) => {
  const depth = folder === "" ? 1 : Number.POSITIVE_INFINITY;
  return markdownIn(folder, depth).map((path) => ({
    path,
    text: readFileSync(join(repository, path), "utf8"),
  }));
});

function markdownIn(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ["node_modules", "test"].includes(entry.name) ? [] : markdownIn(path, depth - 1);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

function readEntries(folder: string) {
  return readdirSync(join(repository, folder), { withFileTypes: true });
}

const commands = [pipeline(), appUpdate(), project(), sandbox()].flatMap(({ program }) => program.commands);
const names = GROUPS.flatMap(({ verbs }) => verbs.map(({ name }) => name));
const inSandbox = ["pulumi", "pipeline", "project", "app-update"];

/** The options of a verb; where it has verbs of its own, of the one that follows it. */
function optionsOf(name: string, rest: string): readonly { long?: string | undefined }[] | undefined {
  const verb = commands.find((one) => one.name() === name);
  const [, word] = /^ ([a-z][\w-]*)/.exec(rest) ?? [];
  return (verb?.commands.find((one) => one.name() === word) ?? verb)?.options;
}

test("every command of ublog in the documents is one, with its options", () => {
  const wrong = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:pnpm@12 |`)(?:ublog )?(ublog|sandbox) ([a-z][\w-]*)([^\n`|]*)/g)].flatMap(
      ([found, program, name = "", rest = ""]) => {
        const isOne = names.includes(name) || (program === "sandbox" && inSandbox.includes(name));
        // What follows these is another program's.
        const options = inSandbox.includes(name) ? undefined : optionsOf(name, rest);
        const unknown = [...rest.matchAll(/--[a-z][\w-]*/g)].filter(
          ([option]) =>
            option !== "--help" && options !== undefined && !options.some(({ long }) => long === option),
        );
        return isOne && unknown.length === 0 ? [] : [`${path}: ${found}`];
      },
    ),
  );
  expect(wrong).toEqual([]);
});
