import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** An empty folder in `dir` for this process; those of processes that are gone are removed. */
export function ownFolder(dir: string): string {
  const mine = String(process.pid);
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) {
    if (name === mine || !isRunning(Number(name)))
      rmSync(join(dir, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const own = join(dir, mine);
  mkdirSync(own);
  return own;
}

/** The other processes that have a folder in `dir`. */
export function othersIn(dir: string): number[] {
  try {
    return readdirSync(dir)
      .map(Number)
      .filter((pid) => pid !== process.pid && isRunning(pid));
  } catch {
    return [];
  }
}

/** Whether there is a process of that number. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
