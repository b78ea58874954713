import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder `place`, made if it isn't there: whole or not at all, so that a killed run leaves nothing half-done. Two processes
 * may do it at the same time; the first one's result stays.
 */
export async function inPlace(place: string, make: (temporary: string) => Promise<void>): Promise<string> {
  if (existsSync(place)) return place;
  mkdirSync(dirname(place), { recursive: true });
  const temporary = mkdtempSync(join(dirname(place), "new-"));
  try {
    await make(temporary);
    // A server may run as another user.
    chmodSync(temporary, 0o755);
    renameSync(temporary, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return place;
}
