import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where the servers' binaries are kept between runs and checkouts: `ublog-servers` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "ublog-servers");
}
