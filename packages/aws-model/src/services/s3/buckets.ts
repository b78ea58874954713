import { account } from "../../facts/account.ts";
import { readPolicy } from "../../iam/policy.ts";
import type { Rule } from "../../rules/rule.ts";
import { bucketOf, settingOf } from "../../world/buckets.ts";
import { records, text } from "../../world/reading.ts";
import type { Value } from "../../world/world.ts";

const guide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

/** Whether the policy lets everybody do something unconditionally. */
const isPublic = (policy: Value | undefined): boolean =>
  readPolicy(policy).some(
    ({ effect, principals, conditions }) =>
      effect === "Allow" && conditions.length === 0 && principals?.includes("*") === true,
  );

/** Days that an object is kept before it moves to a class. */
const leastDays = 30;
const slowClasses = ["STANDARD_IA", "ONEZONE_IA"];

/** What buckets refuse by default since April 2023. Nothing is known about a bucket that the world does not have. */
export const bucketRules: readonly Rule[] = [
  {
    name: "bucket-policy-public",
    source: `${guide}/access-control-block-public-access.html`,
    applies: { types: ["aws:s3/bucketPolicy:BucketPolicy"], on: ["create", "update"] },
    check: ({ inputs, world }) => {
      const bucket = text(inputs.bucket);
      const block = settingOf(world, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket);
      const isBlocked = block === undefined || block.blockPublicPolicy === true;
      if (!bucketOf(world, bucket) || !isBlocked || !isPublic(inputs.policy)) return undefined;
      return {
        doing: `putting S3 Bucket (${bucket}) Policy`,
        answer: { service: "S3", operation: "PutBucketPolicy", status: 403, code: "AccessDenied" },
        message: `User: arn:aws:iam::${account}:user/sandbox is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      };
    },
  },
  {
    name: "bucket-transition-days",
    source: `${guide}/lifecycle-transition-general-considerations.html`,
    applies: {
      types: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
      on: ["create", "update"],
    },
    check: ({ action, inputs }) => {
      const early = records(inputs.rules)
        .flatMap(({ transitions }) => records(transitions))
        .find(
          ({ days, storageClass }) =>
            days !== undefined && Number(days) < leastDays && slowClasses.includes(text(storageClass)),
        );
      if (!early) return undefined;
      return {
        doing: `${action === "create" ? "creating" : "updating"} S3 Bucket (${inputs.bucket}) Lifecycle Configuration`,
        answer: { service: "S3", operation: "PutBucketLifecycleConfiguration", code: "InvalidArgument" },
        message: `'Days' in Transition action must be greater than or equal to ${leastDays} for storageClass '${early.storageClass}'`,
      };
    },
  },
];
