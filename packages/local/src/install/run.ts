import { spawn } from "node:child_process";
import { UserError } from "@ublog/terminal/errors";

/** Runs a program to its end and hands back what it printed. Throws a `UserError` with its last lines where it fails. */
export async function mustRun(
  file: string,
  args: readonly string[],
  { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const outcome = await new Promise<string | undefined>((resolve) => {
    child.once("error", ({ message }) => resolve(message));
    child.once("close", (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
  });
  if (outcome === undefined) return stdout;
  const last = `${stdout}${stderr}`.trim().split("\n").slice(-5).join("\n");
  throw new UserError(`\`${file} ${args.join(" ")}\` failed: ${outcome}\n${last}`.trim());
}
