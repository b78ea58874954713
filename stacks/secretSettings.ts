import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "pulumi-aws-django";

/** The setting whose values are secrets: all others can be read in the AWS console or in a container's environment. */
const SECRETS = "secretValues";

interface GivenSettings {
  project: string;
  stack: string;
  /** Values by full key. */
  values: Readonly<Record<string, string>>;
  /** Full keys that hold a secret. */
  secretKeys: readonly string[];
}

/** Secrets in settings that anybody can read, and values in the clear in the setting for secrets. */
export function problemsOfSecrets({ project, stack, values, secretKeys }: GivenSettings): Problem[] {
  const key = `${project}:${SECRETS}`;
  const set = `pulumi config set --secret --path '${key}.NAME' --stack ${stack}`;
  const misplaced = secretKeys
    .filter((secret) => secret.startsWith(`${project}:`) && secret !== key)
    .map((path) => ({
      path,
      reason: `holds a secret, which would be readable there. Write it into ${SECRETS}: ${set}`,
    }));
  if (values[key] === undefined || secretKeys.includes(key)) return misplaced;
  return [
    ...misplaced,
    { path: key, reason: `is not encrypted. Take it out of the file and set each value with: ${set}` },
  ];
}

/** The arguments, with these values as secrets. */
export function withSecrets(args: Record<string, unknown>): Record<string, unknown> {
  const given = args[SECRETS] as Record<string, string> | undefined;
  if (given === undefined) return args;
  const secrets = Object.entries(given).map(([name, value]) => [name, pulumi.secret(value)]);
  return { ...args, [SECRETS]: Object.fromEntries(secrets) };
}
