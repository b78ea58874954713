import type { Properties } from "../world/world.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";
import { hostedZone } from "./regions.ts";

/** A setting of a bucket is known by the bucket's name. */
const bucketSetting: Recipe = { id: ({ text }) => text("bucket") };
const namedBucketSetting: Recipe = {
  id: ({ text }) => `${text("bucket")}:${text("name")}`,
};

const objectRecipe: Recipe = {
  id: ({ text }) => `${text("bucket")}/${text("key")}`,
  filled: ({ id, inputs, digits }) => ({
    acl: "private",
    arn: `arn:aws:s3:::${id}`,
    contentType: inputs.source === undefined ? "application/octet-stream" : "binary/octet-stream",
    etag: digits(32),
    kmsKeyId: "",
    serverSideEncryption: "AES256",
    storageClass: "STANDARD",
  }),
  updated: ({ changed, digits }): Properties =>
    changed.has("content") || changed.has("source") || changed.has("contentBase64")
      ? { etag: digits(32) }
      : {},
  unsettled: { content: ["etag", "versionId"], source: ["etag", "versionId"] },
};

function website(making: Making): string {
  return `s3-website-${making.region}.amazonaws.com`;
}

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
  "aws:s3/bucketAcl:BucketAcl": {
    id: ({ text }) => [text("bucket"), text("acl")].filter((part) => part !== "").join(","),
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    ...bucketSetting,
    filled: () => ({
      expectedBucketOwner: "",
      transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    }),
  },
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": {
    ...bucketSetting,
    filled: (making) => ({
      websiteDomain: website(making),
      websiteEndpoint: `${making.text("bucket")}.${website(making)}`,
    }),
  },
  "aws:s3/bucketMetric:BucketMetric": namedBucketSetting,
  "aws:s3/inventory:Inventory": namedBucketSetting,
  "aws:s3/analyticsConfiguration:AnalyticsConfiguration": namedBucketSetting,
  "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": namedBucketSetting,
  "aws:s3/bucketObject:BucketObject": objectRecipe,
  "aws:s3/bucketObjectv2:BucketObjectv2": objectRecipe,
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": {
    id: ({ account }) => account,
    filled: ({ account }) => ({ accountId: account }),
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
