import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type InProcess, inProcess, type ProgramRun } from "@ublog/aws-model/src/inProcess/inProcess.ts";
import { UserError } from "@ublog/terminal/errors";
import { isMap } from "yaml";
import { engineConfig } from "./engineConfig.ts";
import { repository } from "./repository.ts";
import { parseSettings, readText } from "./yamlFile.ts";

/** Settings by their path, such as `ublog:network.nat`, with their values; undefined takes a setting away. */
export type Settings = Record<string, unknown>;

/** The committed stacks with some settings changed, run in this process. */
export interface StackRuns extends Pick<InProcess, "world"> {
  base: ProgramRun;
  alpha: ProgramRun;
}

/** Runs the programs in `stacks/` for base and then alpha, with their committed settings and these instead. */
export async function runStacks(settings: { base?: Settings; alpha?: Settings } = {}): Promise<StackRuns> {
  const program = await stackProgram();
  const account = inProcess();
  const base = await account.run("base", program, ...stackConfig("base", settings.base));
  const alpha = await account.run("alpha", program, ...stackConfig("alpha", settings.alpha));
  return { world: account.world, base, alpha };
}

/** The program of all stacks in this repository: which one it is, the stack's config says. */
export async function stackProgram(): Promise<() => Promise<unknown>> {
  const { default: program } = await import(pathToFileURL(join(repository, "stacks/index.ts")).href);
  return program;
}

/** The setting that takes only what is encrypted. */
const SECRETS = "ublog:secretValues";

/**
 * The config of a committed stack as the engine hands it to a program, with some settings changed, and the keys of it that are secret.
 */
export function stackConfig(stack: string, settings: Settings = {}): [Record<string, string>, string[]] {
  const file = join(repository, `Pulumi.${stack}.yaml`);
  const text = readText(file);
  if (text === undefined) throw new UserError(`There is no ${file}.`);
  const document = parseSettings(text, file);
  if (!isMap(document.get("config"))) {
    throw new UserError(`${file} is not a stack file: it has no map "config".`);
  }
  for (const [path, value] of Object.entries(settings)) {
    const [key = "", ...below] = path.split(".");
    if (value === undefined) document.deleteIn(["config", key, ...below]);
    else document.setIn(["config", key, ...below], value);
  }
  const { values, secretKeys } = engineConfig(document);
  return [values, [...new Set([...secretKeys, SECRETS])].filter((key) => key in values)];
}
