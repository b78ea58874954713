import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, UserError } from "@ublog/terminal/errors";
import { parse } from "yaml";

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

/** The stacks that have a config file in the project, by name. Throws a UserError with everything that can't be read. */
export function stackFiles(project: string): StackFile[] {
  const name = projectName(project);
  const problems: string[] = [];
  const stacks: StackFile[] = [];
  for (const file of readdirSync(project).sort()) {
    const stack = stackOfFile(file);
    if (stack === undefined) {
      const misnamed = /^(Pulumi\.[^/]+)\.yml$/.exec(file)?.[1];
      if (misnamed !== undefined)
        problems.push(`${file} is a file that Pulumi doesn't read. Name it ${misnamed}.yaml.`);
      continue;
    }
    try {
      stacks.push({ stack, file, ...settingsIn(project, file, name) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return stacks;
}

/** The name of the project: a part of its stacks' full names. */
export function projectName(project: string): string {
  return String(read(project, "Pulumi.yaml").name);
}

/** The stack that a file at the root is the config of. */
export function stackOfFile(file: string): string | undefined {
  return /^Pulumi\.([^/]+)\.yaml$/.exec(file)?.[1];
}

/** The name of the base that an app stack names, without its organization and project. */
export function baseOf({ base }: Pick<StackFile, "base">): string | undefined {
  return base?.split("/").at(-1);
}

/** The stacks that are built on a base. */
export function standingOn(base: string, stacks: readonly StackFile[]): string[] {
  return stacks.filter((file) => baseOf(file) === base).map(({ stack }) => stack);
}

/** What the config file of a stack sets, by full key (`ublog:program`). Throws a UserError where it can't be read. */
export function configIn(project: string, file: string): Record<string, unknown> {
  const { config } = read(project, file);
  return isRecord(config) ? config : {};
}

function settingsIn(project: string, file: string, name: string): Omit<StackFile, "stack" | "file"> {
  const settings = configIn(project, file);
  return {
    program: text(settings[`${name}:program`]),
    base: text(settings[`${name}:base`]),
    secretsProvider: text(read(project, file).secretsprovider),
  };
}

function read(project: string, file: string): Record<string, unknown> {
  const document = parsed(project, file);
  if (document === null) return {};
  if (!isRecord(document)) throw new UserError(`${file} is not a map of settings.`);
  return document;
}

function parsed(project: string, file: string): unknown {
  try {
    return parse(readFileSync(join(project, file), "utf8"));
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
