import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addSummary, type Environment } from "../github/run.ts";
import { failureOf, pulumi } from "../pulumi.ts";
import {
  type Exported,
  type Interrupted,
  interruptedIn,
  parseExported,
  recovered,
} from "../recovery/interrupted.ts";
import { questions } from "../recovery/report.ts";
import { block, code } from "../report/markdown.ts";
import { checkStack } from "../request.ts";
import { stackFiles } from "../stackFiles.ts";
import { UserError } from "../userError.ts";

export interface RecoverOptions {
  project: string;
  env: Environment;
  stack: string;
  /** `NAME=ID` of resources that AWS has made. */
  found: readonly string[];
  /** Names of resources that AWS has not made. */
  absent: readonly string[];
  /** Print what is open as JSON, and change nothing. */
  json?: boolean;
}

/** Finishes what an update that was cut off left open, or says what a person has to find out first. */
export async function recoverCommand({
  project,
  env,
  stack,
  found,
  absent,
  json = false,
}: RecoverOptions): Promise<void> {
  checkStack(stack, stackFiles(project));
  const exported = await exportStack(stack, project);
  const interrupted = interruptedIn(exported);
  if (json) {
    console.log(JSON.stringify(interrupted, undefined, 2));
    return;
  }
  if (interrupted.length === 0) {
    console.log(`Nothing of ${stack} was cut off: there is nothing to recover.`);
    return;
  }
  const answers = readAnswers(interrupted, found, absent);
  const isOpen = ({ urn, lookup }: Interrupted) =>
    (lookup.kind === "find" || lookup.kind === "unknown") && !answers.has(urn);
  const open = interrupted.filter(isOpen);
  if (open.length > 0) {
    const text = questions(stack, open);
    addSummary(env, `## ${code(stack)} was interrupted\n\n${block(text)}`);
    throw new UserError(text);
  }
  const ids = idsOf(interrupted, answers);
  await importStack(stack, recovered(exported, { found: ids }), project);
  const changed = interrupted.filter(({ operation }) => operation === "updating" || operation === "deleting");
  await refresh(stack, [...ids.keys(), ...changed.map(({ urn }) => urn)], project);
  const after = await exportStack(stack, project);
  const text = outcome(interrupted, ids, after);
  addSummary(env, `## ${code(stack)} is recovered\n\n${block(text)}`);
}

/** What a person says of each resource, by URN: its id, or undefined where it isn't there. */
function readAnswers(
  interrupted: readonly Interrupted[],
  found: readonly string[],
  absent: readonly string[],
): Map<string, string | undefined> {
  const asked = interrupted.filter(({ operation }) => operation === "creating");
  const named = (option: string, name: string) => {
    const one = asked.find((other) => other.name === name || other.urn === name);
    if (one !== undefined) return one;
    const names = asked.map((other) => other.name).join(", ") || "nothing";
    throw new UserError(
      `--${option} names ${name}, which wasn't being made. What was: ${names}. Nothing was changed.`,
    );
  };
  const answers = new Map<string, string | undefined>(
    absent.map((name) => [named("absent", name).urn, undefined]),
  );
  for (const answer of found) {
    // A URN has no "=", a name might, and an id that is an ARN or a record's may have one too: the first that fits counts.
    const one = asked.find(({ name, urn }) => answer.startsWith(`${name}=`) || answer.startsWith(`${urn}=`));
    const { urn, name, lookup } = one ?? named("found", answer.split("=")[0] ?? answer);
    const id = answer.slice((answer.startsWith(`${urn}=`) ? urn : name).length + 1);
    if (lookup.kind === "find" && !lookup.looksLike.test(id)) {
      throw new UserError(
        `--found says that ${name} is ${JSON.stringify(id)}, which is no id of that type. Write what this prints: ${lookup.command}. Nothing was changed.`,
      );
    }
    answers.set(urn, id);
  }
  return answers;
}

function idsOf(
  interrupted: readonly Interrupted[],
  answers: ReadonlyMap<string, string | undefined>,
): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { urn, lookup } of interrupted) {
    const id = answers.has(urn) ? answers.get(urn) : lookup.kind === "id" ? lookup.id : undefined;
    if (id !== undefined) ids.set(urn, id);
  }
  return ids;
}

async function exportStack(stack: string, cwd: string): Promise<Exported> {
  const result = await pulumi(["stack", "export", "--stack", stack], { cwd });
  if (result.code !== 0) throw new UserError(`The state of ${stack} can't be read: ${failureOf(result)}`);
  return parseExported(result.stdout);
}

async function importStack(stack: string, state: Exported, cwd: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-recover-"));
  try {
    const file = join(folder, "state.json");
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
    const result = await pulumi(["stack", "import", "--stack", stack, "--file", file], { cwd });
    if (result.code !== 0)
      throw new UserError(`The state of ${stack} can't be written: ${failureOf(result)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks at each resource in AWS: what isn't there leaves the stack. */
async function refresh(stack: string, urns: readonly string[], cwd: string): Promise<void> {
  if (urns.length === 0) return;
  const targets = urns.flatMap((urn) => ["--target", urn]);
  const result = await pulumi(
    ["refresh", "--stack", stack, ...targets, "--yes", "--skip-preview", "--suppress-progress"],
    { cwd },
  );
  if (result.code !== 0) {
    throw new UserError(
      `What was cut off is in the state of ${stack} now, but Pulumi can't look at it: ${failureOf(result)}\nMend the cause, then run: pulumi refresh --stack ${stack} ${targets.join(" ")}`,
    );
  }
}

function outcome(
  interrupted: readonly Interrupted[],
  ids: ReadonlyMap<string, string>,
  after: Exported,
): string {
  const there = new Set(after.deployment.resources?.map(({ urn, id }) => `${urn} ${id}`));
  const urns = new Set(after.deployment.resources?.map(({ urn }) => urn));
  const lines = interrupted.map(({ operation, urn, name }) => {
    if (operation !== "creating")
      return `  ${name}: was ${operation}; ${urns.has(urn) ? "is done again" : "is gone"}`;
    const id = ids.get(urn);
    if (id !== undefined && (there.has(`${urn} ${id}`) || urns.has(urn)))
      return `  ${name}: is there, as ${id}`;
    return `  ${name}: is made by the next \`pulumi up\``;
  });
  return ["Recovered. The next `pulumi up` or `pulumi destroy` goes on from here:", ...lines].join("\n");
}
