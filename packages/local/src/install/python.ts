import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cacheFolder.ts";
import { mustRun } from "./run.ts";

/** The folder of django-ecs-kit, which makes its environments the same way. */
const kit = fileURLToPath(new URL("../../../django-ecs-kit/", import.meta.url));

/** What is in the tools of the servers: their lock. */
const tools = fileURLToPath(new URL("../../servers/python/requirements.txt", import.meta.url));

/** Pythons that all of this runs on, the first that the machine has. */
const VERSIONS = ["3.13", "3.12", "3.11", "3.10"];

/**
 * The folder of the programs of a Python environment with exactly what a lock says. It is made where it isn't there, by one process at a time.
 * Throws a `UserError` where the machine has none of these Pythons.
 */
export async function pythonEnvironment(
  lock: string,
  { versions = VERSIONS, folder }: { versions?: readonly string[]; folder?: string } = {},
): Promise<string> {
  const digest = createHash("sha256").update(readFileSync(lock)).digest("hex").slice(0, 12);
  const place = folder ?? join(cacheFolder(), `python-${digest}`);
  const program = join(kit, "scripts/python.sh");
  const printed = await mustRun(program, ["environments.py", place, lock, ...versions]);
  return printed.trim();
}

let made: Promise<string> | undefined;

/** The folder of the programs that the servers run on. */
export function serverTools(): Promise<string> {
  made ??= pythonEnvironment(tools);
  return made;
}
