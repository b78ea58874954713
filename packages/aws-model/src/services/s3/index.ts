import { byUse, FREE } from "../../descriptor/price.ts";
import type { Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, ONE_CALL, PROVIDER, seconds } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { hostedZone } from "../../facts/regions.ts";
import { bucketNameRules } from "./bucketNames.ts";
import { bucketRules } from "./buckets.ts";
import { rules } from "./rules.ts";

/** A setting of a bucket is known by the bucket's name. */
const bucketSetting: Recipe = { id: ({ text }) => text("bucket") };

/** Buckets and their settings. */
export const s3: Service = {
  name: "S3",
  types: {
    "aws:s3/bucket:Bucket": {
      recipe: {
        id: ({ text, digits }) => text("bucket", `${text("bucketPrefix", "terraform-")}${digits(26)}`),
        filled: (making) => ({
          arn: `arn:aws:s3:::${making.id}`,
          bucket: making.id,
          bucketDomainName: `${making.id}.s3.amazonaws.com`,
          bucketRegion: making.region,
          bucketRegionalDomainName: `${making.id}.s3.${making.region}.amazonaws.com`,
          hostedZoneId: hostedZone("s3", making.region),
          objectLockEnabled: false,
          policy: "",
          requestPayer: "BucketOwner",
        }),
      },
      autoname: { property: "bucket", maxLength: 63, lowerCase: true },
      keptBlocks: [
        "corsRules",
        "grants",
        "lifecycleRules",
        "logging",
        "objectLockConfiguration",
        "replicationConfiguration",
        "serverSideEncryptionConfiguration",
        "versioning",
        "website",
      ],
      times: {
        create: seconds(2),
        update: seconds(1),
        delete: seconds(1),
        source: `${LOGS}: made in 2 s; deleting what is in it first takes as long as there is something.`,
      },
      price: byUse(`${prices.bucketStorageGbMonth.usd} USD a GB and month, and requests`),
    },
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
      recipe: bucketSetting,
      times: ONE_CALL,
      price: FREE,
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
      recipe: bucketSetting,
      times: ONE_CALL,
      price: FREE,
    },
    "aws:s3/bucketPolicy:BucketPolicy": {
      recipe: bucketSetting,
      times: {
        create: seconds(2, 1, 8),
        update: seconds(2),
        delete: seconds(1),
        source: `${LOGS}: made in 8 s in one; the provider tries again while the bucket or a principal isn't known everywhere.`,
      },
      price: FREE,
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
      recipe: bucketSetting,
      times: ONE_CALL,
      price: FREE,
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
      recipe: bucketSetting,
      times: ONE_CALL,
      price: FREE,
    },
    "aws:s3/bucketVersioning:BucketVersioning": {
      recipe: bucketSetting,
      times: {
        create: seconds(2),
        update: seconds(2),
        delete: seconds(1),
        source: `${LOGS}: made in 2 s.`,
      },
      price: FREE,
    },
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
      recipe: {
        ...bucketSetting,
        filled: () => ({
          expectedBucketOwner: "",
          transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
        }),
      },
      times: {
        create: seconds(30, 20, 60),
        update: seconds(30),
        delete: seconds(2),
        source: `The provider wants to read the same rules three times, 10 s apart (${PROVIDER}/s3/bucket_lifecycle_configuration.go).`,
      },
      price: FREE,
    },
  },
  rules: {
    change: { bucketNames: bucketNameRules, rules, buckets: bucketRules },
  },
};
