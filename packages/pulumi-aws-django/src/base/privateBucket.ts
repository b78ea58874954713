import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyJson } from "../shared/iam.ts";
import { autonameBase } from "../shared/names.ts";

/** A bucket that can be reached only through its policy: never public, never unencrypted. */
export interface PrivateBucket {
  /** Logical name of the bucket and of what belongs to it. */
  name: string;
  bucket: aws.s3.Bucket;
}

export function makePrivateBucket(
  partName: string,
  { forceDestroy, kmsKeyArn }: { forceDestroy: pulumi.Input<boolean>; kmsKeyArn?: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): PrivateBucket {
  const name = autonameBase(partName, 63);
  const bucket = new aws.s3.Bucket(name, { forceDestroy }, opts);
  new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new aws.s3.BucketOwnershipControls(
    name,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.bucket,
      rules: [encryption(kmsKeyArn)],
    },
    opts,
  );
  return { name, bucket };
}

/** Keys of S3's own unless there is one: CloudFront and the load balancer's logs need no right to them. */
function encryption(kmsKeyArn: pulumi.Input<string> | undefined) {
  if (kmsKeyArn === undefined) return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  // A key of the bucket's own saves most requests to KMS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    bucketKeyEnabled: true,
  };
}

/** The policy of the bucket: it refuses everything that isn't TLS, and allows what the statements say. */
export function makeBucketPolicy(
  { name, bucket }: PrivateBucket,
  statements: aws.iam.PolicyStatement[],
  opts: pulumi.CustomResourceOptions,
): aws.s3.BucketPolicy {
  return new aws.s3.BucketPolicy(
    name,
    { bucket: bucket.bucket, policy: policyJson([denyPlainHttp(bucket), ...statements]) },
    opts,
  );
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
function denyPlainHttp(bucket: aws.s3.Bucket): aws.iam.PolicyStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
