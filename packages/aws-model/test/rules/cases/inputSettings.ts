import type { Properties } from "../../../src/world/world.ts";
import { leastInputs } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";

/** A value that the provider refuses, why, and one beside it; with the other inputs, where they matter. */
type Row = [
  rule: string,
  type: string,
  property: string,
  refused: string | number,
  message: string,
  accepted: string | number | undefined,
  more?: Properties,
];

const instance = "aws:rds/instance:Instance";
const group = "aws:elasticache/replicationGroup:ReplicationGroup";
const secret = "aws:secretsmanager/secret:Secret";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const vpc = "aws:ec2/vpc:Vpc";
const days = "0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653";

const version = (text: string): string =>
  `engine_version: ${text} is invalid. For Redis v6 or higher, use <major>.<minor>. For Redis v5 or lower, use <major>.<minor>.<patch>.\nengine_version: ${text} is invalid. For Valkey use <major>.<minor>.`;

const recovery = (window: number): string =>
  `expected recovery_window_in_days to be in the range (7 - 30), got ${window}\nexpected recovery_window_in_days to be one of [0], got ${window}`;

const conflict = "Conflicting configuration arguments:";
const valkey = { engine: "valkey" };

const rows: Row[] = [
  [
    "database-backup-window-shape",
    instance,
    "backupWindow",
    "3:00-4:00",
    '(3:00-4:00) must satisfy the format of "hh24:mi-hh24:mi"',
    "03:00-04:00",
  ],
  [
    "database-maintenance-window-shape",
    instance,
    "maintenanceWindow",
    "Sunday:03:00-Sunday:04:00",
    '(sunday:03:00-sunday:04:00) must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
    "Sun:03:00-Sun:04:00",
  ],
  [
    "database-backup-retention",
    instance,
    "backupRetentionPeriod",
    36,
    "expected backup_retention_period to be in the range (0 - 35), got 36",
    35,
  ],
  [
    "cache-snapshot-window-shape",
    group,
    "snapshotWindow",
    "24:00-01:00",
    '(24:00-01:00) must satisfy the format of "hh24:mi-hh24:mi"',
    "00:00-01:00",
  ],
  [
    "cache-maintenance-window-shape",
    group,
    "maintenanceWindow",
    "03:00-04:00",
    '(03:00-04:00) must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi"',
    "sun:05:00-sun:06:00",
  ],
  ["cache-engine-version-shape", group, "engineVersion", "8", version("8"), "8.1", valkey],
  ["cache-engine-version-shape", group, "engineVersion", "8.1.0", version("8.1.0"), "8.2", valkey],
  ["cache-engine-version-shape", group, "engineVersion", "7.x", version("7.x"), "6.x", { engine: "redis" }],
  [
    "cache-nodes-or-shards",
    group,
    "numCacheClusters",
    2,
    `${conflict} "num_cache_clusters": conflicts with replicas_per_node_group`,
    undefined,
    { replicasPerNodeGroup: 1 },
  ],
  [
    "cache-token-or-users",
    group,
    "authToken",
    "0123456789abcdef",
    `${conflict} "auth_token": conflicts with user_group_ids`,
    undefined,
    { transitEncryptionEnabled: true, userGroupIds: ["users"] },
  ],
  [
    "cache-snapshot-retention",
    group,
    "snapshotRetentionLimit",
    36,
    "expected snapshot_retention_limit to be at most (35), got 36",
    35,
  ],
  [
    "database-password-or-managed",
    instance,
    "password",
    "correct-horse",
    `${conflict} "password": conflicts with manage_master_user_password`,
    undefined,
    { manageMasterUserPassword: true },
  ],
  [
    "load-balancer-idle-timeout",
    "aws:lb/loadBalancer:LoadBalancer",
    "idleTimeout",
    4001,
    "expected idle_timeout to be in the range (1 - 4000), got 4001",
    4000,
    { name: "web", subnets: ["subnet-1"] },
  ],
  [
    "alarm-period",
    alarm,
    "period",
    45,
    "expected period to be one of [10 20 30], got 45\nexpected period to be divisible by 60, got: 45",
    120,
  ],
  ...[30, 60].map(
    (period): Row => [
      "alarm-period",
      alarm,
      "period",
      31,
      "expected period to be one of [10 20 30], got 31\nexpected period to be divisible by 60, got: 31",
      period,
    ],
  ),
  [
    "vpc-block",
    vpc,
    "cidrBlock",
    "10.0.0.0/8",
    'expected "cidr_block" to contain a network CIDR with between 16 and 28 significant bits, got: 8',
    "10.0.0.0/16",
  ],
  [
    "vpc-block",
    vpc,
    "cidrBlock",
    "10.0.0.1/16",
    "expected cidr_block to contain a valid network CIDR, expected 10.0.0.0/16, got 10.0.0.1/16",
    "10.0.0.0/28",
  ],
  [
    "vpc-block",
    vpc,
    "cidrBlock",
    "10.0.0.0",
    "expected cidr_block to contain a valid CIDR, got: 10.0.0.0 with err: invalid CIDR address: 10.0.0.0",
    "172.31.0.0/16",
  ],
  [
    "subnet-block",
    "aws:ec2/subnet:Subnet",
    "cidrBlock",
    "10.0.1.5/24",
    '"10.0.1.5/24" is not a valid IPv4 CIDR block; did you mean "10.0.1.0/24"?',
    "10.0.1.0/24",
  ],
  [
    "subnet-block",
    "aws:ec2/subnet:Subnet",
    "cidrBlock",
    "10.0.1/24",
    '"10.0.1/24" is not a valid CIDR block: invalid CIDR address: 10.0.1/24',
    "10.0.1.128/25",
  ],
  ["secret-recovery-window", secret, "recoveryWindowInDays", 6, recovery(6), 7],
  ["secret-recovery-window", secret, "recoveryWindowInDays", 31, recovery(31), 30],
  ["secret-recovery-window", secret, "recoveryWindowInDays", 1, recovery(1), 0],
  [
    "log-group-retention",
    "aws:cloudwatch/logGroup:LogGroup",
    "retentionInDays",
    10,
    `expected retention_in_days to be one of [${days}], got 10`,
    14,
  ],
  ...[0, 50_001].map(
    (priority): Row => [
      "listener-rule-priority",
      "aws:lb/listenerRule:ListenerRule",
      "priority",
      priority,
      `"priority" must be in the range 1-50000 for normal rule or 99999 for the default rule`,
      priority === 0 ? 1 : 50_000,
    ],
  ),
];

export const cases: RuleCase[] = rows.map(
  ([rule, type, property, refused, message, accepted, more = {}]): RuleCase => {
    const least = { ...leastInputs(type), ...(type === instance ? { instanceClass: "db.t4g.micro" } : {}) };
    return {
      rule,
      refused: ({ create }) => create(type, "x", { ...least, ...more, [property]: refused }),
      message: `${message}. Examine values at 'x.${property}'.`,
      accepted: ({ create }) =>
        create(type, "x", { ...least, ...more, ...(accepted === undefined ? {} : { [property]: accepted }) }),
    };
  },
);
