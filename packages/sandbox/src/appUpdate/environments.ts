import { existsSync } from "node:fs";
import { parameterName, projectOf } from "@ublog/app-update/src/project.ts";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { nearest } from "@ublog/terminal/nearest";

/** An environment that is up, of a Pulumi project. */
interface Environment {
  project: string;
  name: string;
}

/** The environments there are, for somebody who named one that isn't in the world; undefined if it is. */
export async function otherEnvironments(
  worldFile: string,
  args: readonly string[],
  folder: string,
): Promise<string | undefined> {
  const named = optionIn(args, "--stack", "-s") ?? optionIn(args, "--env", "-e");
  if (named === undefined) return undefined;
  const given = optionIn(args, "--project");
  const project = await projectOf({ given, environment: {}, folder }).catch(() => undefined);
  const there = environmentsIn(worldFile);
  if (there.some((one) => isMeant(one, named, project))) return undefined;
  if (there.length === 0)
    return "No environment is up in the sandbox. `npx -y pnpm@12 sandbox pulumi up --stack base` and `--stack alpha` bring alpha up.";
  const shown = (one: Environment) =>
    one.project === project ? one.name : `${one.name} (--project ${one.project})`;
  const close = nearest(
    named,
    there.map(({ name }) => name),
  );
  const guesses = there.filter(({ name }) => name === close);
  const guess = guesses.find((one) => one.project === project) ?? guesses[0];
  const meant = guess === undefined ? "" : ` Did you mean ${shown(guess)}?`;
  return `The environments in the sandbox: ${there.map(shown).join(", ")}.${meant}`;
}

function isMeant({ project, name }: Environment, named: string, ofProject: string | undefined): boolean {
  return named.startsWith("/")
    ? parameterName(name, project) === named
    : name === named && project === ofProject;
}

/** The value of an option, before the words of a command. */
function optionIn(args: readonly string[], long: string, short = long): string | undefined {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const at = own.findIndex((arg) => arg === long || arg.startsWith(`${long}=`) || arg.startsWith(short));
  const given = own[at];
  if (given === undefined) return undefined;
  if (given === long || given === short) return own[at + 1];
  return given.startsWith(`${long}=`)
    ? given.slice(long.length + 1)
    : given.slice(short.length).replace(/^=/, "");
}

function environmentsIn(worldFile: string): Environment[] {
  if (!existsSync(worldFile)) return [];
  return inWorld(worldFile, (world) => world.resources("aws:ssm/parameter:Parameter"))
    .map(({ state }) => /^\/django\/([^/]+)\/([^/]+)\/deploy-targets$/.exec(String(state.name)))
    .flatMap((found) => (found ? [{ project: found[1] ?? "", name: found[2] ?? "" }] : []))
    .sort((a, b) => a.name.localeCompare(b.name) || a.project.localeCompare(b.project));
}
