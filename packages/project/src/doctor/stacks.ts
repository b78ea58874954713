import { join } from "node:path";
import { type EngineConfig, engineConfig } from "@ublog/estimates/src/programs/engineConfig.ts";
import { parseSettings, readText } from "@ublog/estimates/src/programs/yamlFile.ts";
import {
  baseOf,
  projectName,
  type StackFile,
  stackFiles,
  standingOn,
} from "@ublog/pipeline/src/stackFiles.ts";
import type { AppConfig, BaseConfig } from "@ublog/stacks/config.ts";
import { UsageError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";

/** The stack files of the project that are meant, read as the programs read them. */
export interface Stacks {
  /** Name of the Pulumi project. */
  project: string;
  base?: Settings<BaseConfig>;
  apps: Settings<AppConfig>[];
  /** What the config reader finds wrong, and files that can't be read at all. */
  unreadable: Unreadable[];
}

export interface Settings<Config> {
  stack: string;
  file: string;
  config: Config;
  /** `aws:region`, where the file sets it. */
  region?: string;
  /** `aws:profile`, where the file sets it. */
  profile?: string;
}

export interface Unreadable {
  file: string;
  /** A line each. */
  problems: string[];
}

/** Reads the stack files: all of them, or with a stack's name that stack, its base and what stands on it. */
export async function readStacks(
  folder: string,
  wanted: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Stacks> {
  const project = projectName(folder);
  const files = chosen(stackFiles(folder), wanted);
  const stacks: Stacks = { project, apps: [], unreadable: [] };
  for (const file of files) {
    const path = join(folder, file.file);
    const config = engineConfig(parseSettings(readText(path) ?? "", path));
    const read = await configOf(project, file, config, environment);
    const { stack } = file;
    const [region, profile] = [config.values["aws:region"], config.values["aws:profile"]];
    const settings = { stack, file: file.file, ...(region && { region }), ...(profile && { profile }) };
    if ("problems" in read) stacks.unreadable.push({ file: file.file, problems: read.problems });
    else if (read.program === "base") stacks.base = { ...settings, config: read };
    else if (read.program === "app") stacks.apps.push({ ...settings, config: read });
  }
  return stacks;
}

function chosen(files: readonly StackFile[], reference: string | undefined): StackFile[] {
  const known = files.filter(({ program }) => program !== "bootstrap");
  const names = known.map(({ stack }) => stack);
  // Maybe with its organization and project.
  const wanted = reference?.split("/").at(-1);
  if (wanted === undefined) {
    const bases = known.filter(({ program }) => program === "base").map(({ stack }) => stack);
    if (bases.length < 2) return known;
    throw new UsageError(`There are several bases (${bases.join(", ")}): say which with --stack.`);
  }
  const found = known.find(({ stack }) => stack === wanted);
  if (found === undefined) throw new UsageError(`${missing(files, wanted)} ${remedy(wanted, names)}`);
  const base = found.program === "app" ? baseOf(found) : found.stack;
  const apps = found.program === "app" ? [found.stack] : standingOn(found.stack, known);
  return known.filter(({ stack }) => stack === base || apps.includes(stack));
}

function missing(files: readonly StackFile[], wanted: string): string {
  return files.some(({ stack }) => stack === wanted)
    ? `${wanted} is what the workflows need, and neither a base nor an app.`
    : `There is no Pulumi.${wanted}.yaml.`;
}

function remedy(wanted: string, names: readonly string[]): string {
  const close = nearest(wanted, names);
  if (close !== undefined) return `Did you mean ${close}?`;
  return names.length === 0
    ? "There are none yet: `ublog init` writes them."
    : `There are: ${names.join(", ")}.`;
}

async function configOf(
  project: string,
  { stack }: StackFile,
  { values, secretKeys }: EngineConfig,
  environment: NodeJS.ProcessEnv,
): Promise<BaseConfig | AppConfig | { program: "bootstrap" } | { problems: string[] }> {
  // Loads Pulumi's SDK: two seconds that whoever asks something else doesn't wait.
  const { parseConfig } = await import("@ublog/stacks/config.ts");
  try {
    return parseConfig({ project, stack, values, secretKeys, environment });
  } catch (error) {
    const [, ...problems] = String((error as Error).message).split("\n");
    return { problems: problems.map((line) => line.trim()) };
  }
}
