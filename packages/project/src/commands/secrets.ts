import { projectFolder } from "@ublog/pipeline/src/projectFolder.ts";
import { UsageError, UserError } from "@ublog/terminal/errors";
import { tableLines, widthOf } from "@ublog/terminal/table";
import { putSecret } from "../settings/encrypt.ts";
import { knownProcesses, knownSettings, type Lookups } from "../settings/known.ts";
import { refuseNewProblems } from "../settings/problems.ts";
import { pulumiCall } from "../settings/pulumiCalls.ts";
import {
  givenName,
  namedSecrets,
  needApp,
  notesOnName,
  refuseOwnVariable,
  secretKeys,
} from "../settings/secretName.ts";
import { secretStates, type UpSecrets, upSecrets } from "../settings/secretStates.ts";
import { readSecretValue, type ValueSource } from "../settings/secretValue.ts";
import { copyOf, openStackFile, type StackFile, saveStackFile, setAt } from "../settings/stackFile.ts";
import { carryOutUnsetting, needSecrets, type Unsetting, unsettingOf } from "../settings/unset.ts";
import { type Outcome, programs, say } from "./outcome.ts";

/** What the commands work with: all of it can be replaced in a test. */
export interface SettingsContext extends Lookups, ValueSource {
  /** The folder that the person is in. */
  folder: string;
}

/** The command line's own. */
export const settingsContext = (): SettingsContext => ({
  folder: process.cwd(),
  call: pulumiCall,
  connect: async (region) => (await import("@ublog/app-update/src/aws/sdk.ts")).sdkAws(region),
  keyboard: process.stdin,
  screen: process.stderr,
  env: process.env,
});

interface StackOptions {
  stack: string;
  json?: boolean;
}

export interface SetOptions extends StackOptions {
  fromFile?: string;
  override?: boolean;
}

/** Sets a secret in the stack's file, encrypted. Everything that can be wrong is looked at before the value is asked for. */
export async function setSecret(
  context: SettingsContext,
  words: readonly string[],
  options: SetOptions,
): Promise<number> {
  const name = givenName(words);
  const file = openStackFile(projectFolder(context.folder), options.stack);
  needApp(file);
  const before = namedSecrets(file);
  const isNew = !before.values.includes(name);
  if (isNew && !options.override) await refuseOwnVariable(name, file.stack);
  const path = { key: secretKeys(file).values, below: [name] };
  const trial = copyOf(file);
  setAt(trial, [path.key, name], { secure: "stand-in" });
  await refuseNewProblems(file, trial);

  const { value, notes } = await readSecretValue(name, options.fromFile, context);
  await putSecret(file, path, value, context.call);
  saveStackFile(file);
  const settings = await knownSettings(file, context);
  const up = "value" in settings ? upSecrets(settings.value, file) : undefined;
  return say(context, options, {
    headline: `Set ${name} in ${file.name}, encrypted.`,
    remarks: [
      ...notes,
      ...notesOnName(name),
      ...(before.retired.includes(name)
        ? [`${name} is in retiredSecrets: take it out there, or new revisions don't get it.`]
        : []),
    ],
    next: stepsAfterSet(context, file, name, up),
    data: { stack: file.stack, file: file.name, set: name, isNew, bytes: Buffer.byteLength(value) },
  });
}

/** What brings a secret to the processes: a value reaches a task when it starts, a new variable only with a new revision. */
function stepsAfterSet(
  { env }: SettingsContext,
  { stack }: StackFile,
  name: string,
  up: UpSecrets | undefined,
): string[] {
  const { pulumi, ublog } = programs(env);
  const release = `${ublog} release VERSION --stack ${stack}`;
  const restart = `${ublog} restart --stack ${stack}`;
  const first = `${pulumi} up --stack ${stack}`;
  if (up?.names === undefined)
    return [first, `${release}, where ${name} is new; otherwise \`${restart}\` will do`];
  if (up.names.includes(name)) return [first, `${restart}: tasks read it when they start`];
  return [first, `${release}: tasks that run don't have ${name}`];
}

