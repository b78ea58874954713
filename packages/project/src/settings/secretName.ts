import { UsageError, UserError } from "@ublog/terminal/errors";
import { namesAt, type StackFile, valueAt } from "./stackFile.ts";

/** Takes the one name of a secret out of what was written behind `secrets set`. No message shows what may be a value. */
export function givenName(words: readonly string[]): string {
  const [name = "", ...others] = words;
  const assigned = /^([A-Za-z_]\w*)=/s.exec(name)?.[1];
  if (assigned !== undefined || others.length > 0)
    throw new UsageError(notInArguments(assigned ?? (isName(name) ? name : "NAME")));
  if (!isName(name))
    throw new UsageError(
      name.length > 40 || !/^[\w.-]*$/.test(name)
        ? "That is not the name of an environment variable, and isn't shown because it may be a secret. Write `secrets set NAME`: the value is asked for."
        : `${JSON.stringify(name)} can't be the name of an environment variable. Write letters, digits and underscores, not beginning with a digit, for example ${suggested(name)}.`,
    );
  return name;
}

const isName = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

function suggested(name: string): string {
  const word = name
    .toUpperCase()
    .replaceAll(/\W+/g, "_")
    .replace(/^(?=\d)/, "_");
  return isName(word) ? word : "STRIPE_KEY";
}

function notInArguments(name: string): string {
  return `A value on the command line stays in the shell's history, and everybody on this machine sees it in the list of processes. Write only the name, and the value is asked for; or give it on standard input: printf %s "$VALUE" | ublog secrets set ${name} --stack …`;
}

/** Secrets are an app's: refuses the stack of another program. */
export function needApp(file: StackFile): void {
  const program = valueAt(file, [`${file.project}:program`]);
  if (program === "app") return;
  throw new UserError(
    `${file.stack} is ${program === "base" ? "a base" : `not an app (${file.project}:program is ${JSON.stringify(program) ?? "missing"})`}, and secrets are settings of an app: they reach its processes. Write the stack of an app.`,
  );
}

/** The keys of the settings that name secrets. */
export const secretKeys = ({ project }: StackFile) => ({
  /** The values that the app keeps in Secrets Manager. */
  values: `${project}:secretValues`,
  /** Those that exist already, by ARN. */
  references: `${project}:secrets`,
  /** Those that new revisions don't get any more. */
  retired: `${project}:retiredSecrets`,
});

/** The names in a file: of values, and of secrets that exist already. */
export function namedSecrets(file: StackFile): { values: string[]; references: string[]; retired: string[] } {
  const { values, references, retired } = secretKeys(file);
  const list = valueAt(file, [retired]);
  return {
    values: namesAt(file, [values]),
    references: namesAt(file, [references]),
    retired: Array.isArray(list) ? list.map(String) : [],
  };
}

/** Refuses names that the app sets itself, unless that is meant. */
export async function refuseOwnVariable(name: string, stack: string): Promise<void> {
  const { ownVariable } = await import("@ublog/stacks/ownVariables.ts");
  const own = ownVariable(name);
  if (own === undefined) return;
  const instead =
    own.setting === undefined
      ? ""
      : ` To set it: \`ublog config set ${own.setting} VALUE --stack ${stack}\`.`;
  throw new UserError(
    `${name} is a variable that the app sets itself, from: ${own.source}. ${own.description}${instead} A secret of this name takes its place in all processes on the Django image: where that is meant, add --override.`,
  );
}

/** What to know about a name that isn't wrong. */
export function notesOnName(name: string): string[] {
  if (/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/.test(name))
    return [
      `${name} takes the place of the task's own role in every AWS library: the bucket and mail need no keys here.`,
    ];
  if (/^NUXT_/.test(name))
    return [
      "Secrets reach the processes on the Django image. The Nuxt server gets those in frontend.secrets, by ARN.",
    ];
  return [];
}
