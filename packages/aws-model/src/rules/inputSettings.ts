import type { InputRule } from "./inputRule.ts";
import { asInputRule, fieldOf, type InputShape } from "./names/inputShape.ts";
import {
  anyBlock,
  anyOf,
  atMostNumber,
  networkBlock,
  oneOf,
  type Shape,
  unless,
  within,
} from "./names/shapes.ts";

const api = "https://docs.aws.amazon.com";
const rds = `${api}/AmazonRDS/latest/APIReference/API_CreateDBInstance.html`;
const cache = `${api}/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html`;

const instance = "aws:rds/instance:Instance";
const group = "aws:elasticache/replicationGroup:ReplicationGroup";

const time = "([01]\\d|2[0-3]):[0-5]\\d";
const dayAndTime = `(sun|mon|tue|wed|thu|fri|sat):${time}`;

const daily = unless(new RegExp(`^(${time}-${time})?$`), '(%s) must satisfy the format of "hh24:mi-hh24:mi"');

const weekly: Shape = (value, field) =>
  unless(
    new RegExp(`^(${dayAndTime}-${dayAndTime})?$`),
    '(%s) must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
  )(value.toLowerCase(), field);

const setting = (name: string, type: string, property: string, shape: Shape, source: string): InputShape => ({
  name,
  type,
  property,
  field: fieldIn(property),
  shapes: [shape],
  source,
});

/** The name of a property in the provider's own messages: `healthCheck.path` is in the first, and only, block of its kind. */
const fieldIn = (property: string): string => fieldOf(property.replaceAll(".", ".0."));

const targetGroup = "aws:lb/targetGroup:TargetGroup";
const healthChecks = `${api}/elasticloadbalancing/latest/application/target-group-health-checks.html`;

const settings: readonly InputShape[] = [
  setting("database-backup-window-shape", instance, "backupWindow", daily, rds),
  setting("database-maintenance-window-shape", instance, "maintenanceWindow", weekly, rds),
  setting("database-backup-retention", instance, "backupRetentionPeriod", within(0, 35), rds),
  setting("cache-snapshot-window-shape", group, "snapshotWindow", daily, cache),
  setting("cache-maintenance-window-shape", group, "maintenanceWindow", weekly, cache),
  setting("cache-snapshot-retention", group, "snapshotRetentionLimit", atMostNumber(35), cache),
  setting(
    "health-check-path",
    targetGroup,
    "healthCheck.path",
    (value, field) =>
      value.startsWith("/") ? undefined : `expected ${field} to have prefix /, got ${value}`,
    healthChecks,
  ),
  setting("health-check-interval", targetGroup, "healthCheck.interval", within(5, 300), healthChecks),
  setting("health-check-timeout", targetGroup, "healthCheck.timeout", within(2, 120), healthChecks),
  ...["healthyThreshold", "unhealthyThreshold"].map((threshold) =>
    setting(
      `health-check-${threshold === "healthyThreshold" ? "healthy" : "unhealthy"}-threshold`,
      targetGroup,
      `healthCheck.${threshold}`,
      within(2, 10),
      healthChecks,
    ),
  ),
  setting(
    "vpc-block",
    "aws:ec2/vpc:Vpc",
    "cidrBlock",
    networkBlock(16, 28),
    `${api}/vpc/latest/userguide/vpc-cidr-blocks.html`,
  ),
  setting(
    "subnet-block",
    "aws:ec2/subnet:Subnet",
    "cidrBlock",
    anyBlock("IPv4 CIDR block"),
    `${api}/vpc/latest/userguide/subnet-sizing.html`,
  ),
  setting(
    "load-balancer-idle-timeout",
    "aws:lb/loadBalancer:LoadBalancer",
    "idleTimeout",
    within(1, 4000),
    `${api}/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html`,
  ),
  setting(
    "alarm-period",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "period",
    anyOf(oneOf([10, 20, 30]), (value, field) =>
      Number(value) % 60 === 0 ? undefined : `expected ${field} to be divisible by 60, got: ${value}`,
    ),
    `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  ),
  setting(
    "secret-recovery-window",
    "aws:secretsmanager/secret:Secret",
    "recoveryWindowInDays",
    anyOf(within(7, 30), oneOf([0])),
    `${api}/secretsmanager/latest/apireference/API_DeleteSecret.html`,
  ),
  setting(
    "log-group-retention",
    "aws:cloudwatch/logGroup:LogGroup",
    "retentionInDays",
    oneOf([
      0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
      3653,
    ]),
    `${api}/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html`,
  ),
  setting(
    "listener-rule-priority",
    "aws:lb/listenerRule:ListenerRule",
    "priority",
    (value, field) =>
      (Number(value) >= 1 && Number(value) <= 50_000) || value === "99999"
        ? undefined
        : `"${field}" must be in the range 1-50000 for normal rule or 99999 for the default rule`,
    `${api}/elasticloadbalancing/latest/APIReference/API_CreateRule.html`,
  ),
];

/** A setting that another one shuts out. */
const conflict = (
  name: string,
  type: string,
  property: string,
  others: Record<string, string>,
  source: string,
): InputRule => ({
  name,
  source,
  type,
  property,
  problems: (_value, inputs) =>
    Object.entries(others)
      .filter(([other]) => inputs[other] !== undefined)
      .map(
        ([, other]) => `Conflicting configuration arguments: "${fieldOf(property)}": conflicts with ${other}`,
      ),
});

/** Numbers, choices and combinations that the provider itself knows. */
export const settingInputRules: readonly InputRule[] = [
  ...settings.map(asInputRule),
  conflict(
    "cache-nodes-or-shards",
    group,
    "numCacheClusters",
    { numNodeGroups: "num_node_groups", replicasPerNodeGroup: "replicas_per_node_group" },
    cache,
  ),
  conflict("cache-token-or-users", group, "authToken", { userGroupIds: "user_group_ids" }, cache),
  conflict(
    "database-password-or-managed",
    instance,
    "password",
    { manageMasterUserPassword: "manage_master_user_password" },
    rds,
  ),
];
