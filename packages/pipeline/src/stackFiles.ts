import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { messageOf, UserError } from "./userError.ts";

/** A stack that the project has a config file for. */
export interface StackFile {
  stack: string;
  file: string;
  /** The program it runs: `base`, `app` or `bootstrap`. */
  program: string | undefined;
  /** The base that an app stack names. */
  base: string | undefined;
  /** The secrets provider that the file names, for example `awskms://alias/pulumi`. */
  secretsProvider: string | undefined;
}

/** The folder of `Pulumi.yaml`, at or above a folder. */
export function projectFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (folder === dirname(folder)) throw new UserError(`There is no Pulumi.yaml in ${from} or above it.`);
  }
}

/** The stacks that have a config file in the project, by name. */
export function stackFiles(project: string): StackFile[] {
  const { name } = read(join(project, "Pulumi.yaml"));
  return readdirSync(project)
    .sort()
    .flatMap((file) => {
      const stack = stackOfFile(file);
      if (stack === undefined) return [];
      const { config, secretsprovider } = read(join(project, file));
      const settings = isRecord(config) ? config : {};
      return [
        {
          stack,
          file,
          program: text(settings[`${name}:program`]),
          base: text(settings[`${name}:base`]),
          secretsProvider: text(secretsprovider),
        },
      ];
    });
}

/** The stack that a file at the root is the config of. */
export function stackOfFile(file: string): string | undefined {
  return /^Pulumi\.([^/]+)\.ya?ml$/.exec(file)?.[1];
}

function read(file: string): Record<string, unknown> {
  const document = parsed(file);
  if (document === null) return {};
  if (!isRecord(document)) throw new UserError(`${file} is not a map of settings.`);
  return document;
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} is not valid YAML: ${messageOf(error)}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
