import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while no other process holds the lock `path`. SQLite locks the file through the operating system, which
 * lets go of it when the holder ends, however it ends: there are no stale locks. `onWait` is called once if another
 * process holds it.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    let waiting = false;
    while (!tryLock(db)) {
      if (!waiting) onWait?.();
      waiting = true;
      await sleep(200);
    }
    return await work();
  } finally {
    db.close();
  }
}

const SQLITE_BUSY = 5;

function tryLock(db: DatabaseSync): boolean {
  try {
    db.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
