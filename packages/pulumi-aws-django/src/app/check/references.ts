import leven from "leven";
import { type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import type { EnvironmentValue, VariableReference } from "../containerArgs.ts";
import { ENVIRONMENT } from "../plan/environment.ts";
import { has } from "../plan/parts.ts";
import { type AppSettings, type Level, levelsOf, type Process, type Processes } from "../plan/processes.ts";
import { isReference } from "../plan/references.ts";
import { sidecarsOf } from "../plan/sidecars.ts";
import { isFor } from "../plan/variables.ts";

/** Values of variables that refer to others, or look as if they should. */
export function checkReferences(args: AppSettings, { services, update, scheduled }: Processes): Problem[] {
  const all: Process[] = [...services, update, ...scheduled];
  return levelsOf(args).flatMap(([prefix, level]) => {
    const readers = readersOf(prefix, args, all);
    return Object.entries(level.environment ?? {}).flatMap(([name, value]) => {
      const at: Place = { path: `${prefix}environment.${name}`, level, readers, args };
      return isReference(value) ? checkReference(at, value) : checkText(at, value);
    });
  });
}

/** Where a value is set. */
interface Place {
  path: string;
  level: Level;
  /** The processes that get it, or in whose tasks the sidecar is that gets it. */
  readers: readonly Process[];
  args: AppSettings;
}

function readersOf(prefix: string, args: AppSettings, all: readonly Process[]): readonly Process[] {
  if (prefix === "") return all.filter(({ image }) => image === "backend");
  return all.filter(
    (process) =>
      `${process.path}.` === prefix ||
      sidecarsOf(args, process).some(({ name }) => `sidecars.${name}.` === prefix),
  );
}

function checkReference({ path, readers, args }: Place, reference: VariableReference): Problem[] {
  const { from, ...others }: { from: unknown } = reference;
  if (typeof from !== "string") {
    const reason =
      "is a map without the name of a variable. Write text, or `{ from: POSTGRES_SERVICE_HOST }`.";
    return [{ path, reason }];
  }
  const besides = Object.keys(others).map((key) => ({
    path: `${path}.${key}`,
    reason: "can't be beside `from`: a value is text, or one variable as it is. Take it out.",
  }));
  const remedy = remedyFor(path, from, readers, args);
  return [...besides, ...(remedy === undefined ? [] : [wrongValue(`${path}.from`, from, remedy)])];
}

/** What to do about a variable that can't be referred to. */
function remedyFor(
  path: string,
  from: string,
  readers: readonly Process[],
  args: AppSettings,
): string | undefined {
  const row = ENVIRONMENT.find(({ name }) => name === from);
  if (row === undefined) {
    const own = overriding(from, readers, args);
    if (own !== undefined) return `That is a variable of your own, ${own}. Write its value here too.`;
    const near = nearest(from);
    return `The app sets no such variable. ${near === undefined ? "ENVIRONMENT.md of pulumi-aws-django lists those that it sets." : `Did you mean ${near}?`}`;
  }
  if (row.released)
    return `Only a release sets it: no template has it. Let the settings read ${from} itself.`;
  if (from === "DATABASE_URL" && !has("database", args))
    return "There is none where `database.enabled` is false. Write a URL of your own in `secretValues`, or take it out.";
  const without = readers.filter((process) => !isFor(row, process)).map(({ word }) => word);
  if (without.length > 0) {
    const verb = without.length === 1 ? "doesn't" : "don't";
    return `${without.join(", ")} ${verb} get it: it is one of ${AUDIENCES[row.audience]}. Write this for those alone, or take it out.`;
  }
  const own = overriding(from, readers, args);
  if (own === path) return "It refers to itself. Take it out: the variable is there anyway.";
  return own === undefined ? undefined : `${own} overrides it. Write that value here too.`;
}

const AUDIENCES = {
  backend: "processes on the Django image",
  worker: "workers",
  frontend: "the Nuxt server",
  all: "all processes",
};

/** Where a setting of the user's gives one of the processes this variable. */
function overriding(name: string, readers: readonly Process[], args: AppSettings): string | undefined {
  const levels = levelsOf(args).filter(([prefix]) =>
    readers.some(({ path, image }) => (prefix === "" ? image === "backend" : prefix === `${path}.`)),
  );
  for (const [prefix, level] of levels) {
    for (const kind of ["environment", "secrets", "secretValues"] as const) {
      if (level[kind]?.[name] !== undefined) return `${prefix}${kind}.${name}`;
    }
  }
  return undefined;
}

/** The variable that was probably meant: one with all its words (`POSTGRES_HOST`), or with at most a quarter of the letters wrong. */
function nearest(word: string): string | undefined {
  const meant = word.toUpperCase();
  const names = ENVIRONMENT.filter(({ released }) => !released).map(({ name }) => name);
  const withWords = names.find((name) => meant.split("_").every((part) => name.split("_").includes(part)));
  const [best] = names
    .map((name) => ({ name, wrong: leven(meant, name) }))
    .filter(({ name, wrong }) => wrong <= name.length / 4)
    .sort((a, b) => a.wrong - b.wrong);
  return withWords ?? best?.name;
}

/** Text that has a variable in it as shells, Compose and Kubernetes write it. ECS fills in nothing. */
function checkText({ path, level, args }: Place, value: EnvironmentValue): Problem[] {
  const text = plainValue(value);
  if (typeof text !== "string") return [];
  const own = { ...level.environment, ...level.secrets };
  const isSidecar = path.startsWith("sidecars.");
  for (const [written, braces, brackets, bare] of text.matchAll(/\$(?:\{(\w+)\}|\((\w+)\)|(\w+))/g)) {
    const name = braces ?? brackets ?? bare ?? "";
    const row = ENVIRONMENT.find((one) => one.name === name);
    // A sidecar that has the variable may fill it in itself, as collectors do in their configuration.
    if (row === undefined || (isSidecar && own[name] !== undefined)) continue;
    if (written === text)
      return [wrongValue(path, text, `Nothing fills that in. Write \`{ from: ${name} }\`.`)];
    const address = text.includes("://") ? addressFor(name, args) : undefined;
    const remedy =
      address === undefined
        ? `Write \`{ from: ${name} }\` under a name of its own, and let the settings put them together.`
        : `Write \`{ from: ${address} }\`, the whole address.`;
    const reason = `has ${written} in it, and nothing fills that in: a value is text, or one variable as it is, and no mixture. ${remedy}`;
    return [{ path, reason }];
  }
  return [];
}

/** The variable with the address that somebody puts together from this one and others. */
function addressFor(name: string, args: AppSettings): string | undefined {
  if (name.startsWith("POSTGRES_")) return has("database", args) ? "DATABASE_URL" : undefined;
  return name.startsWith("REDIS_") ? "REDIS_URL" : undefined;
}
