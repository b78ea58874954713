import { account } from "../../facts/account.ts";
import { permits } from "../../iam/evaluate.ts";
import { readPolicy } from "../../iam/policy.ts";
import type { Change, Rule } from "../../rules/rule.ts";
import { bucketOf, policyOf, settingOf } from "../../world/buckets.ts";
import { record, records, text } from "../../world/reading.ts";

/** The service, or in older policies AWS's own account of the region. */
const isDelivery = (principal: string): boolean =>
  principal === "Service logdelivery.elasticloadbalancing.amazonaws.com" ||
  (/^AWS (arn:aws:iam::)?\d{12}(:root)?$/.test(principal) && !principal.includes(account));

/**
 * Another service writes the logs of network load balancers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
 */
const isVendedDelivery = (principal: string): boolean => principal === "Service delivery.logs.amazonaws.com";

/** Elastic Load Balancing writes a test file before it accepts the bucket. */
function mayWrite({ id, inputs, region, world }: Change, bucket: string, prefix: string): boolean {
  const isNetwork = inputs.loadBalancerType === "network";
  const source = isNetwork
    ? `arn:aws:logs:${region}:${account}:delivery-source:${inputs.name}`
    : (id ??
      `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${inputs.name}/0000000000000000`);
  const folder = prefix === "" ? "" : `${prefix}/`;
  return permits(readPolicy(policyOf(world, bucket)), isNetwork ? isVendedDelivery : isDelivery, {
    action: "s3:PutObject",
    resource: `arn:aws:s3:::${bucket}/${folder}AWSLogs/${account}/ELBAccessLogTestFile`,
    context: {
      "aws:sourcearn": source,
      "aws:sourceaccount": account,
      "s3:x-amz-acl": "bucket-owner-full-control",
    },
  });
}

/** Whether a bucket encrypts with a key of KMS, which the delivery of an application load balancer's logs can't use. */
const hasKey = ({ inputs, world }: Change, bucket: string): boolean => {
  const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  return (
    inputs.loadBalancerType !== "network" &&
    records(settingOf(world, type, bucket)?.rules).some(({ applyServerSideEncryptionByDefault: by }) =>
      text(record(by).sseAlgorithm).startsWith("aws:kms"),
    )
  );
};

/** Logs go to a bucket that lets them in. Nothing is known about a bucket that the world does not have. */
const logsRule = (
  name: string,
  section: string,
  isFine: (change: Change, bucket: string, prefix: string) => boolean,
): Rule => ({
  name,
  source: `https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html${section}`,
  applies: { types: ["aws:lb/loadBalancer:LoadBalancer"], on: ["create", "update"] },
  check: (change) => {
    const { id, inputs, state, world } = change;
    const logs = record(inputs.accessLogs);
    const bucket = text(logs.bucket);
    const isAsked = JSON.stringify(inputs.accessLogs) !== JSON.stringify(state.accessLogs);
    if (logs.enabled !== true || !isAsked || !bucketOf(world, bucket)) return undefined;
    if (isFine(change, bucket, text(logs.prefix))) return undefined;
    return {
      doing: `modifying ELBv2 Load Balancer (${id ?? inputs.name}) attributes`,
      answer: {
        service: "Elastic Load Balancing v2",
        operation: "ModifyLoadBalancerAttributes",
        code: "InvalidConfigurationRequest",
      },
      message: `Access Denied for bucket: ${bucket}. Please check S3bucket permission`,
    };
  },
});

export const accessLogRules: readonly Rule[] = [
  logsRule("access-logs-bucket-policy", "", mayWrite),
  logsRule(
    "access-logs-bucket-encryption",
    "#access-log-create-bucket",
    (change, bucket) => !hasKey(change, bucket),
  ),
];
