import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { onStop } from "./signals.ts";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Written to the program's standard input, which is closed after it. Defaults to nothing. */
  stdin?: string;
  /** Called with each line as it arrives, without its line end. */
  onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /**
   * When it fires, the program is asked to stop (SIGINT), and killed if it hasn't after `graceMs`. The program then has
   * a process group of its own: a Ctrl-C reaches it once, through this signal, and its children go with it.
   */
  signal?: AbortSignal;
  /** Milliseconds between asking to stop and killing. Defaults to 20,000. */
  graceMs?: number;
}

export interface RunResult {
  /** The exit code; 128 + n where signal n ended the program, as a shell has it. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end and keeps what it prints. Rejects only where the program can't be started. */
export function run(file: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env, stdin, onLine, signal, graceMs = 20_000 } = options;
  const child = spawn(file, args, {
    cwd,
    env,
    detached: signal !== undefined,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // It is no error if a program ends without reading its input.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);

  const stdout = collect(child.stdout, (line) => onLine?.(line, "stdout"));
  const stderr = collect(child.stderr, (line) => onLine?.(line, "stderr"));

  const killGroup = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // Gone already.
    }
  };
  let killTimer: NodeJS.Timeout | undefined;
  const stop = () => {
    killGroup("SIGINT");
    killTimer = setTimeout(() => killGroup("SIGKILL"), graceMs);
  };
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });

  return new Promise<RunResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, by) => {
      resolve({ code: code ?? 128 + signalNumber(by), stdout: stdout.text(), stderr: stderr.text() });
    });
  }).finally(() => {
    signal?.removeEventListener("abort", stop);
    clearTimeout(killTimer);
  });
}

/** The program shares this process's terminal and Ctrl-C; this process stays to hand on its exit code. */
export function onTerminal(
  file: string,
  args: string[],
  { cwd, env }: Pick<RunOptions, "cwd" | "env">,
): Promise<number> {
  const child = spawn(file, args, { cwd, env, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => {
    // A terminal's Ctrl-C, and its end, reach the program by themselves; a second one would make it give up instead of finishing.
    const isOnTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
    if (signal !== "SIGTERM" && isOnTerminal) return;
    child.kill(signal);
  };
  const stopForwarding = onStop(forward);
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, by) => resolve(code ?? 128 + signalNumber(by)));
  }).finally(stopForwarding);
}

function collect(stream: Readable, onLine: (line: string) => void): { text(): string } {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", onLine);
  return { text: () => Buffer.concat(chunks).toString("utf8") };
}

/** The number of a signal, 1 (a plain failure) for none. */
export function signalNumber(name: NodeJS.Signals | null): number {
  return name ? constants.signals[name] : 1;
}
