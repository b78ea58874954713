import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { failureOf, pulumi } from "../pulumi.ts";
import {
  type Exported,
  type Found,
  type Interrupted,
  interruptedIn,
  parseExported,
  recovered,
} from "../recovery/interrupted.ts";
import { overlooked, questions, whatIsOpen } from "../recovery/report.ts";
import { checkStack } from "../request.ts";
import { stackFiles } from "../stackFiles.ts";

export interface RecoverOptions {
  project: string;
  stack: string;
  /** `NAME=ID` of resources that AWS has made. */
  found: readonly string[];
  /** Names of resources that AWS has not made. */
  absent: readonly string[];
  /** Only say what is open; change nothing. */
  dryRun?: boolean;
  /** Print JSON: what was cut off, each with the id that the stack has afterwards. */
  json?: boolean;
}

/** Finishes what an update that was cut off left open, or says what a person has to find out first. */
export async function recoverCommand({
  project,
  stack,
  found,
  absent,
  dryRun = false,
  json = false,
}: RecoverOptions): Promise<void> {
  checkStack(stack, stackFiles(project));
  const exported = await exportStack(stack, project);
  const interrupted = interruptedIn(exported);
  if (dryRun || interrupted.length === 0) {
    console.log(json ? JSON.stringify(interrupted, undefined, 2) : whatIsOpen(stack, interrupted));
    return;
  }
  const answers = readAnswers(interrupted, found, absent);
  const open = interrupted.filter(
    ({ urn, lookup }) => (lookup.kind === "find" || lookup.kind === "unknown") && !answers.has(urn),
  );
  if (open.length > 0) throw new UserError(questions(stack, open));
  const ids = idsOf(interrupted, answers);
  await importStack(stack, recovered(exported, ids), project);
  const toLookAt = interrupted.filter(({ operation, urn, present }) =>
    operation === "creating"
      ? ids.has(urn) && present === undefined
      : operation === "updating" || operation === "deleting",
  );
  await refresh(stack, [...new Set(toLookAt.map(({ urn }) => urn))], project);
  const after = await exportStack(stack, project);
  console.log(
    json ? JSON.stringify(withIds(interrupted, after), undefined, 2) : outcome(interrupted, ids, after),
  );
}

/** What a person says of each resource, by URN: its ids, none where it isn't there. */
function readAnswers(
  interrupted: readonly Interrupted[],
  found: readonly string[],
  absent: readonly string[],
): Map<string, string[]> {
  const asked = interrupted.filter(({ operation }) => operation === "creating");
  const named = (option: string, name: string) => {
    const one = asked.find((other) => other.name === name || other.urn === name);
    if (one !== undefined) return one;
    const names = [...new Set(asked.map((other) => other.name))].join(", ") || "nothing";
    throw new UserError(
      `--${option} names ${name}, which wasn't being made. What was: ${names}. Nothing was changed.`,
    );
  };
  const answers = new Map<string, string[]>(absent.map((name) => [named("absent", name).urn, []]));
  const absentOnes = new Set(answers.keys());
  for (const answer of found) {
    // A URN has no "=", a name might, and an id that is an ARN or a record's may have one too: the first that fits counts.
    const one = asked.find(({ name, urn }) => answer.startsWith(`${name}=`) || answer.startsWith(`${urn}=`));
    const { urn, name, lookup, present } = one ?? named("found", answer.split("=")[0] ?? answer);
    const id = answer.slice((answer.startsWith(`${urn}=`) ? urn : name).length + 1);
    if (absentOnes.has(urn))
      throw new UserError(`--found and --absent both name ${name}. Say one of them. Nothing was changed.`);
    if (id === "" || (lookup.kind === "find" && !lookup.looksLike.test(id))) {
      const where = lookup.kind === "find" ? ` Write what this prints: ${lookup.command}.` : "";
      throw new UserError(
        `--found says that ${name} is ${JSON.stringify(id)}, which isn't an id of that type.${where} Nothing was changed.`,
      );
    }
    if (id === present)
      throw new UserError(
        `--found says that ${name} is ${id}, which the stack has already. Say the id of another one, or, where there is none, --absent=${name}. Nothing was changed.`,
      );
    answers.set(urn, [...(answers.get(urn) ?? []), id]);
  }
  return answers;
}

function idsOf(interrupted: readonly Interrupted[], answers: ReadonlyMap<string, string[]>): Found {
  const ids = new Map<string, string[]>();
  for (const { urn, lookup } of interrupted) {
    const guessed = lookup.kind === "id" ? [lookup.id] : [];
    const all = new Set([...(ids.get(urn) ?? []), ...(answers.get(urn) ?? guessed)]);
    if (all.size > 0) ids.set(urn, [...all]);
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

/** What a stack has in place of a resource. */
const liveOf = ({ deployment }: Exported, urn: string) =>
  deployment.resources?.find((one) => one.urn === urn && one.delete !== true);

/** What was cut off, each with the id that the stack has now; without an id if it isn't there. */
const withIds = (interrupted: readonly Interrupted[], after: Exported) =>
  interrupted.map((one) => ({ ...one, id: liveOf(after, one.urn)?.id }));

function outcome(interrupted: readonly Interrupted[], ids: Found, after: Exported): string {
  const resources = after.deployment.resources ?? [];
  const lines = interrupted.flatMap(({ operation, urn, name }) => {
    const live = liveOf(after, urn);
    if (operation !== "creating")
      return [`  ${name}: was ${operation}; ${live === undefined ? "is gone" : "is still there"}`];
    const others = (ids.get(urn) ?? []).filter(
      (id) => id !== live?.id && resources.some((one) => one.urn === urn && one.id === id && one.delete),
    );
    return [
      live === undefined
        ? `  ${name}: is made by the next \`pulumi up\``
        : `  ${name}: is there, as ${live.id}`,
      ...others.map(
        (id) => `  ${name}: ${id} was made by a run that was cut off; the next \`pulumi up\` deletes it`,
      ),
    ];
  });
  const isLive = ({ urn }: Interrupted) => resources.some((one) => one.urn === urn && ids.has(urn));
  return [
    "Recovered. The next `pulumi up` or `pulumi destroy` goes on from here:",
    ...new Set(lines),
    ...overlooked(interrupted, isLive),
  ].join("\n");
}
