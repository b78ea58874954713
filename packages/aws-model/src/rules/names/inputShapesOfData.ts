import type { InputShape } from "./inputShape.ts";
import { anyOf, atMost, between, matches, matchesNot, type Shape, unless, when } from "./shapes.ts";

const api = "https://docs.aws.amazon.com";

const rds = `${api}/AmazonRDS/latest/APIReference`;

/** Identifiers of databases. */
const identifier: readonly Shape[] = [
  unless(/^[0-9a-z-]+$/, "only lowercase alphanumeric characters and hyphens allowed in %q"),
  unless(/^[a-z]/, "first character of %q must be a letter"),
  when(/--/, "%q cannot contain two consecutive hyphens"),
  when(/-$/, "%q cannot end with a hyphen"),
];

const parameterGroup: readonly Shape[] = [
  unless(
    /^[0-9a-z.-]+$/,
    "only lowercase alphanumeric characters, periods, and hyphens allowed in parameter group %q",
  ),
  unless(/^[a-z]/, "first character of parameter group %q must be a letter"),
  when(/--/, "parameter group %q cannot contain two consecutive hyphens"),
  when(/-$/, "parameter group %q cannot end with a hyphen"),
  atMost(255, "parameter group %q cannot be greater than 255 characters"),
];

const scheduler = (kind: string, thing: string, operation: string): InputShape => ({
  name: `${thing}-name-shape`,
  type: `aws:scheduler/${kind}`,
  property: "name",
  shapes: [
    between(1, 64),
    matches(/^[0-9A-Za-z_.-]+$/, "The name must consist of alphanumerics, hyphens, and underscores."),
  ],
  source: `${api}/scheduler/latest/APIReference/API_${operation}.html`,
});

const events = (kind: string, thing: string, property: string, operation: string): InputShape => ({
  name: `${thing}-shape`,
  type: `aws:cloudwatch/${kind}`,
  property,
  field: property === "name" ? "name" : "target_id",
  shapes: [
    atMost(64, "%q cannot be longer than 64 characters: %v"),
    unless(/^[0-9A-Za-z_.-]+$/, '%q doesn\'t comply with restrictions ("^[0-9A-Za-z_.-]+$"): %v'),
  ],
  source: `${api}/eventbridge/latest/APIReference/API_${operation}.html`,
});

/** Names of the snapshots that the last state of a database is kept in. */
const finalSnapshot = (name: string, type: string, shapes: readonly Shape[], page: string): InputShape => ({
  name,
  type,
  property: "finalSnapshotIdentifier",
  field: "final_snapshot_identifier",
  shapes,
  source: `${rds}/${page}`,
});

