import type * as pulumi from "@pulumi/pulumi";
import { type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { type AppSettings, type Level, levelsOf } from "../plan/processes.ts";

/** Names of variables, and where secrets come from. */
export function checkVariables(args: AppSettings): Problem[] {
  const levels = levelsOf(args);
  return [
    ...levels.flatMap(([prefix, level]) => checkLevel(prefix, level)),
    ...checkRetired(
      args.retiredSecrets ?? [],
      levels.map(([, level]) => level),
    ),
  ];
}

/** A name that nothing has was misspelt, or taken out too early: the right to read it is gone with it. */
function checkRetired(names: readonly string[], levels: readonly Level[]): Problem[] {
  const known = new Set(
    levels.flatMap(({ secrets = {}, secretValues = {} }) => [
      ...Object.keys(secrets),
      ...Object.keys(secretValues),
    ]),
  );
  return names.flatMap((name, index) =>
    known.has(name)
      ? []
      : wrongValue(
          `retiredSecrets[${index}]`,
          name,
          `Nothing has a secret of that name. Leave it in secrets or secretValues until a release has replaced what reads it, then take it out of both.`,
        ),
  );
}

function checkLevel(prefix: string, level: Level): Problem[] {
  const kinds = ["environment", "secrets", "secretValues"] as const;
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const kind of kinds) {
    for (const name of Object.keys(level[kind] ?? {})) {
      const path = `${prefix}${kind}.${name}`;
      const other = seen.get(name);
      if (other !== undefined) {
        problems.push({
          path,
          reason: `is in ${prefix}${other} too. A container has one value for a name: take out one of the two.`,
        });
      }
      seen.set(name, kind);
      problems.push(...checkName(path, name));
      if (kind === "secrets") problems.push(...checkReference(path, level.secrets?.[name]));
      if (kind === "secretValues") problems.push(...checkSecretValue(path, level.secretValues?.[name]));
    }
  }
  return problems;
}

function checkName(path: string, name: string): Problem[] {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [];
  const reason = `can't be the name of an environment variable. Write letters, digits and underscores, not beginning with a digit.`;
  return [{ path, reason }];
}

/** Secrets are given by ARN, so that the right to read each one can be granted. What isn't an ARN may be the secret itself: no message shows it. */
export function checkReference(path: string, reference: pulumi.Input<string> | undefined): Problem[] {
  const forms = [
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^:]+(:[^:]*:[^:]*:[^:]*)?$/,
    /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/.+$/,
  ];
  const arn = plainValue(reference);
  if (arn === undefined || forms.some((form) => form.test(arn))) return [];
  const reason =
    'isn\'t an ARN. Write the ARN of a secret ("arn:aws:secretsmanager:<region>:<account>:secret:<name>", or that with ":<json key>::" after it) or of an SSM parameter; a value goes into secretValues.';
  return [{ path, reason }];
}

/** Secrets Manager keeps no empty value, and ECS doesn't start a task whose secret has none. */
function checkSecretValue(path: string, value: pulumi.Input<string> | undefined): Problem[] {
  if (plainValue(value) !== "") return [];
  const reason =
    "is empty, and AWS keeps no empty secret. Write a value with `pulumi config set --secret`, or leave it out.";
  return [{ path, reason }];
}
