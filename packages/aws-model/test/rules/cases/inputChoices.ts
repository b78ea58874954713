import type { Properties } from "../../../src/world/world.ts";
import { leastInputs } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";

const distribution = "aws:cloudfront/distribution:Distribution";
const definition = "aws:ecs/taskDefinition:TaskDefinition";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const targetGroup = "aws:lb/targetGroup:TargetGroup";
const parameter = "aws:ssm/parameter:Parameter";
const balancer = "aws:lb/loadBalancer:LoadBalancer";

const words = (...allowed: string[]): string => `[${allowed.map((word) => `"${word}"`).join(" ")}]`;
const oneOf = (field: string, allowed: string, got: string): string =>
  `expected ${field} to be one of ${allowed}, got ${got}`;

/** A type, where in it a word goes, one that is refused, why, and one that is not. */
type Row = [
  rule: string,
  type: string,
  property: string,
  wrong: string | number,
  message: string,
  right: string | number,
];

const rows: Row[] = [
  [
    "task-network-mode",
    definition,
    "networkMode",
    "vpc",
    oneOf("network_mode", words("bridge", "host", "awsvpc", "none"), "vpc"),
    "awsvpc",
  ],
  [
    "task-cpu-architecture",
    definition,
    "runtimePlatform.cpuArchitecture",
    "arm64",
    oneOf("cpu_architecture", words("X86_64", "ARM64"), "arm64"),
    "ARM64",
  ],
  [
    "load-balancer-type",
    balancer,
    "loadBalancerType",
    "alb",
    oneOf("load_balancer_type", words("application", "network", "gateway"), "alb"),
    "application",
  ],
  [
    "target-type",
    targetGroup,
    "targetType",
    "IP",
    oneOf("target_type", words("instance", "ip", "lambda", "alb"), "IP"),
    "ip",
  ],
  [
    "distribution-price-class",
    distribution,
    "priceClass",
    "PriceClass100",
    oneOf(
      "price_class",
      words("PriceClass_100", "PriceClass_200", "PriceClass_All", "None"),
      "PriceClass100",
    ),
    "PriceClass_100",
  ],
  [
    "distribution-default-viewer-policy",
    distribution,
    "defaultCacheBehavior.viewerProtocolPolicy",
    "redirect",
    oneOf("viewer_protocol_policy", words("allow-all", "https-only", "redirect-to-https"), "redirect"),
    "redirect-to-https",
  ],
  [
    "distribution-geo-restriction",
    distribution,
    "restrictions.geoRestriction.restrictionType",
    "allow",
    oneOf("restriction_type", words("blacklist", "whitelist", "none"), "allow"),
    "none",
  ],
  [
    "origin-access-control-signing",
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "signingBehavior",
    "Always",
    oneOf("signing_behavior", words("never", "always", "no-override"), "Always"),
    "always",
  ],
  [
    "ssm-parameter-type",
    parameter,
    "type",
    "Secure",
    oneOf("type", words("String", "StringList", "SecureString"), "Secure"),
    "SecureString",
  ],
  [
    "ssm-parameter-tier",
    parameter,
    "tier",
    "standard",
    oneOf("tier", words("Standard", "Advanced", "Intelligent-Tiering"), "standard"),
    "Standard",
  ],
  [
    "alarm-comparison",
    alarm,
    "comparisonOperator",
    ">",
    oneOf(
      "comparison_operator",
      words(
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "LessThanThreshold",
        "LessThanOrEqualToThreshold",
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
      ),
      ">",
    ),
    "GreaterThanThreshold",
  ],
  [
    "alarm-statistic",
    alarm,
    "statistic",
    "Avg",
    oneOf("statistic", words("SampleCount", "Average", "Sum", "Minimum", "Maximum"), "Avg"),
    "Average",
  ],
  [
    "alarm-missing-data",
    alarm,
    "treatMissingData",
    "notbreaching",
    oneOf("treat_missing_data", words("breaching", "notBreaching", "ignore", "missing"), "notbreaching"),
    "notBreaching",
  ],
  [
    "cache-engine",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "engine",
    "memcached",
    oneOf("engine", words("redis", "valkey"), "memcached"),
    "valkey",
  ],
  [
    "health-check-path",
    targetGroup,
    "healthCheck.path",
    "healthz",
    "expected health_check.0.path to have prefix /, got healthz",
    "/healthz",
  ],
  [
    "health-check-interval",
    targetGroup,
    "healthCheck.interval",
    4,
    "expected health_check.0.interval to be in the range (5 - 300), got 4",
    10,
  ],
  [
    "health-check-timeout",
    targetGroup,
    "healthCheck.timeout",
    1,
    "expected health_check.0.timeout to be in the range (2 - 120), got 1",
    2,
  ],
  ...["healthy", "unhealthy"].map(
    (kind): Row => [
      `health-check-${kind}-threshold`,
      targetGroup,
      `healthCheck.${kind}Threshold`,
      1,
      `expected health_check.0.${kind}_threshold to be in the range (2 - 10), got 1`,
      2,
    ],
  ),
  ...[
    ["task-execution-role-arn", definition, "executionRoleArn"],
    ["task-role-arn", definition, "taskRoleArn"],
    ["policy-attachment-arn", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
    ["listener-certificate-arn", "aws:lb/listener:Listener", "certificateArn"],
    ["database-key-arn", "aws:rds/instance:Instance", "kmsKeyId"],
  ].map(([rule = "", type = "", property = ""]): Row => {
    const field = property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [
      rule,
      type,
      property,
      "main",
      `"${field}" (main) is an invalid ARN: arn: invalid prefix`,
      "arn:aws:iam::123456789012:thing/main",
    ];
  }),
  ...(
    [
      ["arn:aws:iam::1", "arn: not enough sections"],
      ["arn::iam::123456789012:role/a", "missing partition value"],
      [
        "arn:azure:iam::123456789012:role/a",
        "invalid partition value (expecting to match regular expression: ^aws(-[a-z]+)*$)",
      ],
      [
        "arn:aws:iam:home:123456789012:role/a",
        "invalid region value (expecting to match regular expression: ^[a-z]{2}(-[a-z]+)+-\\d{1,2}$)",
      ],
      [
        "arn:aws:iam::12:role/a",
        "invalid account ID value (expecting to match regular expression: ^(aws|aws-managed|third-party|aws-marketplace|\\d{12}|cw.{10})$)",
      ],
      ["arn:aws:iam::123456789012:", "missing resource value"],
    ] as const
  ).map(
    ([wrong, why]): Row => [
      "task-role-arn",
      definition,
      "taskRoleArn",
      wrong,
      `"task_role_arn" (${wrong}) is an invalid ARN: ${why}`,
      "",
    ],
  ),
];

/** The inputs with a value at the end of a path. */
function withValue(inputs: Properties, path: string[], value: string | number): Properties {
  const [step = "", ...rest] = path;
  const below = (inputs[step] ?? {}) as Properties;
  return { ...inputs, [step]: rest.length === 0 ? value : withValue(below, rest, value) };
}

const more: Record<string, Properties> = {
  [balancer]: { name: "web", subnets: ["subnet-1"] },
  "aws:rds/instance:Instance": { instanceClass: "db.t4g.micro", monitoringInterval: 60 },
};

export const cases: RuleCase[] = [
  ...rows.map(([rule, type, property, wrong, message, right]): RuleCase => {
    const inputs = { ...leastInputs(type), ...more[type] };
    const path = property.split(".");
    return {
      rule,
      refused: ({ create }) => create(type, "x", withValue(inputs, path, wrong)),
      message: `${message}. Examine values at 'x.${property}'.`,
      accepted: ({ create }) => create(type, "x", withValue(inputs, path, right)),
    };
  }),
];
