import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { UserError } from "@ublog/terminal/errors";

/** The files of a project. Nothing of them is ever run. */
export interface Tree {
  /** The folder itself, without symbolic links in its path. */
  folder: string;
  /** Paths below the folder, with slashes, those higher up first. */
  files: readonly string[];
  /** What a file says; undefined where there is none, or one that is no text of a usual size. */
  read(path: string): string | undefined;
  has(path: string): boolean;
  /** Why the listing isn't whole; undefined where it is. */
  limit: string | undefined;
}

/** Folders with other people's code, with what was built, and with files that only a running project needs. */
const SKIPPED =
  /^(node_modules|bower_components|site-packages|__pycache__|\.git|\.hg|\.svn|\.venv|venv|virtualenv|\.tox|\.nox|\.[a-z]+_cache|\.cache|\.nuxt|\.output|\.next|\.idea|\.vscode|\.terraform|dist|build|staticfiles|media|htmlcov|\.pnpm-store|\.yarn|vendor|locale|fixtures|migrations)$/;

const MAX_DEPTH = 6;
const MAX_FILES = 20_000;
const MAX_BYTES = 1_000_000;

/** Lists a folder, at most `maxFiles` of its files. Throws a UserError where there is none. */
export function treeOf(given: string, maxFiles = MAX_FILES): Tree {
  const folder = realFolder(given);
  const files: string[] = [];
  let limit: string | undefined;
  let level = [""];
  for (let depth = 0; level.length > 0 && limit === undefined; depth++) {
    const below: string[] = [];
    for (const at of level) {
      for (const { name, isFolder } of entriesOf(join(folder, at))) {
        const path = posix.join(at, name);
        if (!isFolder) files.push(path);
        else if (!SKIPPED.test(name) && depth < MAX_DEPTH) below.push(path);
      }
      if (files.length > maxFiles) {
        limit = `${given} has more than ${maxFiles.toLocaleString("en")} files: only those were looked at. Name the folder with manage.py itself, if it is further down.`;
        break;
      }
    }
    level = below;
  }
  const set = new Set(files);
  return {
    folder,
    files,
    limit,
    has: (path) => set.has(posix.normalize(path)),
    read: (path) => (set.has(posix.normalize(path)) ? textIn(join(folder, path)) : undefined),
  };
}

function realFolder(given: string): string {
  let folder: string;
  try {
    folder = realpathSync(given);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ELOOP") throw new UserError(`${given} is a symbolic link that leads back to itself.`);
    throw new UserError(`There is no folder ${given}. Write where the checkout of the project is.`);
  }
  if (statSync(folder).isDirectory()) return folder;
  throw new UserError(`${given} is a file. Write the folder of the project.`);
}

function entriesOf(folder: string): { name: string; isFolder: boolean }[] {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch {
    // One that may not be read has nothing to say.
    return [];
  }
  // A virtual environment, whatever it is called.
  if (entries.some(({ name }) => name === "pyvenv.cfg")) return [];
  return entries
    .flatMap((entry) => {
      // Folders behind symbolic links are elsewhere, or in a ring.
      if (entry.isSymbolicLink())
        return isFile(join(folder, entry.name)) ? [{ name: entry.name, isFolder: false }] : [];
      return entry.isDirectory() || entry.isFile()
        ? [{ name: entry.name, isFolder: entry.isDirectory() }]
        : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function textIn(path: string): string | undefined {
  try {
    if (statSync(path).size > MAX_BYTES) return undefined;
    const text = readFileSync(path, "utf8");
    return text.includes("\0") ? undefined : text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}
