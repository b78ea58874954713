import type { Properties } from "../world/world.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";
import { cloudFrontHostedZone, hostedZone } from "./regions.ts";

const upper = (digits: string): string => digits.toUpperCase();

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
    bucketKeyEnabled: false,
    contentType: inputs.source === undefined ? "application/octet-stream" : "binary/octet-stream",
    etag: digits(32),
    kmsKeyId: "",
    serverSideEncryption: "AES256",
    storageClass: "STANDARD",
    versionId: "",
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

const edge = (kind: string, id: Recipe["id"]): Recipe => ({
  id,
  filled: (making) => ({
    arn: making.globalArn("cloudfront", `${kind}/${making.id}`),
    etag: etag(making),
  }),
  updated: (making) => ({ etag: etag(making) }),
});

const etag = (making: Making): string => `E${upper(making.digits(13))}`;
const edgeId = (making: Making): string => `E${upper(making.digits(13))}`;

export const storage: Recipes = {
  "aws:dynamodb/table:Table": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("dynamodb", `table/${making.id}`),
      readCapacity: 0,
      writeCapacity: 0,
      streamArn: "",
      streamLabel: "",
      streamViewType: "",
    }),
  },
  "aws:s3/bucket:Bucket": {
    id: ({ text, digits }) => text("bucket", `${text("bucketPrefix", "terraform-")}${digits(26)}`),
    filled: (making) => ({
      accelerationStatus: "",
      arn: `arn:aws:s3:::${making.id}`,
      bucket: making.id,
      bucketDomainName: `${making.id}.s3.amazonaws.com`,
      bucketPrefix: "",
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
  "aws:cloudfront/distribution:Distribution": {
    id: edgeId,
    filled: (making) => ({
      arn: making.globalArn("cloudfront", `distribution/${making.id}`),
      callerReference: `terraform-${making.digits(26)}`,
      continuousDeploymentPolicyId: "",
      domainName: `d${making.digits(13)}.cloudfront.net`,
      etag: etag(making),
      hostedZoneId: cloudFrontHostedZone,
      inProgressValidationBatches: 0,
      lastModifiedTime: making.world.now(),
      loggingV1Enabled: making.inputs.loggingConfig !== undefined,
      status: "Deployed",
      trustedKeyGroups: [{ enabled: false, items: [] }],
      trustedSigners: [{ enabled: false, items: [] }],
    }),
    updated: (making) => ({
      etag: etag(making),
      lastModifiedTime: making.world.now(),
    }),
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": edge("origin-access-control", edgeId),
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": {
    id: edgeId,
    filled: (making) => ({
      arn: making.globalArn("cloudfront", `origin-access-identity/${making.id}`),
      callerReference: `terraform-${making.digits(26)}`,
      cloudfrontAccessIdentityPath: `origin-access-identity/cloudfront/${making.id}`,
      etag: etag(making),
      iamArn: `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${making.id}`,
      s3CanonicalUserId: making.digits(96),
    }),
  },
  "aws:cloudfront/cachePolicy:CachePolicy": edge("cache-policy", ({ uuid }) => uuid()),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": edge("origin-request-policy", ({ uuid }) =>
    uuid(),
  ),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": edge("response-headers-policy", ({ uuid }) =>
    uuid(),
  ),
  "aws:cloudfront/function:Function": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.globalArn("cloudfront", `function/${making.id}`),
      etag: etag(making),
      liveStageEtag: making.inputs.publish === true ? etag(making) : "",
      status: making.inputs.publish === true ? "UNASSOCIATED" : "UNPUBLISHED",
    }),
    updated: (making) => ({ etag: etag(making), liveStageEtag: etag(making) }),
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": edge("key-value-store", ({ text }) => text("name")),
  "aws:cloudfront/publicKey:PublicKey": {
    id: (making) => `K${upper(making.digits(13))}`,
    filled: (making) => ({
      callerReference: `terraform-${making.digits(26)}`,
      etag: etag(making),
      namePrefix: "",
    }),
  },
  "aws:cloudfront/keyGroup:KeyGroup": {
    id: ({ uuid }) => uuid(),
    filled: (making) => ({ etag: etag(making) }),
  },
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": {
    id: ({ text }) => text("distributionId"),
  },
};
