import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { autonameBase } from "../shared/names.ts";
import type { BaseContext } from "./context.ts";

/** A secret in Secrets Manager that has its value. */
export interface StoredSecret {
  arn: pulumi.Output<string>;
  name: pulumi.Output<string>;
}

/**
 * A password that is made once and never shown. Letters and digits only: RDS and ElastiCache refuse some punctuation,
 * and the rest would have to be escaped in URLs.
 */
export function makePassword(
  name: string,
  length: number,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  return new random.RandomPassword(name, { length, special: false }, opts).result;
}

/**
 * A secret with a JSON object as its value. Its version is never protected: another value replaces it. Its outputs are known
 * once the value is stored, so that nobody reads it too early.
 */
export function makeJsonSecret(
  name: string,
  description: string,
  value: Record<string, pulumi.Input<string | number>>,
  { defaults, kmsKeyArn }: BaseContext,
  opts: pulumi.CustomResourceOptions,
): StoredSecret {
  const secret = new aws.secretsmanager.Secret(
    autonameBase(name, 512),
    { description, recoveryWindowInDays: defaults.secretRecoveryDays, kmsKeyId: kmsKeyArn },
    opts,
  );
  const version = new aws.secretsmanager.SecretVersion(
    name,
    { secretId: secret.id, secretString: pulumi.jsonStringify(value) },
    { ...opts, protect: undefined },
  );
  const stored = <T>(output: pulumi.Output<T>) => pulumi.all([output, version.id]).apply(([v]) => v);
  return { arn: stored(secret.arn), name: stored(secret.name) };
}
