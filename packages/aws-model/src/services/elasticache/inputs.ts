import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { choice, conflict, daily, setting, weekly } from "../../rules/inputs.ts";
import { anyOf, atMostNumber, between, matches, matchesNot, unless } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const group = "aws:elasticache/replicationGroup:ReplicationGroup";

const cache = `${api}/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html`;

const shapes: readonly InputShape[] = [
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
  setting("cache-snapshot-window-shape", group, "snapshotWindow", daily, cache),
  setting("cache-maintenance-window-shape", group, "maintenanceWindow", weekly, cache),
  setting("cache-snapshot-retention", group, "snapshotRetentionLimit", atMostNumber(35), cache),
  choice(
    "cache-engine",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "engine",
    "AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup",
    ["redis", "valkey"],
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = [
  ...shapes.map(asInputRule),
  conflict(
    "cache-nodes-or-shards",
    group,
    "numCacheClusters",
    { numNodeGroups: "num_node_groups", replicasPerNodeGroup: "replicas_per_node_group" },
    cache,
  ),
  conflict("cache-token-or-users", group, "authToken", { userGroupIds: "user_group_ids" }, cache),
];
