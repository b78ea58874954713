import { bytes } from "../../rules/bytes.ts";
import type { Rule } from "../../rules/rule.ts";
import { text } from "../../world/reading.ts";

const api = "https://docs.aws.amazon.com";

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  {
    name: "bucket-policy-size",
    source: `${api}/AmazonS3/latest/userguide/bucket-policies.html`,
    applies: { types: ["aws:s3/bucketPolicy:BucketPolicy"], on: ["create", "update"] },
    check: ({ inputs }) =>
      bytes(text(inputs.policy)) > 20_480
        ? {
            doing: `putting S3 Bucket (${inputs.bucket}) Policy`,
            answer: { service: "S3", operation: "PutBucketPolicy", code: "PolicyTooLarge" },
            message: "Policy exceeds the maximum allowed document size.",
          }
        : undefined,
  },
];
