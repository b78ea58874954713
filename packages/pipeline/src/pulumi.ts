import { type ChildProcess, spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { UserError } from "@ublog/terminal/errors";
import { quoted } from "@ublog/terminal/shell";
import { onStop } from "@ublog/terminal/signals";

export interface PulumiOptions {
  /** The folder of the Pulumi project. */
  cwd: string;
  /** Whether what it prints is shown while it runs. Defaults to false. */
  show?: boolean;
  /** Whether its command line is printed first. Defaults to true. */
  announce?: boolean;
  /** Written to its standard input. Defaults to nothing. */
  input?: string;
  /** Ends it, where nobody waits for it any more. */
  signal?: AbortSignal;
}

export interface PulumiResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the Pulumi CLI on PATH and keeps what it prints. What asks this program to stop reaches Pulumi once: it finishes what it is doing
 * with AWS and gives its lock back, and this program waits for it.
 */
export async function pulumi(args: readonly string[], options: PulumiOptions): Promise<PulumiResult> {
  const all = [...args, "--non-interactive", "--color", "never"];
  if (options.announce ?? true) console.error(`$ pulumi ${all.map(quoted).join(" ")}`);
  let child: ChildProcess | undefined;
  // Pulumi doesn't handle SIGHUP: it would end at once and leave its lock behind.
  const forward = (signal: NodeJS.Signals) => void child?.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
  // Before the child exists, so that no signal ends this program and leaves the child alone.
  const stopForwarding = onStop(forward);
  const running = spawn("pulumi", all, {
    cwd: options.cwd,
    env: environment(process.env),
    // A process group of its own: signals reach it through this program only.
    detached: true,
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    signal: options.signal,
  });
  child = running;
  // It is no error if it ends without reading its input.
  running.stdin?.on("error", () => {});
  running.stdin?.end(options.input);

  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  running.stdout?.on("data", (chunk: Buffer) => {
    stdout.push(chunk);
    if (options.show) process.stdout.write(chunk);
  });
  running.stderr?.on("data", (chunk: Buffer) => {
    stderr.push(chunk);
    if (options.show) process.stderr.write(chunk);
  });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      running.once("error", reject);
      running.once("close", (status) => resolve(status ?? 1));
    });
    return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(
      "There is no Pulumi CLI on PATH. Install it (https://www.pulumi.com/docs/install/), then run the command again.",
    );
  } finally {
    stopForwarding();
  }
}

/** What a failed run says, for a message. */
export function failureOf({ stdout, stderr, code }: PulumiResult): string {
  return stderr.trim() || stdout.trim() || `pulumi ended with exit code ${code}`;
}

function environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // A repository variable that isn't set arrives as an empty string, which is not a choice.
  const given = Object.entries(env).filter(([name, value]) => !(name.startsWith("PULUMI_") && value === ""));
  const passphrase = env.PULUMI_CONFIG_PASSPHRASE === "" ? { PULUMI_CONFIG_PASSPHRASE: "" } : {};
  return {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // A stack that the pipeline created has its secrets provider in its state, not in a committed file.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    ...Object.fromEntries(given),
    ...passphrase,
  };
}

function textOf(chunks: readonly Buffer[]): string {
  return stripVTControlCharacters(Buffer.concat(chunks).toString("utf8"));
}
