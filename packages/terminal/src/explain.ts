import { statSync } from "node:fs";
import { dirname } from "node:path";
import { inspect } from "node:util";
import { UserError } from "./errors.ts";

/** Set to anything, it shows where an error comes from. */
const TRACE = "UBLOG_TRACE";

/** What the operating system says about a call that failed. */
interface SystemError {
  code: string;
  syscall?: string;
  path?: string;
}

/**
 * An error for the person at the keyboard, without a trace: what a `UserError` says, what to do about a known cause, and otherwise
 * one line. The trace follows where the environment asks for it.
 */
export function explainError(error: unknown, env: NodeJS.ProcessEnv): string {
  const message =
    error instanceof UserError
      ? error.message
      : (systemCause(error) ?? `${firstLine(error)} (Unforeseen: ${TRACE}=1 shows where it comes from.)`);
  return [message, ...traceOf(error, env)].join("\n");
}

/** The whole error with its trace, where the environment asks for it. */
export function traceOf(error: unknown, env: NodeJS.ProcessEnv): string[] {
  return env[TRACE] ? [inspect(error)] : [];
}

/** What an error of the operating system means, and what to do; undefined for any other error. */
export function systemCause(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined;
  const { code, path, syscall = "" } = error;
  const what = path ?? "A file";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return `The disk is full${path === undefined ? "" : `: ${path} can't be written`}. Make room and run the command again.`;
    case "EROFS":
      return `${what} can't be written: it is on a file system that is read-only. Work in a copy that can be written.`;
    case "EACCES":
    case "EPERM":
      if (syscall.startsWith("spawn")) return `${what} can't be run: it isn't executable, or you may not.`;
      return `${what} can't be used: you have no right to it. Change its owner or its mode, or work in a copy of your own.`;
    case "ENOTDIR":
    case "EEXIST":
      return `${fileAbove(path) ?? what} is a file where a folder is needed. Move it away and run the command again.`;
    case "EISDIR":
      return `${what} is a folder where a file is needed.`;
    case "ENOENT":
      return syscall.startsWith("spawn")
        ? `There is no ${syscall.replace(/^spawn(Sync)?\s*/, "") || what} on PATH. Install it and run the command again.`
        : `There is no ${what}.`;
    case "EMFILE":
    case "ENFILE":
      return "Too many files are open. Raise the limit (`ulimit -n 4096`) and run the command again.";
    default:
      return undefined;
  }
}

/** The first line of what an error says. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.trim().split("\n", 1)[0] ?? "";
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "errno" in error;
}

/** The file, at a path or above it, that keeps the path from being a folder. */
function fileAbove(path: string | undefined): string | undefined {
  for (let at = path; at !== undefined; at = dirname(at) === at ? undefined : dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found !== undefined) return found.isDirectory() ? undefined : at;
  }
  return undefined;
}
