import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { AppContext } from "../context.ts";

/**
 * Days in which a deleted secret can be brought back. Its name has a random end, so that a new app of the same name doesn't wait
 * for them.
 */
const RECOVERY_DAYS = 7;

/** Makes Django's secret key: it stays the same for the life of the app, because sessions and signed links depend on it. */
export function makeSecretKey(context: AppContext): pulumi.Output<string> {
  const { app, opts } = context;
  const key = new random.RandomPassword(`${app}-django-secret-key`, { length: 50, special: false }, opts);
  return makeSecret("django-secret-key", key.result, context).arn;
}

/** Makes a secret for each value, and says what ECS reads it from: environment variable to ARN. */
export function makeSecrets(
  values: Record<string, pulumi.Input<string>>,
  context: AppContext,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(values).map(([variable, value]) => [variable, makeSecret(variable, value, context).arn]),
  );
}

/** A secret in Secrets Manager that has its value. */
export interface StoredSecret {
  arn: pulumi.Output<string>;
  name: pulumi.Output<string>;
}

/** A secret in Secrets Manager. Its ARN and name are known to all who wait for them only once the value is there. */
export function makeSecret(
  part: string,
  value: pulumi.Input<string>,
  { app, kmsKeyArn, opts }: AppContext,
): StoredSecret {
  const name = `${app}-${part}`;
  const secret = new aws.secretsmanager.Secret(
    name,
    { description: `${part} of ${app}`, recoveryWindowInDays: RECOVERY_DAYS, kmsKeyId: kmsKeyArn },
    opts,
  );
  const version = new aws.secretsmanager.SecretVersion(
    name,
    { secretId: secret.id, secretString: pulumi.secret(value) },
    opts,
  );
  return {
    arn: version.secretArn,
    name: pulumi.all([secret.name, version.id]).apply(([stored]) => stored),
  };
}
