import { projectFolder } from "@ublog/pipeline/src/projectFolder.ts";
import { UsageError, UserError } from "@ublog/terminal/errors";
import { lineOf, refuseNewProblems } from "../settings/problems.ts";
import { isProgram, noSuchSetting, type Program, settingAt, typedValue } from "../settings/schema.ts";
import { keysOf, type SettingPath, settingPath, shownPath } from "../settings/settingPath.ts";
import {
  copyOf,
  openStackFile,
  removeAt,
  type StackFile,
  saveStackFile,
  setAt,
  valueAt,
} from "../settings/stackFile.ts";
import { programs, say } from "./outcome.ts";
import type { SettingsContext } from "./secrets.ts";

export interface ConfigOptions {
  stack: string;
  json?: boolean;
}

export interface ChangeConfigOptions extends ConfigOptions {
  dryRun?: boolean;
  /** Whether a value may be written that looks like a secret. */
  plaintext?: boolean;
}

/** Prints one setting as it is in the file. */
export async function getConfig(
  context: SettingsContext,
  text: string,
  options: ConfigOptions,
): Promise<number> {
  const file = openStackFile(projectFolder(context.folder), options.stack);
  const path = settingPath(text, file.project);
  const value = hidden(valueAt(file, keysOf(path)));
  if (value === undefined) throw new UserError(notSet(file, path));
  const isText = typeof value !== "object" && !options.json;
  console.log(isText ? String(value) : JSON.stringify(value, null, 2));
  return 0;
}

/** Writes settings into the stack's file, if the reader of settings takes them together: paths and values by turns. */
export async function setConfig(
  context: SettingsContext,
  words: readonly string[],
  options: ChangeConfigOptions,
): Promise<number> {
  const file = openStackFile(projectFolder(context.folder), options.stack);
  const changes = await Promise.all(
    pairsIn(words).map(async ([text, written]) => {
      const path = settingPath(text, file.project);
      await refuseSecret(file, path, written, options);
      const to = isOwn(file, path) ? typedValue(programOf(file), ownPath(file, path), written) : written;
      return { path, to };
    }),
  );
  const make = (after: StackFile) => {
    for (const { path, to } of changes) setAt(after, keysOf(path), to);
  };
  return change(context, file, options, make, changes);
}

function pairsIn(words: readonly string[]): [path: string, value: string][] {
  if (words.length % 2 !== 0)
    throw new UsageError(
      "`config set` takes a path and its value, or several by turns: config set gunicorn.cpu 1024 gunicorn.memoryMiB 2048 --stack …",
    );
  return words.flatMap((path, index) => (index % 2 === 0 ? [[path, words[index + 1] ?? ""]] : []));
}

/** Takes settings out of the stack's file: they have their defaults then. */
export async function unsetConfig(
  context: SettingsContext,
  texts: readonly string[],
  options: ChangeConfigOptions,
): Promise<number> {
  const file = openStackFile(projectFolder(context.folder), options.stack);
  const paths = texts.map((text) => settingPath(text, file.project));
  const missing = paths.filter((path) => valueAt(file, keysOf(path)) === undefined);
  if (missing.length > 0)
    throw new UserError(
      [
        `Refused: nothing was written into ${file.name}.`,
        ...missing.map((path) => `  ${notSet(file, path)}`),
      ].join("\n"),
    );
  const secrets = paths.filter((path) => isSecretSetting(file, path));
  if (secrets.length > 0)
    throw new UserError(
      `Secrets go in two steps, because tasks that run may still read them: \`ublog secrets unset NAME --stack ${file.stack}\`.`,
    );
  const remove = (after: StackFile) => {
    // From the end, so that the places in a list stay what they are.
    for (const path of paths.toReversed()) removeWithEmptyGroups(after, path);
  };
  return change(
    context,
    file,
    options,
    remove,
    paths.map((path) => ({ path, to: undefined })),
  );
}

