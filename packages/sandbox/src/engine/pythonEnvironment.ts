import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { run } from "@ublog/terminal/run";
import { withLock } from "../shared/lock.ts";
import { cacheFolder } from "./cacheFolder.ts";
import { onPath } from "./probe.ts";

const require = createRequire(import.meta.url);

export interface PythonEnvironmentOptions {
  log?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}

/**
 * The folder of a Python virtual environment with the Pulumi SDK of the version that the TypeScript programs use. It is made
 * in the cache folder, once. Throws a `UserError` that says what to do where there is no Python.
 */
export async function pythonEnvironment({
  log = () => {},
  env = process.env,
}: PythonEnvironmentOptions = {}): Promise<string> {
  const { version } = require("@pulumi/pulumi/package.json") as { version: string };
  const cache = cacheFolder(env);
  const folder = join(cache, `python-pulumi-${version}`);
  if (existsSync(folder)) return folder;
  const python = onPath("python3", env);
  if (!python)
    throw new UserError(
      "There is no python3 on PATH. Install Python 3.9 or newer and run the command again.",
    );
  mkdirSync(cache, { recursive: true });
  const make = async () => {
    if (existsSync(folder)) return;
    log(`Installing Pulumi's SDK for Python ${version}, once (about 20 seconds) …`);
    const temporary = mkdtempSync(join(cache, "python-"));
    try {
      await must(python, ["-m", "venv", temporary], env);
      // A virtual environment works where it was made and where it is moved to: it is run by its path.
      await must(
        join(temporary, "bin", "python"),
        ["-m", "pip", "install", "--quiet", `pulumi==${version}`],
        env,
      );
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  };
  await withLock(join(cache, "python.lock"), make, () =>
    log("Another process is doing that already; waiting for it."),
  );
  return folder;
}

async function must(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, stdout, stderr } = await run(file, args, { env });
  if (code === 0) return;
  const [last = ""] = `${stdout}${stderr}`.trim().split("\n").slice(-1);
  throw new UserError(
    `Pulumi's SDK for Python can't be installed: ${last}\nPython needs its modules venv and pip, and the package index it installs from.`,
  );
}
