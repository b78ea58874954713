import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSandbox, openWorld, update, type World } from "@ublog/sandbox";
import { withLock } from "@ublog/sandbox/src/shared/lock.ts";

/** The folders of stacks beside this file: `stacks` has a base with a domain, `trial` one without. */
type Project = "stacks" | "trial";
const VARIABLE = "UBLOG_REAL_STACKS";

/** For vitest: a folder for the stacks of one run of the tests. They are brought up when the first test wants them. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "ublog-real-"));
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** The world of the stack `base` and of apps on it, as the real engine has made it, to be read. Stacks that others brought up are in it, too. */
export async function stacks(
  apps: readonly string[] = ["alpha", "beta"],
  name: Project = "stacks",
): Promise<World> {
  const folder = process.env[VARIABLE];
  if (folder === undefined) throw new Error("these tests run in vitest's project `real`");
  return withLock(join(folder, `${name}.lock`), async () => {
    const project = fileURLToPath(new URL(name, import.meta.url));
    const sandbox = await openSandbox({ dir: join(folder, name), project });
    const world = openWorld(sandbox.world);
    for (const stack of ["base", ...apps]) {
      if (world.count(`real stack ${stack}`) > 0) continue;
      const { errors, findings } = await update(sandbox, "up", stack);
      if (errors.length + findings.length > 0) throw new Error([stack, ...errors, ...findings].join("\n"));
      world.next(`real stack ${stack}`);
    }
    return world;
  });
}