/** Makes changes on trial, and writes them if no new problem comes of them. */
async function change(
  context: SettingsContext,
  file: StackFile,
  { dryRun, json }: ChangeConfigOptions,
  make: (file: StackFile) => void,
  changes: readonly { path: SettingPath; to: unknown }[],
): Promise<number> {
  const after = copyOf(file);
  make(after);
  const problems = await refuseNewProblems(file, after);
  const told = changes.map(({ path, to }) => ({
    path: shownPath(path, file.project),
    from: hidden(valueAt(file, keysOf(path))),
    to,
  }));
  const changed = !dryRun && saveStackFile(after);
  const isSame = !dryRun && !changed;
  const { pulumi, ublog } = programs(context.env);
  const verb = dryRun ? "would be" : isSame ? "was" : "is";
  const sentence = ({ path, from, to }: (typeof told)[number]) => {
    const was = from === undefined || isSame ? "" : ` (was ${JSON.stringify(from)})`;
    return `${path} ${verb} ${to === undefined ? "taken out" : JSON.stringify(to)}${isSame ? " already" : was}`;
  };
  return say(context, json === undefined ? {} : { json }, {
    headline: `${file.name}: ${told.map(sentence).join("; ")}.`,
    remarks: problems.map((problem) => `It can't be brought up yet: ${lineOf(problem)}`),
    next: changed
      ? [
          `${pulumi} up --stack ${file.stack}`,
          `${ublog} status --stack ${file.stack}: what waits for a release`,
        ]
      : [],
    data: { stack: file.stack, file: file.name, settings: told, changed },
  });
}

/**
 * Removes a setting, and each group that has nothing in it any more: `gunicorn: {}` says nothing. An empty map of names says that there is
 * none, and an empty entry in it that there is one.
 */
function removeWithEmptyGroups(file: StackFile, path: SettingPath): void {
  removeAt(file, keysOf(path));
  const typeAt = (below: SettingPath["below"]) =>
    settingAt(programOf(file), ownPath(file, { ...path, below }))?.type;
  for (let below = path.below.slice(0, -1); isOwn(file, path) && below.length < path.below.length; ) {
    const value = valueAt(file, keysOf({ ...path, below }));
    const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
    const isEntry = below.length > 0 && typeAt(below.slice(0, -1)) === "map by name";
    if (!isEmpty || isEntry || typeAt(below) !== "map") return;
    removeAt(file, keysOf({ ...path, below }));
    if (below.length === 0) return;
    below = below.slice(0, -1);
  }
}

async function refuseSecret(
  file: StackFile,
  path: SettingPath,
  value: string,
  { plaintext }: ChangeConfigOptions,
): Promise<void> {
  const name = String(path.below.at(-1) ?? "NAME");
  if (isSecretSetting(file, path))
    throw new UserError(
      `Secrets aren't given on the command line, and are encrypted: \`ublog secrets set ${name} --stack ${file.stack}\`.`,
    );
  if (plaintext || !path.below.includes(name) || !/(^|\.)environment$/.test(namesAbove(file, path))) return;
  const { looksSecret } = await import("@ublog/stacks/ownVariables.ts");
  if (looksSecret(name, value))
    throw new UserError(
      `${shownPath(path, file.project)} looks like a secret, and everybody who may describe a task definition could read it: \`ublog secrets set ${name} --stack ${file.stack}\` encrypts it. Where it is none, add --plaintext.`,
    );
}

const namesAbove = (file: StackFile, path: SettingPath): string =>
  ownPath(file, { ...path, below: path.below.slice(0, -1) }).join(".");

const isSecretSetting = (file: StackFile, { key }: SettingPath): boolean =>
  key === `${file.project}:secretValues`;

const isOwn = (file: StackFile, { key }: SettingPath): boolean => key.startsWith(`${file.project}:`);

/** The path without the project's namespace, as the settings of its program are named. */
const ownPath = (file: StackFile, { key, below }: SettingPath): (string | number)[] => [
  key.slice(file.project.length + 1),
  ...below,
];

/** The program of a stack. Where its file names none, an app's settings are looked at. */
export function programOf(file: StackFile): Program {
  const program = valueAt(file, [`${file.project}:program`]);
  return isProgram(program) ? program : "app";
}

function notSet(file: StackFile, path: SettingPath): string {
  const shown = shownPath(path, file.project);
  if (!isOwn(file, path)) return `${shown} isn't set in ${file.name}.`;
  const info = settingAt(programOf(file), ownPath(file, path));
  if (info === undefined) return noSuchSetting(programOf(file), ownPath(file, path));
  const otherwise = info.defaultsTo === undefined ? "" : ` It defaults to ${info.defaultsTo}.`;
  return `${shown} isn't set in ${file.name}.${otherwise}`;
}

/** A value without what is encrypted in it. */
function hidden(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(hidden);
  if ("secure" in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hidden(part)]));
}
