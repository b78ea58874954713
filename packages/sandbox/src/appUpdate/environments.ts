import { existsSync } from "node:fs";
import { parameterName } from "@ublog/app-update/src/targets.ts";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { nearest } from "@ublog/terminal/nearest";

/** Which environments there are, for somebody who named one that isn't in the world; undefined where it is. */
export function otherEnvironments(worldFile: string, args: readonly string[]): string | undefined {
  const named = environmentIn(args);
  if (named === undefined) return undefined;
  const there = environmentsIn(worldFile);
  if (there.some((environment) => parameterName(environment) === parameterName(named))) return undefined;
  if (there.length === 0)
    return "No environment is up in the sandbox. `npx -y pnpm@12 sandbox pulumi up --stack base` and `--stack alpha` bring alpha up.";
  const guess = nearest(named, there);
  const meant = guess === undefined ? "" : ` Did you mean ${guess}?`;
  return `The environments in the sandbox: ${there.join(", ")}.${meant}`;
}

/** What `--stack`, or `--env`, says, before the words of a command. */
function environmentIn(args: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const at = own.findIndex((arg) => /^(--(stack|env)(=|$)|-[es])/.test(arg));
  const [, value] = /^(?:--(?:stack|env)=|-[es]=?)(.+)$/.exec(own[at] ?? "") ?? [];
  return value ?? own[at + 1];
}

function environmentsIn(worldFile: string): string[] {
  if (!existsSync(worldFile)) return [];
  return inWorld(worldFile, (world) => world.resources("aws:ssm/parameter:Parameter"))
    .flatMap(({ state }) => /^\/django\/(.+)\/deploy-targets$/.exec(String(state.name))?.[1] ?? [])
    .sort();
}
