import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Engine, findEngine } from "../engine/findEngine.ts";
import { repository, sandboxFolder } from "../shared/places.ts";
import { onTerminal, type RunOptions, type RunResult, run } from "../shared/run.ts";
import { engineState } from "./engineState.ts";
import { engineEnvironment, foldersIn } from "./environment.ts";
import { installPlugins, type Plugin, standIns } from "./installPlugins.ts";
import { copyProject } from "./project.ts";
import { repairStack } from "./repair.ts";

export interface SandboxOptions {
  /** Where the sandbox keeps its engine state and its world. Defaults to `.sandbox` in the repository. */
  dir?: string;
  /** The folder of the Pulumi project. Defaults to the repository. */
  project?: string;
  /** The providers it serves. Defaults to the stand-ins for aws, awsx and random. */
  plugins?: Plugin[];
  /** The Pulumi CLI. Defaults to the one that `findEngine` finds, or builds. */
  engine?: Engine;
  /** Told what the sandbox does, a line at a time. Defaults to silence. */
  log?: (line: string) => void;
}

/** A Pulumi project, the real engine and a stand-in world, with nothing of the user's own accounts. */
export interface Sandbox {
  readonly dir: string;
  readonly engine: Engine;
  /** Absolute path of the world's file, for `openWorld`. */
  readonly world: string;
  /** The folder in which the engine runs: the copy of the project, with its own stack files. */
  readonly project: string;
  /** The environment in which the engine runs. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs the engine's CLI and keeps what it prints. A stack that `up`, `preview` or `config` names is made if need be. */
  pulumi(args: string[], options?: RunOptions): Promise<RunResult>;
  /** Runs the engine's CLI on this process's terminal and answers with its exit code. */
  pulumiOnTerminal(args: string[]): Promise<number>;
}

/**
 * Opens the sandbox in `dir`, making it if it is not there, and finds (or builds) the engine. What a run that was killed
 * has left behind, locks and half-done operations, is cleared away by the next one.
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { dir = sandboxFolder, project = repository, plugins = standIns(), log = () => {} } = options;
  const engine = options.engine ?? (await theEngine(log));
  const folders = foldersIn(dir);
  for (const folder of [folders.home, folders.state, folders.project]) mkdirSync(folder, { recursive: true });
  installPlugins(folders.home, plugins);
  const env = engineEnvironment(engine, folders, process.env);
  const state = engineState(folders.state);
  const cli = (args: string[], more: RunOptions = {}) =>
    run(engine.pulumi, args, { cwd: folders.project, ...more, env: { ...env, ...more.env } });

  /** Whatever has to be true before the engine starts. */
  async function prepare(args: string[]): Promise<void> {
    copyProject(project, folders.project, log);
    const name = projectName(folders.project);
    for (const stack of state.releaseDeadLocks()) {
      log(`Recovered ${stack}: removed the lock of a run that was killed.`);
    }
    const busy = state.lockedStacks();
    for (const stack of state.stacks(name)) {
      const pending = busy.includes(stack) ? [] : state.pendingOperations(name, stack);
      if (pending.length > 0) await repairStack(stack, pending, folders.world, cli, log);
    }
    const stack = stackToMake(args);
    if (stack !== undefined && !state.stacks(name).includes(stack)) await makeStack(stack);
  }

  async function makeStack(stack: string): Promise<void> {
    const { code, stderr } = await cli(["stack", "init", stack, "--no-select"]);
    if (code !== 0) throw new Error(`pulumi stack init ${stack}: ${stderr.trim()}`);
    log(`Made the stack ${stack}.`);
  }

  return {
    dir,
    engine,
    world: folders.world,
    project: folders.project,
    env,
    async pulumi(args, more) {
      await prepare(args);
      return cli(args, more);
    },
    async pulumiOnTerminal(args) {
      await prepare(args);
      return onTerminal(engine.pulumi, args, { cwd: folders.project, env });
    },
  };
}

let found: Promise<Engine> | undefined;

/** One search a process. */
function theEngine(log: (line: string) => void): Promise<Engine> {
  found ??= findEngine({ log });
  return found;
}

function projectName(folder: string): string {
  return String(parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).name);
}

/** The stack that a command needs to exist and may create. */
function stackToMake(args: string[]): string | undefined {
  if (!args.some((arg) => ["up", "update", "preview", "pre", "config"].includes(arg))) return undefined;
  const at = args.findIndex((arg) => /^(--stack|-s)(=|$)/.test(arg));
  const value = args[at]?.includes("=") ? args[at]?.split("=")[1] : args[at + 1];
  return at < 0 || !value ? undefined : value.split("/").at(-1);
}
