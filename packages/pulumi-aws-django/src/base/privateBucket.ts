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
  forceDestroy: pulumi.Input<boolean>,
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
      // Keys of S3's own: CloudFront and the load balancer's logs need no grant on a key.
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    opts,
  );
  return { name, bucket };
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
