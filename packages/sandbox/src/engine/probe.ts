import { accessSync, constants, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { run } from "@ublog/terminal/run";

/** The oldest CLI that these programs are tried with; also the one that is built where none can be had. */
export const oldestVersion = "3.259.0";

export const installPage = "https://www.pulumi.com/docs/install/";

const languageHost = "pulumi-language-nodejs";

/** A Pulumi CLI that runs and can run Node.js programs. */
export interface Cli {
  /** Absolute path of `pulumi`. */
  pulumi: string;
  /** Such as `3.259.0`. */
  version: string;
  /** Whether the Node.js language host lies beside the CLI, as in the official archive; otherwise it is on PATH. */
  hostBeside: boolean;
}

/** Looks whether the CLI at `pulumi` can run the stacks; a string says why not. */
export async function probe(pulumi: string, env: NodeJS.ProcessEnv): Promise<Cli | string> {
  const hostBeside = isExecutable(join(dirname(realpathSync(pulumi)), languageHost));
  if (!hostBeside && !onPath(languageHost, env)) {
    return `${pulumi} has no ${languageHost} beside it or on PATH`;
  }
  const version = await versionOf(pulumi, env);
  if (!version) return `${pulumi} doesn't run`;
  if (compareVersions(version, oldestVersion) < 0) {
    return `${pulumi} is ${version}, older than ${oldestVersion}, the oldest tried`;
  }
  if (!version.startsWith("3.")) return `${pulumi} is ${version}, and Pulumi 3 is needed`;
  return { pulumi, version, hostBeside };
}

/** The first executable file of that name on PATH, as a shell finds it. */
export function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Below, at or above zero as `a` is older than, as old as, or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

async function versionOf(pulumi: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // Asking for the version writes logs to PULUMI_HOME: not to the user's.
  const home = mkdtempSync(join(tmpdir(), "ublog-pulumi-"));
  try {
    const { code, stdout } = await run(pulumi, ["version"], {
      env: { ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      signal: AbortSignal.timeout(20_000),
      graceMs: 1_000,
    });
    return code === 0 ? /^v?(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1] : undefined;
  } catch {
    return undefined;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
