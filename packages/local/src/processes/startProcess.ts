import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { guarded } from "./guard.ts";

export interface ProcessOptions {
  cwd?: string;
  /** Its whole environment. */
  env: NodeJS.ProcessEnv;
  /** The file that what it prints is written to as well. */
  log: string;
}

/** A process with all that it starts. */
export interface Process {
  pid: number;
  /** Its exit code when it has ended, 128 + n where signal n ended it. What it started has ended then, too. */
  exit: Promise<number>;
  /** Whether it has ended. */
  readonly ended: boolean;
  /** What it has printed until now. */
  output(): string;
  /** Waits for something that it prints. Throws a `UserError` with its last lines where it ends before, or after `seconds`; defaults to 120. */
  printed(pattern: RegExp, seconds?: number): Promise<RegExpExecArray>;
  /** Sends a signal to it alone. */
  signal(name: NodeJS.Signals): void;
  /** Ends it and all that it started, at once. */
  kill(): Promise<void>;
}

const LAST_LINES = 20;

/** Starts a process in a group of its own. Nothing of it outlives it, or this process. */
export function startProcess(
  command: readonly string[],
  { cwd, env, log }: ProcessOptions,
): Promise<Process> {
  const [file = "", ...args] = command;
  mkdirSync(dirname(log), { recursive: true });
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const { pid } = child;
  return new Promise((resolve, reject) => {
    child.once("error", ({ message }) =>
      reject(new UserError(`\`${command.join(" ")}\` doesn't start: ${message}`)),
    );
    if (pid === undefined) return;
    const release = guarded({ group: pid });
    const killGroup = () => {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // Nothing is left of it.
      }
    };
    const file = createWriteStream(log, { flags: "a" });
    const watchers = new Set<() => void>();
    let text = "";
    let ended = false;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
        file.write(piece);
        for (const watch of watchers) watch();
      });
    // When a container's process ends, so does all that it started, and with that its output.
    child.once("exit", killGroup);
    const exit = new Promise<number>((done) => {
      child.once("close", (code, signal) => {
        ended = true;
        release();
        file.end(() => {
          done(code ?? 128 + (signal === null ? 1 : constants.signals[signal]));
          for (const watch of watchers) watch();
        });
      });
    });
    const said = () => text.trim().split("\n").slice(-LAST_LINES).join("\n");
    resolve({
      pid,
      exit,
      get ended() {
        return ended;
      },
      output: () => text,
      printed(pattern, seconds = 120) {
        return new Promise((found, failed) => {
          const give = (how: () => void) => {
            watchers.delete(watch);
            clearTimeout(timer);
            how();
          };
          const problem = (what: string) => new UserError(`\`${command.join(" ")}\` ${what}:\n${said()}`);
          const watch = () => {
            const match = new RegExp(pattern).exec(text);
            if (match !== null) give(() => found(match));
            else if (ended) give(() => failed(problem("has ended")));
          };
          const timer = setTimeout(
            () => give(() => failed(problem(`hasn't printed ${pattern} after ${seconds} s`))),
            seconds * 1000,
          );
          watchers.add(watch);
          watch();
        });
      },
      signal(name) {
        if (!ended) child.kill(name);
      },
      async kill() {
        killGroup();
        await exit;
      },
    });
  });
}
