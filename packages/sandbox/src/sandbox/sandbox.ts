import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { asSecrets } from "@ublog/estimates/src/programs/secretSettings.ts";
import { parseSettings, readText } from "@ublog/estimates/src/programs/yamlFile.ts";
import { UserError } from "@ublog/terminal/errors";
import { onTerminal, type RunOptions, type RunResult, run } from "@ublog/terminal/run";
import { type Engine, findEngine } from "../engine/findEngine.ts";
import { sandboxFolder } from "../shared/places.ts";
import { STAND_IN_CREDENTIALS, served } from "../shared/served.ts";
import { cutOffWarning } from "./cutOff.ts";
import { engineState } from "./engineState.ts";
import { engineEnvironment, foldersIn } from "./environment.ts";
import { describeFindings, findingsIn } from "./findings.ts";
import { installPlugins, type Plugin, standIns } from "./installPlugins.ts";
import { copyProject, settingsToEncrypt, typeScriptSettings } from "./project.ts";
import { noStack, stackFilesIn, stackNamed } from "./stackNames.ts";

export interface SandboxOptions {
  /** Where the sandbox keeps its engine state and its world. Defaults to `.sandbox` in the repository. */
  dir?: string;
  /** The folder of the Pulumi project. Defaults to the repository. */
  project?: string;
  /** The providers it serves. Defaults to the stand-ins for aws, awsx and random. */
  plugins?: Plugin[];
  /** The Pulumi CLI. Defaults to the one that `findEngine` finds, or builds. */
  engine?: Engine;
  /** Called with what the sandbox does, a line at a time. Defaults to silence. */
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
  /**
   * Runs the engine's CLI on this process's terminal and answers with its exit code; with 1 after an `up` or a `destroy` that
   * leaves something that would not work in AWS. That is logged.
   */
  pulumiOnTerminal(args: string[]): Promise<number>;
  /** Runs a command of `packages/pipeline`, as for a real account. */
  pipeline(args: string[], options?: RunOptions): Promise<RunResult>;
  /** The same on this process's terminal. */
  pipelineOnTerminal(args: string[]): Promise<number>;
  /** Runs a command of `packages/project` in the copy of the project, with the world as its AWS. */
  projectVerb(args: string[], options?: RunOptions): Promise<RunResult>;
  /** The same on this process's terminal. */
  projectVerbOnTerminal(args: string[]): Promise<number>;
  /** Runs a command of the release tool, which hears from the copy of the project what waits for an `up`. */
  appUpdate(args: string[], options?: RunOptions): Promise<RunResult>;
  /** The same on this process's terminal. */
  appUpdateOnTerminal(args: string[]): Promise<number>;
}

