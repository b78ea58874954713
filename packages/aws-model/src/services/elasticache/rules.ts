import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import { finalSnapshot } from "../../rules/finalSnapshot.ts";
import { type Deletion, inUseRule } from "../../rules/inUse.ts";
import type { Rule } from "../../rules/rule.ts";
import { atMost, type Shape, unless } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { userOf } from "../../rules/users.ts";

const answer = { service: "ElastiCache", code: "InvalidParameterValue" };

/** Names of ElastiCache's groups. */
const cacheGroup = (parameter: string): readonly Shape[] => [
  unless(
    /^(?!.*--)[A-Za-z][0-9A-Za-z-]*(?<!-)$/,
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  ),
  atMost(255, `The parameter ${parameter} must not be longer than 255 characters.`),
];

const api = "https://docs.aws.amazon.com";

const named = {
  service: "ElastiCache",
  ignoresCase: true,
  reference: `${api}/AmazonElastiCache/latest/APIReference`,
};

const cache = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference";

const caches = ["aws:elasticache/replicationGroup:ReplicationGroup"];

const shapes: readonly AwsShape[] = [
  {
    name: "cache-subnet-group-name-shape",
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    property: "name",
    thing: "ElastiCache Subnet Group",
    answer: { ...answer, operation: "CreateCacheSubnetGroup" },
    shapes: () => cacheGroup("CacheSubnetGroupName"),
    source: `${api}/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html`,
  },
];

const uniqueNames: readonly UniqueName[] = [
  {
    ...named,
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    by: ["replicationGroupId"],
    thing: "ElastiCache Replication Group",
    operation: "CreateReplicationGroup",
    code: "ReplicationGroupAlreadyExists",
    message: (name) => `Replication group ${name} already exists.`,
  },
  {
    ...named,
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    by: ["name"],
    thing: "ElastiCache Subnet Group",
    operation: "CreateCacheSubnetGroup",
    code: "CacheSubnetGroupAlreadyExists",
    message: (name) => `Cache subnet group ${name} already exists.`,
  },
];

const deletions: readonly Deletion[] = [
  {
    name: "cache-subnet-group-in-use",
    source: `${cache}/API_DeleteCacheSubnetGroup.html`,
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    usedBy: (change) => userOf(change, caches, "subnetGroupName", "replicationGroupId"),
    refusal: ({ id }) => ({
      doing: `deleting ElastiCache Subnet Group (${id})`,
      answer: { service: "ElastiCache", operation: "DeleteCacheSubnetGroup", code: "CacheSubnetGroupInUse" },
      message: `Cache subnet group ${id} is currently in use by a cache cluster.`,
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  ...uniqueNames.map(uniqueNameRule),
  finalSnapshot({
    name: "cache-final-snapshot",
    source:
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    kind: "cache-snapshot",
    doing: ({ id }) => `deleting ElastiCache Replication Group (${id})`,
    answer: {
      service: "ElastiCache",
      operation: "DeleteReplicationGroup",
      code: "SnapshotAlreadyExistsFault",
    },
    taken: () => "Snapshot with specified name already exists.",
  }),
  ...deletions.map(inUseRule),
];
