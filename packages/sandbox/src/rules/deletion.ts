import type { Change, Rule } from "./rule.ts";

const rdsDelete = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";

const rdsDeleteCluster = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html";

interface FinalSnapshot {
  name: string;
  source: string;
  type: string;
  /** The kind of remains that the snapshot is. */
  kind: string;
  doing(change: Change): string;
  operation: string;
  /** AWS's error code for a name that is taken. */
  taken: string;
}

/**
 * A database goes only with a last snapshot, of a name of its own, or with the word that none is wanted. A read replica
 * needs none: its source has the data.
 */
function finalSnapshot({ name, source, type, kind, doing, operation, taken }: FinalSnapshot): Rule {
  return {
    name,
    source,
    applies: { types: [type], on: ["delete"] },
    check: (change) => {
      const { state, world } = change;
      if (state.skipFinalSnapshot === true || state.replicateSourceDb) return undefined;
      const snapshot = state.finalSnapshotIdentifier;
      if (!snapshot) {
        return {
          doing: doing(change),
          message: "final_snapshot_identifier is required when skip_final_snapshot is false",
        };
      }
      if (!world.remains(kind).some(({ id }) => id === snapshot)) return undefined;
      return {
        doing: doing(change),
        answer: { service: "RDS", operation, code: taken },
        message: `Cannot create the snapshot because a snapshot with the identifier ${snapshot} already exists.`,
      };
    },
  };
}

export const deletionRules: readonly Rule[] = [
  {
    name: "db-instance-deletion-protection",
    source: rdsDelete,
    applies: { types: ["aws:rds/instance:Instance"], on: ["delete"] },
    check: ({ state }) =>
      state.deletionProtection === true
        ? {
            doing: `deleting RDS DB Instance (${state.identifier})`,
            answer: { service: "RDS", operation: "DeleteDBInstance", code: "InvalidParameterCombination" },
            message: "Cannot delete protected DB Instance, please disable deletion protection and try again.",
          }
        : undefined,
  },
  {
    name: "db-cluster-deletion-protection",
    source: rdsDeleteCluster,
    applies: { types: ["aws:rds/cluster:Cluster"], on: ["delete"] },
    check: ({ state }) =>
      state.deletionProtection === true
        ? {
            doing: `deleting RDS Cluster (${state.clusterIdentifier})`,
            answer: { service: "RDS", operation: "DeleteDBCluster", code: "InvalidParameterCombination" },
            message: "Cannot delete protected Cluster, please disable deletion protection and try again.",
          }
        : undefined,
  },
  finalSnapshot({
    name: "db-instance-final-snapshot",
    source: rdsDelete,
    type: "aws:rds/instance:Instance",
    kind: "snapshot",
    doing: ({ state }) => `deleting RDS DB Instance (${state.identifier})`,
    operation: "DeleteDBInstance",
    taken: "DBSnapshotAlreadyExists",
  }),
  finalSnapshot({
    name: "db-cluster-final-snapshot",
    source: rdsDeleteCluster,
    type: "aws:rds/cluster:Cluster",
    kind: "cluster-snapshot",
    doing: ({ id }) => `deleting RDS Cluster (${id})`,
    operation: "DeleteDBCluster",
    taken: "DBClusterSnapshotAlreadyExistsFault",
  }),
  {
    name: "load-balancer-deletion-protection",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html",
    applies: { types: ["aws:lb/loadBalancer:LoadBalancer"], on: ["delete"] },
    check: ({ id, state }) =>
      state.enableDeletionProtection === true
        ? {
            doing: `deleting ELBv2 Load Balancer (${id})`,
            answer: {
              service: "Elastic Load Balancing v2",
              operation: "DeleteLoadBalancer",
              code: "OperationNotPermitted",
            },
            message: `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
          }
        : undefined,
  },
  {
    name: "bucket-not-empty",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
    applies: { types: ["aws:s3/bucket:Bucket"], on: ["delete"] },
    check: ({ id, state, world }) => {
      if (state.forceDestroy === true) return undefined;
      const objects = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"].flatMap(
        (type) => world.resources(type),
      );
      if (!objects.some((object) => object.state.bucket === id)) return undefined;
      return {
        doing: `deleting S3 Bucket (${id})`,
        answer: { service: "S3", operation: "DeleteBucket", status: 409, code: "BucketNotEmpty" },
        message: "The bucket you tried to delete is not empty",
      };
    },
  },
  {
    name: "table-deletion-protection",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html",
    applies: { types: ["aws:dynamodb/table:Table"], on: ["delete"] },
    check: ({ id, state }) =>
      state.deletionProtectionEnabled === true
        ? {
            doing: `deleting DynamoDB Table (${id})`,
            answer: { service: "DynamoDB", operation: "DeleteTable", code: "ValidationException" },
            message:
              "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
          }
        : undefined,
  },
];
