import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { StateStore } from "./bootstrapPolicies.ts";
import { document } from "./bootstrapStatements.ts";

/** What can't be made again, or locks the workflows out when it is gone: Pulumi refuses to delete it. */
export const keep = { protect: true };

/** For how many days an overwritten state can be brought back. */
const OLD_STATE_DAYS = 90;

/** A private, versioned bucket for Pulumi's state, and the key that encrypts it and the secrets in it (1 USD a month). */
export function makeStateStore(project: string, bucketName: string) {
  const name = `${project}-pulumi-state`;
  const alias = `alias/${project}-pulumi`;
  const key = new aws.kms.Key(
    name,
    { description: `Pulumi state of ${project}`, enableKeyRotation: true },
    keep,
  );
  new aws.kms.Alias(name, { name: alias, targetKeyId: key.keyId }, keep);
  const bucket = new aws.s3.Bucket(name, { bucket: bucketName }, keep);
  new aws.s3.BucketVersioning(
    name,
    {
      bucket: bucket.bucket,
      versioningConfiguration: { status: "Enabled" },
    },
    keep,
  );
  new aws.s3.BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.bucket,
      rules: [
        {
          id: "old-state",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: OLD_STATE_DAYS },
        },
      ],
    },
    keep,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    },
    keep,
  );
  new aws.s3.BucketOwnershipControls(
    name,
    {
      bucket: bucket.bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    },
    keep,
  );
  const closed = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    keep,
  );
  new aws.s3.BucketPolicy(
    name,
    {
      bucket: bucket.bucket,
      policy: document(
        bucket.arn.apply((arn) => [
          {
            Sid: "EncryptedConnectionsOnly",
            Effect: "Deny" as const,
            Principal: "*",
            Action: "s3:*",
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      ),
    },
    { ...keep, dependsOn: closed },
  );
  const store: pulumi.Output<StateStore> = pulumi.output({ bucketArn: bucket.arn, keyArn: key.arn });
  const { region } = aws.getRegionOutput();
  return {
    store,
    backendUrl: pulumi.interpolate`s3://${bucket.bucket}?region=${region}&awssdk=v2`,
    secretsProvider: pulumi.interpolate`awskms://${alias}?region=${region}`,
  };
}
