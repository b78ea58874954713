import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/*
 * What this process starts must not outlive it, even where it is killed and can't tidy up. A guard, a small process of its own, reads what there
 * is from a pipe; when the pipe ends, so has this process, and the guard stops what is left.
 */

let guard: ChildProcess | undefined;

/** Tells the guard of a process group, or of a folder, that goes when this process ends. The function that it gives back takes that back. */
export function guarded(what: { group: number } | { folder: string }): () => void {
  const input = theGuard();
  const line = "group" in what ? `group ${what.group}` : `folder ${what.folder}`;
  input.write(`+${line}\n`);
  return () => void input.write(`-${line}\n`);
}

function theGuard(): Writable {
  if (guard === undefined) {
    const program = fileURLToPath(new URL("guardProcess.ts", import.meta.url));
    guard = spawn(process.execPath, [program], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    guard.unref();
    // It neither keeps this process alive, nor is it an error if somebody killed it.
    guard.on("error", () => {});
    guard.stdin?.on("error", () => {});
    (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }
  return guard.stdin as Writable;
}
