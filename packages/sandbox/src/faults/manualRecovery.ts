import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import type { Value, World } from "@ublog/aws-model/src/world/world.ts";
import { UserError } from "@ublog/terminal/errors";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** What `pipeline recover --dry-run --json` prints for each operation that was cut off. */
interface Interrupted {
  operation: string;
  urn: string;
  name: string;
  lookup: { kind: string; command?: string; by?: Record<string, string> };
  present?: string;
}

/**
 * Does what a person does after a run that was killed: runs `pipeline recover`, asks AWS what it says to ask, and passes the
 * answers on. Returns what it said to ask, by URN.
 */
export async function recover(sandbox: Sandbox, stack: string): Promise<Map<string, string>> {
  const listed = await list(sandbox, stack);
  if (listed.code !== 0) throw new UserError(`pipeline recover --dry-run --json: ${listed.stderr.trim()}`);
  const interrupted = JSON.parse(listed.stdout) as Interrupted[];
  const asked = questionsIn(interrupted);
  if (interrupted.length > 0) {
    const answers = answersTo(sandbox.world, asked);
    const done = await sandbox.pipeline(["recover", `--stack=${stack}`, ...answers]);
    if (done.code !== 0) throw new UserError(`pipeline recover ${answers.join(" ")}: ${done.stderr.trim()}`);
  }
  return new Map(asked.map(({ urn, lookup }) => [urn, lookup.command ?? "Look for it in the AWS console."]));
}

/** What to run after `pipeline recover` said to ask AWS: nobody can run those commands here. Undefined if it asked nothing. */
export async function recoveryCommand(sandbox: Sandbox, stack: string): Promise<string | undefined> {
  const listed = await list(sandbox, stack);
  const asked = listed.code === 0 ? questionsIn(JSON.parse(listed.stdout) as Interrupted[]) : [];
  if (asked.length === 0) return undefined;
  const words = [
    "npx -y pnpm@12 sandbox pipeline recover",
    `--stack=${stack}`,
    ...answersTo(sandbox.world, asked),
  ];
  return `The stand-in has no \`aws\` to ask. Go on with what it would answer:\n\n  ${words.join(" ")}\n`;
}

const list = (sandbox: Sandbox, stack: string) =>
  sandbox.pipeline(["recover", `--stack=${stack}`, "--dry-run", "--json"]);

const questionsIn = (interrupted: readonly Interrupted[]): Interrupted[] =>
  interrupted.filter(({ lookup }) => lookup.kind === "find" || lookup.kind === "unknown");

/** What the printed commands would answer, and how the person passes it on. */
function answersTo(worldFile: string, asked: readonly Interrupted[]): string[] {
  return inWorld(worldFile, (world) => {
    const answers = asked.flatMap(({ urn, name, lookup, present }) => {
      const ids = lookup.by === undefined ? [] : idsBy(world, urn, lookup.by).filter((id) => id !== present);
      return ids.length === 0 ? [`--absent=${name}`] : ids.map((id) => `--found=${name}=${id}`);
    });
    return [...new Set(answers)];
  });
}

/** The ids that the printed command of a resource finds; an error where it finds others' too. */
function idsBy(world: World, urn: string, by: Record<string, string>): string[] {
  const found = world
    .resources(typeOf(urn))
    .filter(({ state }) => Object.entries(by).every(([path, value]) => String(at(state, path)) === value));
  const others = found.filter((one) => one.urn !== urn);
  if (others.length > 0)
    throw new UserError(`What finds ${urn} finds ${others.map((one) => one.urn).join(" and ")} too.`);
  return found.map(({ id }) => id);
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
