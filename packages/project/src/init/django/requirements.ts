import { posix } from "node:path";
import { messageOf, UserError } from "@ublog/terminal/errors";
import { parse, TomlError } from "smol-toml";
import type { Tree } from "../tree.ts";

/** What a project installs. */
export interface Requirements {
  /**
   * Names of packages, normalized (`django-ecs-kit`), with what is said of their version. What an extra is named after counts as well: `channels[daphne]`
   * installs daphne, too.
   */
  packages: ReadonlyMap<string, string>;
  /** Where a line for production goes, and how it gets there; undefined where nothing lists packages. */
  file: string | undefined;
  /** What is installed: of `requirements.in` the `requirements.txt` that is made of it. */
  installed: string | undefined;
  /** The tool that keeps the list. */
  tool: "pip" | "uv" | "poetry" | "pipenv" | "pdm" | undefined;
}

/** Reads the lists of packages at the top and beside manage.py. */
export function requirementsOf(tree: Tree, folder: string, shown: string): Requirements {
  const packages = new Map<string, string>();
  const places = [...new Set([folder, "."])];
  const lists = tree.files.filter(
    (file) =>
      /(^|\/)(requirements[\w.-]*|base|production|prod|common|live|heroku)\.(txt|in)$/.test(file) &&
      places.some((place) => [place, posix.join(place, "requirements")].includes(posix.dirname(file))),
  );
  for (const list of lists)
    for (const line of (tree.read(list) ?? "").split("\n")) {
      addLine(packages, line);
    }
  const at = (name: string) => places.map((place) => posix.join(place, name)).find((file) => tree.has(file));
  const project = at("pyproject.toml");
  if (project !== undefined) fromPyproject(parsedToml(tree, project, shown), packages);
  const pipfile = at("Pipfile");
  if (pipfile !== undefined)
    for (const [name, rest] of Object.entries(tableOf(parsedToml(tree, pipfile, shown).packages)))
      add(packages, name, versionIn(rest), extrasIn(rest));
  const ranked = [...lists].sort((a, b) => rank(a) - rank(b));
  const hasPyproject =
    project !== undefined &&
    (lists.length === 0 || at("uv.lock") !== undefined || at("poetry.lock") !== undefined);
  const tool = hasPyproject
    ? at("poetry.lock") !== undefined || /\[tool\.poetry/.test(tree.read(project) ?? "")
      ? "poetry"
      : at("pdm.lock") !== undefined
        ? "pdm"
        : "uv"
    : lists.length > 0
      ? "pip"
      : pipfile !== undefined
        ? "pipenv"
        : undefined;
  const file = hasPyproject ? project : (ranked[0] ?? pipfile);
  const made = file?.replace(/\.in$/, ".txt");
  const installed = made !== undefined && tree.has(made) ? made : file;
  return { packages, tool, file, installed };
}

/** A list for production comes before the one for everything. */
const rank = (file: string): number =>
  /prod|live|heroku/.test(file)
    ? 0
    : /(^|\/)requirements\.(txt|in)$/.test(file)
      ? 1
      : /base|common/.test(file)
        ? 2
        : 3;

/** A requirement as pip writes it: `channels[daphne]>=4`. */
function addLine(packages: Map<string, string>, line: string): void {
  const [, name, extras = "", rest = ""] =
    /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*([^#;]*)/.exec(line) ?? [];
  if (name !== undefined) add(packages, name, rest, extras.split(","));
}

function add(packages: Map<string, string>, name: string, rest: string, extras: readonly string[]): void {
  const normalized = (word: string) =>
    word
      .trim()
      .toLowerCase()
      .replace(/[-_.]+/g, "-");
  packages.set(normalized(name), rest.trim());
  for (const extra of extras.map(normalized)) {
    const also = normalized(name) === "django-storages" && extra === "s3" ? "boto3" : extra;
    if (also !== "" && !packages.has(also)) packages.set(also, "");
  }
}

function fromPyproject(document: Record<string, unknown>, packages: Map<string, string>): void {
  const project = tableOf(document.project);
  const groups = [
    project.dependencies,
    ...Object.values(tableOf(project["optional-dependencies"])),
    ...Object.values(tableOf(document["dependency-groups"])),
  ];
  for (const one of groups.flat()) {
    if (typeof one === "string") addLine(packages, one);
  }
  const poetry = tableOf(tableOf(document.tool).poetry);
  const tables = [
    poetry.dependencies,
    ...Object.values(tableOf(poetry.group)).map((group) => tableOf(group).dependencies),
  ];
  for (const table of tables)
    for (const [name, rest] of Object.entries(tableOf(table)))
      add(packages, name, versionIn(rest), extrasIn(rest));
}

/** The version in a table of Poetry or Pipenv, or the text itself. */
const versionIn = (value: unknown): string => {
  const version = typeof value === "string" ? value : tableOf(value).version;
  return typeof version === "string" ? version : "";
};

/** The extras in a table of Poetry or Pipenv. */
const extrasIn = (value: unknown): string[] => {
  const { extras } = tableOf(value);
  return Array.isArray(extras) ? extras.map(String) : [];
};

const tableOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** A TOML file of the project. Throws a UserError where it can't be read. */
export function parsedToml(tree: Tree, file: string, shown: string): Record<string, unknown> {
  try {
    return parse(tree.read(file) ?? "");
  } catch (error) {
    const what = firstLine(messageOf(error)).replace(/^Invalid TOML document: /, "");
    const where = error instanceof TomlError ? ` at line ${error.line}, column ${error.column}` : "";
    throw new UserError(
      `${posix.join(shown, file)} is not valid TOML: ${what}${where}. Mend it, and run init again.`,
    );
  }
}

export const firstLine = (text: string): string => (text.split("\n")[0] ?? "").replace(/[.:]$/, "");
