import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** A bucket, with settings of the given types, each with its other inputs. */
const bucket =
  (...settings: [type: string, inputs: Properties][]) =>
  ({ create }: AwsAccount) => {
    create("aws:s3/bucket:Bucket", "assets", { bucket: "assets" });
    for (const [type, inputs] of settings)
      create(`aws:s3/${type}`, "assets", { bucket: "assets", ...inputs });
  };

const block = (blockPublicPolicy: boolean): [string, Properties] => [
  "bucketPublicAccessBlock:BucketPublicAccessBlock",
  { blockPublicPolicy },
];

const policy = (statement: Properties): [string, Properties] => [
  "bucketPolicy:BucketPolicy",
  {
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::assets/*", ...statement },
      ],
    }),
  },
];

const rules = (days: number, storageClass: string): [string, Properties] => [
  "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  { rules: [{ id: "old", status: "Enabled", filter: {}, transitions: [{ days, storageClass }] }] },
];
const isPublic = said(
  "putting S3 Bucket (assets) Policy",
  ["S3", "PutBucketPolicy", "AccessDenied", 403],
  'User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::assets" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
);
const cloudFront = { Principal: { Service: "cloudfront.amazonaws.com" } };

export const cases: RuleCase[] = [
  {
    rule: "bucket-policy-public",
    refused: bucket(policy({ Principal: "*" })),
    message: isPublic,
    accepted: bucket(block(false), policy({ Principal: "*" })),
  },
  {
    rule: "bucket-policy-public",
    refused: bucket(block(true), policy({ Principal: { AWS: "*" } })),
    message: isPublic,
    accepted: bucket(block(true), policy(cloudFront)),
  },
  {
    rule: "bucket-policy-public",
    refused: bucket(block(true), policy({ Principal: "*" })),
    message: isPublic,
    accepted: bucket(
      block(true),
      policy({ Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
    ),
  },
  {
    rule: "bucket-transition-days",
    refused: bucket(rules(7, "STANDARD_IA")),
    message: said(
      "creating S3 Bucket (assets) Lifecycle Configuration",
      ["S3", "PutBucketLifecycleConfiguration", "InvalidArgument"],
      "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    ),
    accepted: bucket(rules(30, "STANDARD_IA")),
  },
  {
    rule: "bucket-transition-days",
    refused: bucket(rules(29, "ONEZONE_IA")),
    message: said(
      "creating S3 Bucket (assets) Lifecycle Configuration",
      ["S3", "PutBucketLifecycleConfiguration", "InvalidArgument"],
      "'Days' in Transition action must be greater than or equal to 30 for storageClass 'ONEZONE_IA'",
    ),
    accepted: bucket(rules(1, "GLACIER")),
  },
];
