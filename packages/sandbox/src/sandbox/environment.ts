import { createHash } from "node:crypto";
import { mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { cacheFolder } from "../engine/cacheFolder.ts";
import type { Engine } from "../engine/findEngine.ts";

/** Not a secret: what it protects are stand-ins, and tests and people may want to look at them. */
const passphrase = "sandbox";

/** Where a sandbox keeps its files. */
export interface Folders {
  /** PULUMI_HOME: plugins, the engine's credentials file, its selected stacks. */
  home: string;
  /** The engine's `file://` backend. */
  state: string;
  /** The copy of the Pulumi project that the engine runs in. */
  project: string;
  /** The world: one SQLite file. */
  world: string;
}

/** Each project has its own copy; state and world are shared, so that one program can build on the stack of another. */
export function foldersIn(dir: string, project = repository): Folders {
  return {
    home: join(dir, "home"),
    state: join(dir, "state"),
    project: project === repository ? join(dir, "project") : join(dir, "projects", shortHash(project)),
    world: join(dir, "world.db"),
  };
}

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

/**
 * The environment of every program in the sandbox: the caller's, without anything that could lead to a real account, a
 * Pulumi organization or the caller's own Pulumi settings.
 */
export function sandboxEnvironment(world: string, from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(from).filter(([name]) => !/^(AWS|PULUMI)_/.test(name)));
  return {
    ...env,
    // A program that calls AWS by itself finds no credentials.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    SANDBOX_WORLD: world,
    // Programs and plugins start in half the time when Node finds them compiled.
    NODE_COMPILE_CACHE: join(cacheFolder(from), "node-compile-cache"),
  };
}

/** The environment of an engine in the sandbox. */
export function engineEnvironment(
  engine: Engine,
  folders: Folders,
  from: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...sandboxEnvironment(folders.world, from),
    PATH: [linkPrograms(engine, folders), engine.binDir, from.PATH ?? ""].join(delimiter),
    PULUMI_HOME: folders.home,
    // Without the files of attributes, of which a killed engine could leave an empty one: no command could read the stack then.
    PULUMI_BACKEND_URL: `${pathToFileURL(folders.state).href}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The engine would try for seconds to download plugins that awsx names and nobody uses.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // A published provider on PATH must not take a stand-in's place.
    ...(engine.hostBeside && { PULUMI_IGNORE_AMBIENT_PLUGINS: "true" }),
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}

/** A folder for the front of PATH in which `node` is the one that runs this, and `pulumi` the engine. */
function linkPrograms(engine: Engine, folders: Folders): string {
  const bin = join(folders.home, "bin");
  mkdirSync(bin, { recursive: true });
  link(process.execPath, join(bin, "node"));
  link(engine.pulumi, join(bin, "pulumi"));
  return bin;
}

function link(target: string, path: string): void {
  try {
    if (readlinkSync(path) === target) return;
  } catch {
    // Not there yet.
  }
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
