import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where the servers' binaries are kept between runs and checkouts: `ublog-servers` in the user's cache folder. Root's is in `/var/cache`, because
 * Postgres refuses to run as root, and others can't look into root's home.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  const home = process.getuid?.() === 0 ? "/var/cache" : join(homedir(), ".cache");
  return join(base && isAbsolute(base) ? base : home, "ublog-servers");
}