/**
 * Opens the sandbox in `dir`, making it if it is not there, and finds (or builds) the engine. The lock of a run that was killed is
 * cleared away by the next one. What that run left half done is recovered as for a real account, and only reported here.
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { dir = sandboxFolder, project = repository, plugins = standIns(), log = () => {} } = options;
  const engine = options.engine ?? (await theEngine(log));
  const folders = foldersIn(dir, project);
  for (const folder of [folders.home, folders.state, folders.project]) mkdirSync(folder, { recursive: true });
  installPlugins(folders.home, plugins);
  const env = {
    ...engineEnvironment(engine, folders, process.env),
    ...(engine.source === "built" && typeScriptSettings(project)),
  };
  const ofReleases = { ...STAND_IN_CREDENTIALS, SANDBOX_PROJECT: folders.project };
  const state = engineState(folders.state);
  const cli = (args: string[], more: RunOptions = {}) =>
    run(engine.pulumi, args, { cwd: folders.project, ...more, env: { ...env, ...more.env } });

  /** Whatever has to be true before the engine starts. A person's command makes a stack only where there are settings for it. */
  async function prepare(args: string[], by: "person" | "program" = "program"): Promise<void> {
    copyProject(project, folders.project, log);
    const name = projectName(folders.project);
    for (const stack of state.releaseDeadLocks()) {
      log(`Recovered ${stack}: removed the lock of a run that was killed.`);
    }
    const reference = stackReferenceIn(args);
    const stack = reference === undefined ? undefined : stackNamed(reference, name);
    if (reference === undefined || stack === undefined) return;
    const isThere = state.stacks(name).includes(stack);
    if (makesStacks(args) && !isThere) {
      if (by === "person" && !stackFilesIn(folders.project).includes(stack))
        throw new UserError(noStack(reference, known()));
      await makeStack(stack);
    }
    if (makesStacks(args) || isThere) await encrypt(stack);
    if (!changesStacks(args) || state.lockedStacks().includes(stack)) return;
    const command = args.includes("destroy") ? "destroy" : "up";
    const warning = cutOffWarning(stack, state.pendingOperations(name, stack), command);
    if (warning !== undefined) log(warning);
  }

  /** The stacks that there are, or that could be made. */
  const known = () => {
    const stacks = [...stackFilesIn(folders.project), ...state.stacks(projectName(folders.project))];
    return [...new Set(stacks)].sort();
  };

  /** Programs insist on secrets being encrypted. The copied files have stand-ins for them, in the clear. */
  async function encrypt(stack: string): Promise<void> {
    const paths = settingsToEncrypt(folders.project, stack);
    if (paths.length === 0) return;
    const { code, stderr } = await cli([
      "config",
      "set-all",
      "--stack",
      stack,
      "--path",
      ...asSecrets(paths),
    ]);
    if (code !== 0) throw new UserError(`The secrets of ${stack} can't be encrypted: ${stderr.trim()}`);
  }

  async function makeStack(stack: string): Promise<void> {
    const { code, stderr } = await cli(["stack", "init", "--no-select", "--", stack]);
    if (code !== 0) throw new UserError(`The stack ${stack} can't be made: ${stderr.trim()}`);
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
      await prepare(args, "person");
      const code = await onTerminal(engine.pulumi, args, { cwd: folders.project, env });
      const stack = stackReferenceIn(args) ?? chosenStack(args);
      if (code !== 0 && stack !== undefined && !known().includes(stack.split("/").at(-1) ?? ""))
        log(noStack(stack, known()));
      // The engine doesn't name the file of a state that is cut off.
      const name = projectName(folders.project);
      if (code !== 0) for (const one of state.stacks(name)) state.pendingOperations(name, one);
      const findings = code === 0 && isUpdate(args) ? findingsIn(folders.world) : [];
      if (findings.length === 0) return code;
      log(describeFindings(findings));
      return 1;
    },
    async pipeline(args, more = {}) {
      await prepare([]);
      return run(process.execPath, [pipelineProgram, ...args], {
        cwd: folders.project,
        ...more,
        env: { ...env, ...more.env },
      });
    },
    async pipelineOnTerminal(args) {
      await prepare([]);
      return onTerminal(process.execPath, [pipelineProgram, ...args], { cwd: folders.project, env });
    },
    async projectVerb(args, more = {}) {
      await prepare(args);
      return served(folders.world, (aws) =>
        run(process.execPath, [projectProgram, ...args], {
          cwd: folders.project,
          ...more,
          env: { ...env, ...aws, ...more.env },
        }),
      );
    },
    async projectVerbOnTerminal(args) {
      await prepare(args, "person");
      return served(folders.world, (aws) =>
        onTerminal(process.execPath, [projectProgram, ...args], {
          cwd: folders.project,
          // Files that a person names are below the folder in which the person is.
          env: { INIT_CWD: process.cwd(), ...env, ...aws },
        }),
      );
    },
    async appUpdate(args, more = {}) {
      await prepare([]);
      return run(process.execPath, [appUpdateProgram, ...args], {
        ...more,
        env: { ...env, ...ofReleases, ...more.env },
      });
    },
    async appUpdateOnTerminal(args) {
      await prepare([]);
      return onTerminal(process.execPath, [appUpdateProgram, ...args], { env: { ...env, ...ofReleases } });
    },
  };
}

/** Command lines of other packages: programs of their own, as a person runs them. */
const pipelineProgram = join(repository, "packages/pipeline/src/bin.ts");
const projectProgram = join(repository, "packages/project/src/bin.ts");
const appUpdateProgram = join(repository, "packages/sandbox/src/appUpdate/main.ts");

let found: Promise<Engine> | undefined;

/** One search a process. */
function theEngine(log: (line: string) => void): Promise<Engine> {
  found ??= findEngine({ log });
  return found;
}

/** Whether a command changes resources. */
const isUpdate = (args: string[]): boolean =>
  args.some((arg) => ["up", "update", "destroy"].includes(arg)) &&
  !args.some((arg) => ["--help", "-h", "--preview-only"].includes(arg));

function projectName(folder: string): string {
  const file = join(folder, "Pulumi.yaml");
  const name: unknown = parseSettings(readText(file) ?? "", file).get("name");
  if (typeof name !== "string") throw new UserError(`${file} has no name of the project: write \`name: …\`.`);
  return name;
}

/** Whether a command needs its stack to exist, and may create it. */
const makesStacks = (args: string[]): boolean =>
  args.some((arg) => ["up", "update", "preview", "pre", "config", "secrets"].includes(arg));

const changesStacks = (args: string[]): boolean =>
  args.some((arg) => ["up", "update", "preview", "pre", "destroy"].includes(arg));

/** The stack that a command names, as it names it. */
function stackReferenceIn(args: string[]): string | undefined {
  const at = args.findIndex((arg) => /^(--stack(=|$)|-s)/.test(arg));
  const joined = /^(?:--stack=|-s=?)(.+)$/.exec(args[at] ?? "")?.[1];
  const value = joined ?? (args[at]?.endsWith("=") ? undefined : args[at + 1]);
  return at < 0 || !value ? undefined : value;
}

/** The stack of `stack select` and `stack rm`, which take it without an option. */
function chosenStack(args: string[]): string | undefined {
  const [command, verb, ...rest] = args;
  if (command !== "stack" || !["select", "rm"].includes(verb ?? "")) return undefined;
  return rest.find((arg) => !arg.startsWith("-"));
}

/** The name of the stack that a command names. */
export const stackOf = (args: string[]): string | undefined => stackReferenceIn(args)?.split("/").at(-1);
