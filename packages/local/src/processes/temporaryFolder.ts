import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { guarded } from "./guard.ts";

/** A new folder below `parent`, with a function that removes it. It goes with this process at the latest. */
export function temporaryFolder(parent: string, prefix: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(parent, prefix));
  const release = guarded({ folder });
  return {
    folder,
    remove() {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
      release();
    },
  };
}
