import { dirname } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { cacheFolder } from "./cacheFolder.ts";
import { CACHES_GB } from "./go.ts";
import { buildCli, builtCli } from "./goBuild.ts";
import { download, downloadedClis, isLauncher, launcherVersion } from "./npmLauncher.ts";
import { type Cli, oldestVersion, onPath, probe } from "./probe.ts";

/** The Pulumi engine that runs the stacks: always the real one, wherever it comes from. */
export interface Engine extends Cli {
  /** The folder of `pulumi`. */
  binDir: string;
  /** `path`: it was on PATH. `npm`: Pulumi's npm launcher downloaded it. `built`: built from its Go modules. */
  source: "path" | "npm" | "built";
}

export interface FindEngineOptions {
  /** Called with progress, a line at a time, if it takes longer than a moment. */
  log?: (line: string) => void;
  /** Defaults to this process's environment. */
  env?: NodeJS.ProcessEnv;
}

/**
 * Finds a Pulumi CLI with its Node.js language host: on PATH, downloaded earlier by Pulumi's npm launcher, built
 * earlier, downloaded by the launcher now, or built from its Go modules now. Throws a `UserError` that says what to do
 * where none of these works.
 */
export async function findEngine({
  log = () => {},
  env = process.env,
}: FindEngineOptions = {}): Promise<Engine> {
  if (process.platform === "win32") {
    throw new UserError("The sandbox needs Linux or macOS. On Windows, run it in WSL.");
  }
  const cache = cacheFolder(env);
  const reasons: string[] = [];
  const accept = async (pulumi: string, source: Engine["source"]): Promise<Engine | undefined> => {
    const found = await probe(pulumi, env);
    if (typeof found !== "string") return { ...found, binDir: dirname(pulumi), source };
    reasons.push(found);
    return undefined;
  };

  const named = onPath("pulumi", env);
  if (!named) reasons.push("there is none on PATH");
  else if (isLauncher(named)) reasons.push(`${named} is the npm launcher, which brings its own`);
  else {
    const engine = await accept(named, "path");
    if (engine) return engine;
  }

  for (const pulumi of downloadedClis(cache, env)) {
    const engine = await accept(pulumi, "npm");
    if (engine) return engine;
  }

  const built = builtCli(cache);
  if (built)
    return {
      pulumi: built,
      binDir: dirname(built),
      version: oldestVersion,
      hostBeside: true,
      source: "built",
    };

  log(`Looking for a Pulumi CLI: ${reasons.join("; ")}.`);
  log(`Trying Pulumi's npm launcher, pulumi@${launcherVersion()} …`);
  const downloaded = await download(cache, env, log);
  if (typeof downloaded === "string") log(`  ${downloaded}.`);
  else {
    const engine = await accept(downloaded.pulumi, "npm");
    if (engine) return engine;
  }

  log(`So Pulumi ${oldestVersion} is built from its Go modules, once; it is kept in ${cache}.`);
  log(
    `The build takes about ${CACHES_GB} GB of disk, the CLI 130 MB afterwards: remove that folder to free them.`,
  );
  const pulumi = await buildCli(cache, env, log);
  const engine = await accept(pulumi, "built");
  if (engine) return engine;
  throw new UserError(
    `The Pulumi CLI that was built doesn't work: ${reasons.at(-1)}. Remove ${cache} and try again.`,
  );
}

/** One line for people: which engine, and where it comes from. */
export function describeEngine({ version, source, pulumi }: Engine): string {
  const origin = {
    path: "found on PATH",
    npm: "downloaded by Pulumi's npm launcher",
    built: "built here from its Go modules",
  };
  return `Pulumi ${version}, ${origin[source]}: ${pulumi}`;
}