/** Of what keeps data, and of what watches and schedules. */
export const inputShapesOfData: readonly InputShape[] = [
  {
    name: "db-instance-identifier-shape",
    type: "aws:rds/instance:Instance",
    property: "identifier",
    shapes: identifier,
    source: `${rds}/API_CreateDBInstance.html`,
  },
  finalSnapshot(
    "db-final-snapshot-identifier-shape",
    "aws:rds/instance:Instance",
    [
      matches(/^[A-Za-z]/, "must begin with alphabetic character"),
      matches(/^[0-9A-Za-z-]+$/, "must only contain alphanumeric characters and hyphens"),
      matchesNot(/--/, "cannot contain two consecutive hyphens"),
      matchesNot(/-$/, "cannot end in a hyphen"),
    ],
    "API_DeleteDBInstance.html",
  ),
  finalSnapshot(
    "db-cluster-final-snapshot-identifier-shape",
    "aws:rds/cluster:Cluster",
    [
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q"),
      when(/--/, "%q cannot contain two consecutive hyphens"),
      when(/-$/, "%q cannot end in a hyphen"),
    ],
    "API_DeleteDBCluster.html",
  ),
  {
    name: "db-subnet-group-name-shape",
    type: "aws:rds/subnetGroup:SubnetGroup",
    property: "name",
    shapes: [
      unless(
        /^[0-9a-z_ .-]+$/,
        "only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in %q",
      ),
      atMost(255, "%q cannot be longer than 255 characters"),
      when(/^default$/i, '"Default" is not allowed as %q'),
    ],
    source: `${rds}/API_CreateDBSubnetGroup.html`,
  },
  {
    name: "db-parameter-group-name-shape",
    type: "aws:rds/parameterGroup:ParameterGroup",
    property: "name",
    shapes: parameterGroup,
    source: `${rds}/API_CreateDBParameterGroup.html`,
  },
  {
    name: "replication-group-id-shape",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    property: "replicationGroupId",
    field: "replication_group_id",
    shapes: [
      between(1, 40),
      matches(/^[0-9A-Za-z-]+$/, "must contain only alphanumeric characters and hyphens"),
      matches(/^[A-Za-z]/, "must begin with a letter"),
      matchesNot(/--/, "cannot contain two consecutive hyphens"),
      matchesNot(/-$/, "cannot end with a hyphen"),
    ],
    source: `${api}/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html`,
  },
  {
    name: "cache-engine-version-shape",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    property: "engineVersion",
    field: "engine_version",
    shapes: [
      anyOf(
        unless(
          /^[1-5](\.\d+){2}$|^6\.x|[6-9]\.\d+$/,
          "engine_version: %s is invalid. For Redis v6 or higher, use <major>.<minor>. For Redis v5 or lower, use <major>.<minor>.<patch>.",
        ),
        unless(/^[7-9]\.\d+$/, "engine_version: %s is invalid. For Valkey use <major>.<minor>."),
      ),
    ],
    source: `${api}/AmazonElastiCache/latest/dg/VersionManagement.html`,
  },
  {
    name: "cache-token-shape",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    property: "authToken",
    field: "auth_token",
    shapes: [
      unless(
        /^.{16,128}$/s,
        '%q must contain from 16 to 128 alphanumeric characters or symbols (excluding @, ", and /)',
      ),
      unless(/^[^@"/]+$/, 'only alphanumeric characters or symbols (excluding @, ", and /) allowed in %q'),
    ],
    source: `${api}/AmazonElastiCache/latest/dg/auth.html`,
  },
  {
    name: "log-group-name-shape",
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "name",
    shapes: [
      atMost(512, "%q cannot be longer than 512 characters: %v"),
      unless(
        /^[0-9A-Za-z_./#-]+$/,
        "%q isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed): %v",
      ),
    ],
    source: `${api}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  },
  {
    name: "alarm-name-shape",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    property: "name",
    field: "alarm_name",
    shapes: [between(1, 255)],
    source: `${api}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  },
  {
    name: "dashboard-name-shape",
    type: "aws:cloudwatch/dashboard:Dashboard",
    property: "dashboardName",
    field: "dashboard_name",
    shapes: [
      atMost(255, "%q cannot be longer than 255 characters: %v"),
      unless(/^[0-9A-Za-z_-]+$/, '%q doesn\'t comply with restrictions ("^[0-9A-Za-z_-]+$"): %v'),
    ],
    source: `${api}/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html`,
  },
  events("eventRule:EventRule", "event-rule-name", "name", "PutRule"),
  events("eventTarget:EventTarget", "event-target-id", "targetId", "PutTargets"),
  scheduler("schedule:Schedule", "schedule", "CreateSchedule"),
  scheduler("scheduleGroup:ScheduleGroup", "schedule-group", "CreateScheduleGroup"),
  {
    name: "secret-name-shape",
    type: "aws:secretsmanager/secret:Secret",
    property: "name",
    shapes: [
      unless(
        /^[0-9A-Za-z/_+=.@-]+$/,
        "only alphanumeric characters and /_+=.@- special characters are allowed in %q",
      ),
      atMost(512, "%q cannot be greater than 512 characters"),
    ],
    source: `${api}/secretsmanager/latest/apireference/API_CreateSecret.html`,
  },
  {
    name: "kms-alias-shape",
    type: "aws:kms/alias:Alias",
    property: "name",
    shapes: [
      when(/^alias\/aws\//, "%q cannot begin with reserved AWS CMK prefix 'alias/aws/'"),
      unless(
        /^alias\/[0-9A-Za-z_/-]+$/,
        "%q must begin with 'alias/' and be comprised of only [0-9A-Za-z_/-]",
      ),
    ],
    source: `${api}/kms/latest/APIReference/API_CreateAlias.html`,
  },
  {
    name: "scaling-policy-name-shape",
    type: "aws:appautoscaling/policy:Policy",
    property: "name",
    shapes: [between(0, 255)],
    source: `${api}/autoscaling/application/APIReference/API_PutScalingPolicy.html`,
  },
];
