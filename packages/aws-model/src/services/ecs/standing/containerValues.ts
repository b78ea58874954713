import type { Network } from "../../../network/network.ts";
import type { Launch } from "../../../rules/launch.ts";
import { parameterValue } from "../../../world/parameters.ts";
import { records, text } from "../../../world/reading.ts";
import { containersOf } from "../definition.ts";

/** What the containers get: the values of variables, and the whole of each secret that they get a part of. */
export function valuesOf(network: Network, { definition }: Launch): string[] {
  return containersOf(definition).flatMap(({ environment, secrets }) => [
    ...records(environment).map(({ value }) => text(value)),
    ...records(secrets).map(({ valueFrom }) => secretValue(network, text(valueFrom))),
  ]);
}

function secretValue(network: Network, source: string): string {
  const parts = source.split(":");
  if (parts[2] !== "secretsmanager") {
    const name = source.startsWith("arn:") ? `/${(parts[5] ?? "").split("/").slice(1).join("/")}` : source;
    const parameter = network
      .all("aws:ssm/parameter:Parameter")
      .find(({ state }) => state.name === name || `/${state.name}` === name);
    return parameterValue(parameter?.state ?? {});
  }
  const arn = parts.slice(0, 7).join(":");
  const versions = network
    .all("aws:secretsmanager/secretVersion:SecretVersion")
    .filter(({ state }) => state.secretId === arn || state.arn === arn);
  return text(versions.at(-1)?.state.secretString);
}
