import { hostedZone } from "../facts/regions.ts";
import type { Recipe, Recipes } from "./recipe.ts";

/** A setting of a bucket is known by the bucket's name. */
const bucketSetting: Recipe = { id: ({ text }) => text("bucket") };

const recipes: Recipes = {
  "aws:s3/bucket:Bucket": {
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
  ...Object.fromEntries(
    [
      "bucketAccelerateConfiguration:BucketAccelerateConfiguration",
      "bucketCorsConfiguration:BucketCorsConfiguration",
      "bucketLogging:BucketLogging",
      "bucketNotification:BucketNotification",
      "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      "bucketOwnershipControls:BucketOwnershipControls",
      "bucketPolicy:BucketPolicy",
      "bucketPublicAccessBlock:BucketPublicAccessBlock",
      "bucketReplicationConfig:BucketReplicationConfig",
      "bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration",
      "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "bucketVersioning:BucketVersioning",
    ].map((name) => [`aws:s3/${name}`, bucketSetting]),
  ),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    ...bucketSetting,
    filled: () => ({
      expectedBucketOwner: "",
      transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    }),
  },
};

/** Types that are there a second time, under their former names. */
const withFormerNames = [
  "Bucket",
  "BucketAccelerateConfiguration",
  "BucketAcl",
  "BucketCorsConfiguration",
  "BucketLifecycleConfiguration",
  "BucketLogging",
  "BucketObjectLockConfiguration",
  "BucketRequestPaymentConfiguration",
  "BucketServerSideEncryptionConfiguration",
  "BucketVersioning",
  "BucketWebsiteConfiguration",
];

const token = (name: string): string => `aws:s3/${name.replace("B", "b")}:${name}`;

export const s3: Recipes = {
  ...recipes,
  ...Object.fromEntries(
    withFormerNames.flatMap((name) => {
      const recipe = recipes[token(name)];
      return recipe ? [[token(`${name}V2`), recipe]] : [];
    }),
  ),
};
