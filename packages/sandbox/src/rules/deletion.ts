import type { Rule } from "./rule.ts";

const rdsDelete = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";

export const deletionRules: readonly Rule[] = [
  {
    name: "db-instance-deletion-protection",
    source: rdsDelete,
    applies: { types: ["aws:rds/instance:Instance"], on: ["delete"] },
    check: ({ state }) =>
      state.deletionProtection === true
        ? {
            doing: `deleting RDS DB Instance (${state.identifier})`,
            service: "RDS",
            operation: "DeleteDBInstance",
            code: "InvalidParameterCombination",
            message: "Cannot delete protected DB Instance, please disable deletion protection and try again.",
          }
        : undefined,
  },
  {
    name: "db-cluster-deletion-protection",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html",
    applies: { types: ["aws:rds/cluster:Cluster"], on: ["delete"] },
    check: ({ state }) =>
      state.deletionProtection === true
        ? {
            doing: `deleting RDS Cluster (${state.clusterIdentifier})`,
            service: "RDS",
            operation: "DeleteDBCluster",
            code: "InvalidParameterCombination",
            message: "Cannot delete protected Cluster, please disable deletion protection and try again.",
          }
        : undefined,
  },
  {
    name: "db-instance-final-snapshot",
    source: rdsDelete,
    applies: { types: ["aws:rds/instance:Instance"], on: ["delete"] },
    check: ({ state, world }) => {
      if (state.skipFinalSnapshot === true || state.replicateSourceDb) return undefined;
      const snapshot = state.finalSnapshotIdentifier;
      const refusal = {
        doing: `deleting RDS DB Instance (${state.identifier})`,
        service: "RDS",
        operation: "DeleteDBInstance",
      };
      if (!snapshot) {
        return {
          ...refusal,
          code: "InvalidParameterCombination",
          message: "final_snapshot_identifier is required when skip_final_snapshot is false",
        };
      }
      const isTaken = world.remains("snapshot").some(({ id }) => id === snapshot);
      if (!isTaken) return undefined;
      return {
        ...refusal,
        code: "DBSnapshotAlreadyExists",
        message: `Cannot create the snapshot because a snapshot with the identifier ${snapshot} already exists.`,
      };
    },
  },
  {
    name: "load-balancer-deletion-protection",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html",
    applies: { types: ["aws:lb/loadBalancer:LoadBalancer"], on: ["delete"] },
    check: ({ id, state }) =>
      state.enableDeletionProtection === true
        ? {
            doing: `deleting ELBv2 Load Balancer (${id})`,
            service: "Elastic Load Balancing v2",
            operation: "DeleteLoadBalancer",
            code: "OperationNotPermitted",
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
        service: "S3",
        operation: "DeleteBucket",
        status: 409,
        code: "BucketNotEmpty",
        message: "The bucket you tried to delete is not empty",
      };
    },
  },
];
