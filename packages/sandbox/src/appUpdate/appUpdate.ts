import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { onTerminal, type RunOptions, type RunResult, run } from "@ublog/terminal/run";
import { sandboxEnvironment } from "../sandbox/environment.ts";
import { STAND_IN_CREDENTIALS } from "../shared/served.ts";

const program = fileURLToPath(new URL("main.ts", import.meta.url));

/** Runs `app-update …` against the world in a file, and keeps what it prints. */
export function appUpdate(world: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return run(process.execPath, [program, ...args], { ...options, env: environment(world) });
}

/** Runs `app-update …` against the world in a file, on this process's terminal, and answers with its exit code. */
export function appUpdateOnTerminal(world: string, args: string[]): Promise<number> {
  return onTerminal(process.execPath, [program, ...args], { env: environment(world) });
}

function environment(world: string): NodeJS.ProcessEnv {
  mkdirSync(dirname(world), { recursive: true });
  return { ...sandboxEnvironment(world, process.env), ...STAND_IN_CREDENTIALS };
}
