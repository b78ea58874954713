import { parameterValue } from "@ublog/aws-model/src/world/parameters.ts";
import { record, text } from "@ublog/aws-model/src/world/reading.ts";
import type { Value, World } from "@ublog/aws-model/src/world/world.ts";

/**
 * The value that ECS reads for `valueFrom`: of a secret, `<arn>:<JSON key>:<stage>:<version>`, or of a parameter. Only the current version of
 * a secret is known here.
 */
export function secretValue(world: World, valueFrom: string): string {
  const parts = valueFrom.split(":");
  if (parts[2] !== "secretsmanager") return parameterNamed(world, valueFrom);
  const whole = secretString(world, parts.slice(0, 7).join(":"));
  const key = parts[7] ?? "";
  const value = key === "" ? whole : record(JSON.parse(whole) as Value)[key];
  if (value === undefined) throw new Error(`no key ${key} in the secret of ${valueFrom}`);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A secret's current value. */
export function secretString(world: World, arn: string): string {
  const versions = world
    .resources("aws:secretsmanager/secretVersion:SecretVersion")
    .filter(({ state }) => state.secretId === arn || state.arn === arn);
  const version = versions.at(-1);
  if (version === undefined) throw new Error(`no value of the secret ${arn}`);
  return text(version.state.secretString);
}

function parameterNamed(world: World, reference: string): string {
  const name = reference.startsWith("arn:") ? `/${reference.split("/").slice(1).join("/")}` : reference;
  const found = world
    .resources("aws:ssm/parameter:Parameter")
    .find(({ state }) => state.name === name || `/${state.name}` === name);
  if (found === undefined) throw new Error(`no parameter ${reference}`);
  return parameterValue(found.state);
}