/** Lists the secrets of a stack, by name alone. */
export async function listSecrets(context: SettingsContext, options: StackOptions): Promise<number> {
  const file = openStackFile(projectFolder(context.folder), options.stack);
  needApp(file);
  const [settings, processes] = await Promise.all([
    knownSettings(file, context),
    knownProcesses(file, context),
  ]);
  const states = secretStates(file, settings, processes);
  const rows = states.map(({ name, kind, state, processes: readers }) => [
    name,
    kind === "value" ? "value" : "ARN",
    state,
    readers === undefined || readers.length === 0 ? "–" : readers.join(", "),
  ]);
  return say(context, options, {
    headline:
      states.length === 0
        ? `${file.stack} has no secrets of its own.`
        : `${file.stack} has ${states.length === 1 ? "1 secret" : `${states.length} secrets`}.`,
    table:
      rows.length === 0
        ? []
        : tableLines(["Name", "From", "State", "Read by"], rows, {
            width: widthOf(process.stdout, context.env),
            ruled: false,
          }),
    remarks: unknowns(settings, processes),
    data: { stack: file.stack, file: file.name, secrets: states },
  });
}

/** Why something isn't in a list. */
function unknowns(
  settings: Awaited<ReturnType<typeof knownSettings>>,
  processes: Awaited<ReturnType<typeof knownProcesses>>,
): string[] {
  const secretsUnknown = "value" in settings ? settings.value.secretsUnknown : undefined;
  return [
    ...("reason" in settings ? [`What is up isn't known: ${settings.reason}`] : []),
    ...(secretsUnknown === undefined ? [] : [`What is up isn't known: ${secretsUnknown}`]),
    ...("reason" in processes ? [`What runs isn't known: ${processes.reason}`] : []),
  ];
}

export interface UnsetOptions extends StackOptions {
  now?: boolean;
  dryRun?: boolean;
}

/** Takes secrets out: those that something may still read are retired first. All of them, or none. */
export async function unsetSecrets(
  context: SettingsContext,
  names: readonly string[],
  options: UnsetOptions,
): Promise<number> {
  const wanted = [...new Set(names)];
  if (wanted.some((name) => name.includes("=")))
    throw new UsageError("`secrets unset` takes names alone: secrets unset NAME --stack …");
  const file = openStackFile(projectFolder(context.folder), options.stack);
  needApp(file);
  needSecrets(file, wanted);
  const [settings, processes] = options.now
    ? [{ reason: "" }, { reason: "" }]
    : await Promise.all([knownSettings(file, context), knownProcesses(file, context)]);
  const unsettings = wanted.map(
    (name): Unsetting =>
      options.now ? { name, does: "remove" } : unsettingOf(file, name, settings, processes),
  );
  const waiting = unsettings.flatMap((one) => (one.does === "wait" ? [one] : []));
  if (waiting.length > 0)
    throw new UserError(
      [
        `Refused: nothing was written into ${file.name}.`,
        ...waiting.map(({ name, because }) => `  ${name}: ${because}`),
        "  --now takes it out all the same: tasks that still read it can't be started any more.",
      ].join("\n"),
    );
  const after = copyOf(file);
  for (const unsetting of unsettings) carryOutUnsetting(after, unsetting);
  await refuseNewProblems(file, after);
  if (!options.dryRun) saveStackFile(after);
  return say(context, options, unsetOutcome(context, file, unsettings, options));
}

function unsetOutcome(
  { env }: SettingsContext,
  { stack, name }: StackFile,
  unsettings: Unsetting[],
  { dryRun, now }: UnsetOptions,
): Outcome {
  const { pulumi, ublog } = programs(env);
  const of = (what: Unsetting["does"]) =>
    unsettings.filter(({ does }) => does === what).map((one) => one.name);
  const [removed, retired] = [of("remove"), of("retire")];
  const sentences = [
    ...(removed.length === 0
      ? []
      : [`${removed.join(", ")} ${dryRun ? "would be" : "is"} taken out of ${name}`]),
    ...(retired.length === 0
      ? []
      : [
          `${retired.join(", ")} ${dryRun ? "would be" : "is"} retired in ${name}: new revisions don't get it`,
        ]),
  ];
  return {
    headline: `${sentences.join("; ")}.`,
    remarks: now
      ? [
          "Tasks that still read it can't be started any more once it is deleted: release soon after the `up`.",
        ]
      : [],
    next: [
      `${pulumi} up --stack ${stack}`,
      ...(retired.length === 0
        ? []
        : [
            `${ublog} release VERSION --stack ${stack}`,
            `${ublog} secrets unset ${retired.join(" ")} --stack ${stack}, which then takes it out, and \`${pulumi} up\``,
          ]),
    ],
    data: { stack, file: name, removed, retired },
  };
}
