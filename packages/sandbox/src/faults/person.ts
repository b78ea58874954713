import type { Sandbox } from "../sandbox/sandbox.ts";
import { UserError } from "../shared/userError.ts";
import { openWorld, type Value, type World } from "../world/world.ts";

/** What `pipeline recover --json` prints of each operation that was cut off. */
interface Interrupted {
  operation: string;
  urn: string;
  name: string;
  lookup: { kind: string; command?: string; by?: Record<string, string> };
}

/**
 * Does what a person does after a run that was killed: runs `pipeline recover`, asks AWS what it tells them to ask, and says the
 * answers. Answers with what it told them to ask, by URN.
 */
export async function recover(sandbox: Sandbox, stack: string): Promise<Map<string, string>> {
  const listed = await sandbox.pipeline(["recover", `--stack=${stack}`, "--json"]);
  if (listed.code !== 0) throw new UserError(`pipeline recover --json: ${listed.stderr.trim()}`);
  const interrupted = JSON.parse(listed.stdout) as Interrupted[];
  const asked = interrupted.filter(({ lookup }) => lookup.kind === "find" || lookup.kind === "unknown");
  if (interrupted.length > 0) {
    const answers = asked.map((one) => answer(sandbox.world, one));
    const done = await sandbox.pipeline(["recover", `--stack=${stack}`, ...answers]);
    if (done.code !== 0) throw new UserError(`pipeline recover ${answers.join(" ")}: ${done.stderr.trim()}`);
  }
  return new Map(asked.map(({ urn, lookup }) => [urn, lookup.command ?? "Look for it in the AWS console."]));
}

/** What the printed command would answer, and how the person hands it on. */
function answer(worldFile: string, { urn, name, lookup }: Interrupted): string {
  const world = openWorld(worldFile);
  try {
    const ids = lookup.by === undefined ? [] : idsBy(world, typeOf(urn), lookup.by);
    if (ids.length > 1) {
      throw new UserError(
        `${lookup.command} finds ${ids.join(" and ")}: it doesn't tell which one is ${urn}.`,
      );
    }
    return ids.length === 0 ? `--absent=${name}` : `--found=${name}=${ids[0]}`;
  } finally {
    world.close();
  }
}

function idsBy(world: World, type: string, by: Record<string, string>): string[] {
  return world
    .resources(type)
    .filter(({ state }) => Object.entries(by).every(([path, value]) => String(at(state, path)) === value))
    .map(({ id }) => id);
}

function at(state: Value, path: string): Value | undefined {
  return path
    .split(".")
    .reduce<Value | undefined>(
      (value, step) =>
        typeof value === "object" && value !== null ? (value as Record<string, Value>)[step] : undefined,
      state,
    );
}

const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
