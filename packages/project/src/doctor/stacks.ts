import { readFileSync } from "node:fs";
import { join } from "node:path";
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
import { isScalar, parseDocument, visit } from "yaml";

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
    const values = valuesIn(join(folder, file.file));
    const read = await configOf(project, file, values, environment);
    const { stack } = file;
    const [region, profile] = [values.plain["aws:region"], values.plain["aws:profile"]];
    const settings = { stack, file: file.file, ...(region && { region }), ...(profile && { profile }) };
    if ("problems" in read) stacks.unreadable.push({ file: file.file, problems: read.problems });
    else if (read.program === "base") stacks.base = { ...settings, config: read };
    else if (read.program === "app") stacks.apps.push({ ...settings, config: read });
  }
  return stacks;
}

function chosen(files: readonly StackFile[], wanted: string | undefined): StackFile[] {
  const known = files.filter(({ program }) => program !== "bootstrap");
  if (wanted === undefined) {
    const bases = known.filter(({ program }) => program === "base");
    const [only] = bases;
    if (bases.length < 2 || only === undefined) return known;
    throw new UsageError(
      `There are several bases (${bases.map(({ stack }) => stack).join(", ")}): say which with --stack.`,
    );
  }
  const found = known.find(({ stack }) => stack === wanted);
  if (found === undefined) {
    const names = known.map(({ stack }) => stack);
    const close = nearest(wanted, names);
    const hint =
      close === undefined
        ? names.length === 0
          ? "There are none yet: `ublog init` writes them."
          : `There are: ${names.join(", ")}.`
        : `Did you mean ${close}?`;
    throw new UsageError(`There is no Pulumi.${wanted}.yaml. ${hint}`);
  }
  const base = found.program === "app" ? baseOf(found) : found.stack;
  const apps = found.program === "app" ? [found.stack] : standingOn(found.stack, known);
  return known.filter(({ stack }) => stack === base || apps.includes(stack));
}

interface Values {
  /** As the engine hands them to a program: scalars as text, everything else as JSON. */
  plain: Record<string, string>;
  secretKeys: string[];
}

/** The config of a stack file; in place of what is encrypted there is a text. */
function valuesIn(file: string): Values {
  const document = parseDocument(readFileSync(file, "utf8"));
  const secretKeys = new Set<string>();
  visit(document, {
    Map(_key, node, path) {
      const [only, ...others] = node.items;
      if (only === undefined || others.length > 0) return undefined;
      if (!isScalar(only.key) || only.key.value !== "secure") return undefined;
      const keys = path.flatMap((part) =>
        "key" in part && isScalar(part.key) ? [String(part.key.value)] : [],
      );
      if (keys[1] !== undefined) secretKeys.add(keys[1]);
      return document.createNode("encrypted");
    },
  });
  const { config } = (document.toJS() ?? {}) as { config?: Record<string, unknown> };
  const plain = Object.entries(config ?? {}).map(([key, value]) => [
    key,
    typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""),
  ]);
  return { plain: Object.fromEntries(plain), secretKeys: [...secretKeys] };
}

async function configOf(
  project: string,
  { stack }: StackFile,
  { plain, secretKeys }: Values,
  environment: NodeJS.ProcessEnv,
): Promise<BaseConfig | AppConfig | { program: "bootstrap" } | { problems: string[] }> {
  // Loads Pulumi's SDK: two seconds that whoever asks something else doesn't wait.
  const { parseConfig } = await import("@ublog/stacks/config.ts");
  try {
    return parseConfig({ project, stack, values: plain, secretKeys, environment });
  } catch (error) {
    const [, ...problems] = String((error as Error).message).split("\n");
    return { problems: problems.map((line) => line.trim()) };
  }
}
