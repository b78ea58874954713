import type { Problem } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { looksSecret, looksSecretByValue } from "../../shared/looksSecret.ts";
import { type AppSettings, containersOf } from "../plan/processes.ts";
import { isReference } from "../plan/references.ts";

/** Settings that look like secrets and can be read by everybody who may describe a task definition. No message shows their values. */
export function findPlainSecrets(args: AppSettings): Problem[] {
  const own = containersOf(args).flatMap(([path, { environment }]) =>
    secretNames(environment).map((name) => ({
      path: `${path}.environment.${name}`,
      reason: `looks like a secret. Take it out and write the ARN of a secret into ${path}.secrets.${name}.`,
    })),
  );
  const variables = secretNames(args.environment).map((name) => ({
    path: `environment.${name}`,
    reason: `looks like a secret. Take it out and put the value into secretValues.${name}, with \`pulumi config set --secret\`, or the ARN of a secret that exists into secrets.${name}.`,
  }));
  const words = containersOf(args).flatMap(([path, { command = [] }]) =>
    command.flatMap((word, i) =>
      isSecret(word) ? { path: `${path}.command[${i}]`, reason: IN_COMMAND } : [],
    ),
  );
  const dsn = isSecret(args.django?.sentryDsn) ? [{ path: "django.sentryDsn", reason: OLD_DSN }] : [];
  return [...variables, ...own, ...words, ...dsn];
}

function secretNames(environment: AppSettings["environment"] = {}): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    !isReference(value) && looksSecret(name, textOf(value)) ? [name] : [],
  );
}

function isSecret(value: unknown): boolean {
  const text = textOf(value);
  return text !== undefined && looksSecretByValue(text);
}

/** What is known about a value now. */
function textOf(value: unknown): string | undefined {
  const plain = plainValue(value);
  return plain === undefined ? undefined : String(plain);
}

const IN_COMMAND =
  "looks like a secret. Take it out and let the program read it from a variable that is in secretValues or secrets.";

const OLD_DSN = "has a secret key in it, which Sentry no longer needs. Write the DSN without it.";

/** The problems as one warning. */
export function plainSecretsWarning(problems: readonly Problem[]): string {
  const lines = problems.map(({ path, reason }) => `  ${path}: ${reason}`);
  return ["Everyone who may describe a task definition can read these settings:", ...lines].join("\n");
}
