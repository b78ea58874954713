import { asInputRule, fieldOf, type InputShape } from "./names/inputShape.ts";
import { oneOf, type Shape } from "./names/shapes.ts";

const api = "https://docs.aws.amazon.com";

/** The words that a property may have, as the provider lists them. It names a nested one by the last step of its path. */
const choice = (
  name: string,
  type: string,
  property: string,
  page: string,
  values: readonly string[],
): InputShape => ({
  name,
  source: `${api}/${page}.html`,
  type,
  property,
  field: fieldOf(property.split(".").at(-1) ?? property),
  shapes: [oneOf(values)],
});

const distribution = "aws:cloudfront/distribution:Distribution";
const control = "aws:cloudfront/originAccessControl:OriginAccessControl";
const definition = "aws:ecs/taskDefinition:TaskDefinition";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Choices that the provider knows, and that a slip of the pen misses. */
const choices: readonly InputShape[] = [
  choice(
    "task-network-mode",
    definition,
    "networkMode",
    "AmazonECS/latest/APIReference/API_RegisterTaskDefinition",
    ["bridge", "host", "awsvpc", "none"],
  ),
  choice(
    "task-cpu-architecture",
    definition,
    "runtimePlatform.cpuArchitecture",
    "AmazonECS/latest/APIReference/API_RuntimePlatform",
    ["X86_64", "ARM64"],
  ),
  choice(
    "load-balancer-type",
    "aws:lb/loadBalancer:LoadBalancer",
    "loadBalancerType",
    "elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer",
    ["application", "network", "gateway"],
  ),
  choice(
    "target-type",
    "aws:lb/targetGroup:TargetGroup",
    "targetType",
    "elasticloadbalancing/latest/APIReference/API_CreateTargetGroup",
    ["instance", "ip", "lambda", "alb"],
  ),
  choice(
    "distribution-price-class",
    distribution,
    "priceClass",
    "cloudfront/latest/APIReference/API_DistributionConfig",
    ["PriceClass_100", "PriceClass_200", "PriceClass_All", "None"],
  ),
  choice(
    "distribution-default-viewer-policy",
    distribution,
    "defaultCacheBehavior.viewerProtocolPolicy",
    "cloudfront/latest/APIReference/API_DefaultCacheBehavior",
    ["allow-all", "https-only", "redirect-to-https"],
  ),
  choice(
    "distribution-geo-restriction",
    distribution,
    "restrictions.geoRestriction.restrictionType",
    "cloudfront/latest/APIReference/API_GeoRestriction",
    ["blacklist", "whitelist", "none"],
  ),
  choice(
    "origin-access-control-signing",
    control,
    "signingBehavior",
    "cloudfront/latest/APIReference/API_OriginAccessControlConfig",
    ["never", "always", "no-override"],
  ),
  choice(
    "ssm-parameter-type",
    "aws:ssm/parameter:Parameter",
    "type",
    "systems-manager/latest/APIReference/API_PutParameter",
    ["String", "StringList", "SecureString"],
  ),
  choice(
    "ssm-parameter-tier",
    "aws:ssm/parameter:Parameter",
    "tier",
    "systems-manager/latest/APIReference/API_PutParameter",
    ["Standard", "Advanced", "Intelligent-Tiering"],
  ),
  choice(
    "alarm-comparison",
    alarm,
    "comparisonOperator",
    "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm",
    [
      "GreaterThanOrEqualToThreshold",
      "GreaterThanThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
      "LessThanLowerOrGreaterThanUpperThreshold",
      "LessThanLowerThreshold",
      "GreaterThanUpperThreshold",
    ],
  ),
  choice("alarm-statistic", alarm, "statistic", "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm", [
    "SampleCount",
    "Average",
    "Sum",
    "Minimum",
    "Maximum",
  ]),
  choice(
    "alarm-missing-data",
    alarm,
    "treatMissingData",
    "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm",
    ["breaching", "notBreaching", "ignore", "missing"],
  ),
  choice(
    "cache-engine",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "engine",
    "AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup",
    ["redis", "valkey"],
  ),
];

/** Why the provider does not take a text for an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function notArn(value: string): string | undefined {
  if (value === "") return undefined;
  if (!value.startsWith("arn:")) return "arn: invalid prefix";
  const [, partition = "", , region = "", account = "", ...resource] = value.split(":");
  if (resource.length === 0) return "arn: not enough sections";
  if (partition === "") return "missing partition value";
  const expecting = (what: string, pattern: string) =>
    `invalid ${what} value (expecting to match regular expression: ${pattern})`;
  if (!/^aws(-[a-z]+)*$/.test(partition)) return expecting("partition", "^aws(-[a-z]+)*$");
  if (region !== "" && !/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region))
    return expecting("region", "^[a-z]{2}(-[a-z]+)+-\\d{1,2}$");
  if (account !== "" && !/^(aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10})$/.test(account))
    return expecting("account ID", "^(aws|aws-managed|third-party|aws-marketplace|\\d{12}|cw.{10})$");
  return resource.join(":") === "" ? "missing resource value" : undefined;
}

const isArn: Shape = (value, field) => {
  const why = notArn(value);
  return why === undefined ? undefined : `"${field}" (${value}) is an invalid ARN: ${why}`;
};

/** A property that the provider wants an ARN in. */
const arn = (name: string, type: string, property: string): InputShape => ({
  name,
  source: `${api}/IAM/latest/UserGuide/reference-arns.html`,
  type,
  property,
  field: fieldOf(property),
  shapes: [isArn],
});

/** Names and ids in the place of ARNs. */
const arns: readonly InputShape[] = [
  arn("task-execution-role-arn", definition, "executionRoleArn"),
  arn("task-role-arn", definition, "taskRoleArn"),
  arn("policy-attachment-arn", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"),
  arn("listener-certificate-arn", "aws:lb/listener:Listener", "certificateArn"),
  arn("database-key-arn", "aws:rds/instance:Instance", "kmsKeyId"),
];

export const choiceRules = [...choices, ...arns].map(asInputRule);
