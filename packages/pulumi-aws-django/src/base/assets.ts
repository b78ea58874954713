import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { plainValue } from "../shared/inputs.ts";
import type { AssetsArgs } from "./args.ts";
import { type Cdn, makeCdn } from "./cdn.ts";
import type { BaseContext } from "./context.ts";
import { type DurabilityDefaults, protectedWith } from "./durability.ts";
import { has } from "./parts.ts";
import { makeBucketPolicy, makePrivateBucket } from "./privateBucket.ts";

/** Days that the parts of an upload that was never finished are kept. */
const BROKEN_UPLOAD_DAYS = 7;

/** Files that CloudFront never reads: those in a folder of this name, at any depth. */
export const PRIVATE_FOLDER = "private";

export interface Assets {
  bucket: aws.s3.Bucket;
  cdn: Cdn | undefined;
}

/** Whether Pulumi refuses to delete the files. Whoever has them deleted with the bucket means it. */
export function assetsProtected(
  { deletionProtection, forceDestroy }: AssetsArgs,
  defaults: DurabilityDefaults,
): pulumi.Input<boolean> {
  return deletionProtection ?? (defaults.deletionProtection && plainValue(forceDestroy) !== true);
}

/** The bucket for static files and uploads, and the distribution that browsers load them from. */
export function makeAssets(
  args: AssetsArgs,
  zoneId: pulumi.Input<string> | undefined,
  { base, defaults, kmsKeyArn, opts }: BaseContext,
): Assets {
  const name = `${base}-assets`;
  const held = protectedWith(assetsProtected(args, defaults), opts);
  const privateBucket = makePrivateBucket(
    name,
    {
      forceDestroy: args.forceDestroy ?? defaults.forceDestroy,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    },
    held,
  );
  const { bucket, name: bucketName } = privateBucket;
  const cdn = has("assets.cdn", { assets: args }) ? makeCdn(name, args, bucket, zoneId, held) : undefined;
  const publicPaths = args.cdn?.publicPaths ?? ["*/static/*", "*/media/*"];
  makeBucketPolicy(
    privateBucket,
    cdn === undefined ? [] : [denyCdn(bucket), allowCdn(bucket, cdn.distribution.arn, publicPaths)],
    held,
  );
  const versioning = new aws.s3.BucketVersioning(
    bucketName,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    held,
  );
  new aws.s3.BucketLifecycleConfiguration(
    bucketName,
    {
      bucket: bucket.bucket,
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: args.oldVersionRetentionDays ?? 30 },
          expiration: { expiredObjectDeleteMarker: true },
        },
        {
          id: "broken-uploads",
          status: "Enabled",
          filter: {},
          abortIncompleteMultipartUpload: { daysAfterInitiation: BROKEN_UPLOAD_DAYS },
        },
      ],
    },
    { ...held, dependsOn: [versioning] },
  );
  if (args.corsOrigins !== undefined && args.corsOrigins.length > 0) {
    new aws.s3.BucketCorsConfiguration(
      bucketName,
      {
        bucket: bucket.bucket,
        corsRules: [
          {
            allowedMethods: ["GET", "HEAD"],
            allowedOrigins: args.corsOrigins,
            allowedHeaders: ["*"],
            maxAgeSeconds: 3600,
          },
        ],
      },
      opts,
    );
  }
  return { bucket, cdn };
}

/** What an app keeps private stays so under any folder's name and whatever `publicPaths` says: a pattern's `*` fits slashes too. */
function denyCdn(bucket: aws.s3.Bucket): aws.iam.PolicyStatement {
  return {
    Sid: "DenyCloudFrontPrivate",
    Effect: "Deny",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:*",
    Resource: [`${PRIVATE_FOLDER}/*`, `*/${PRIVATE_FOLDER}/*`].map(
      (path) => pulumi.interpolate`${bucket.arn}/${path}`,
    ),
  };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
function allowCdn(
  bucket: aws.s3.Bucket,
  distributionArn: pulumi.Output<string>,
  paths: string[],
): aws.iam.PolicyStatement {
  return {
    Sid: "AllowCloudFront",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: paths.map((path) => pulumi.interpolate`${bucket.arn}/${path}`),
    Condition: { StringEquals: { "aws:SourceArn": distributionArn } },
  };
}
