import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheFolder } from "./cacheFolder.ts";
import { inPlace } from "./inPlace.ts";
import { mustRun } from "./run.ts";

/** What a build leaves in the project's folder, and is no part of it. */
const MADE = new Set(["node_modules", ".output", ".nuxt", ".nitro"]);

/**
 * A project of Node.js after `pnpm install`, exactly by its lockfile, and `pnpm run build`: a copy in the cache folder, without what only the build
 * needed. It is built again when one of its files changes.
 */
export function builtProject(project: string): Promise<string> {
  const files = readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.split("/").some((part) => MADE.has(part)))
    .sort();
  const digest = createHash("sha256");
  for (const file of files) digest.update(file.slice(project.length)).update("\0").update(readFileSync(file));
  const place = join(cacheFolder(), `${basename(project)}-${digest.digest("hex").slice(0, 12)}`);
  return inPlace(place, async (temporary) => {
    cpSync(project, temporary, { recursive: true, filter: (file) => !MADE.has(basename(file)) });
    const pnpm = (...args: string[]) => mustRun("npx", ["-y", "pnpm@12", ...args], { cwd: temporary });
    await pnpm("install", "--frozen-lockfile", "--prefer-offline", "--ignore-scripts");
    await pnpm("run", "build");
    rmSync(join(temporary, "node_modules"), { recursive: true });
  });
}
