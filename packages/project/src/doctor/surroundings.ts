import { delimiter, sep } from "node:path";
import { httpRegistry } from "@ublog/app-update/src/registry/http.ts";
import { run } from "@ublog/terminal/run";
import { publicDns } from "./dns.ts";
import type { Port, Ran } from "./port.ts";

/** The world as it is. What is under way ends with the signal. */
export function processPort(signal: AbortSignal, env = process.env, folder = process.cwd()): Port {
  const ownEnv = { ...env, PATH: ownPath(env.PATH ?? ""), PULUMI_SKIP_UPDATE_CHECK: "true" };
  return {
    connect: (settings) => {
      const asked = import("./aws/sdk.ts").then(({ sdkAsk }) => sdkAsk(settings));
      return async (operation, input) => (await asked)(operation, input);
    },
    dns: publicDns(),
    download: (url) => httpRegistry().download(url),
    run: (program, args) => ran(program, args, ownEnv, signal),
    timeAt: async (url, stop) => {
      const { headers } = await fetch(url, { method: "HEAD", redirect: "manual", signal: stop });
      const time = Date.parse(headers.get("date") ?? "");
      if (Number.isNaN(time)) throw new Error("an answer without a date");
      return time;
    },
    now: Date.now,
    env,
    folder,
  };
}

/** PATH as the person's shell has it: without the programs that a package manager puts in front for its scripts. */
function ownPath(path: string): string {
  const isInstalled = (folder: string) => folder.split(sep).includes("node_modules");
  return path
    .split(delimiter)
    .filter((folder) => !isInstalled(folder))
    .join(delimiter);
}

async function ran(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Ran | undefined> {
  try {
    return await run(program, [...args], { env, signal, graceMs: 1000 });
  } catch (error) {
    if (["ENOENT", "EACCES"].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
