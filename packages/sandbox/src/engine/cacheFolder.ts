import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where a Pulumi CLI is kept between runs and checkouts: `ublog-sandbox` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "ublog-sandbox");
}
