import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../shared/iam.ts";
import type { LoadBalancerArgs } from "./args.ts";
import type { BaseContext } from "./context.ts";
import { protectedWith, protectionOf } from "./durability.ts";
import { makeBucketPolicy, makePrivateBucket } from "./privateBucket.ts";

/** The bucket that the load balancer writes a line for each request to. */
export interface AccessLogs {
  bucket: aws.s3.Bucket;
  /** What lets the load balancer write: AWS tries that before it accepts the bucket. */
  policy: aws.s3.BucketPolicy;
}

export function makeAccessLogs(
  args: LoadBalancerArgs,
  { base, region, accountId, defaults, ...context }: BaseContext,
): AccessLogs {
  const opts = protectedWith(protectionOf(args, defaults), context.opts);
  // AWS writes the logs with no other keys than S3's own:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  const logs = makePrivateBucket(`${base}-alb-logs`, { forceDestroy: defaults.forceDestroy }, opts);
  const { bucket } = logs;
  const partition = partitionOf(bucket.arn);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  const allowDelivery: aws.iam.PolicyStatement = {
    Sid: "AllowLogDelivery",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: pulumi.interpolate`${bucket.arn}/AWSLogs/${accountId}/*`,
    Condition: {
      ArnLike: {
        "aws:SourceArn": pulumi.interpolate`arn:${partition}:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`,
      },
    },
  };
  const policy = makeBucketPolicy(logs, [allowDelivery], opts);
  new aws.s3.BucketLifecycleConfiguration(
    logs.name,
    {
      bucket: bucket.bucket,
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: {},
          expiration: { days: args.accessLogs?.retentionDays ?? 90 },
        },
      ],
    },
    opts,
  );
  return { bucket, policy };
}
