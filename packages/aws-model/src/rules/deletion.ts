import { text } from "../world/reading.ts";
import { isSameIgnoringCase } from "./names/twin.ts";
import type { Change, Rule } from "./rule.ts";

const rdsDelete = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html";

interface FinalSnapshot {
  name: string;
  source: string;
  type: string;
  /** The kind of remains that the snapshot is. */
  kind: string;
  /** The type of snapshots that programs make, if there is one, and the property with the name of one. */
  made?: readonly [type: string, name: string];
  doing(change: Change): string;
  answer: { service: string; operation: string; code: string };
  /** What AWS says of a name that is taken. */
  taken(snapshot: string): string;
}

/** The last snapshot of what goes has a name of its own. */
function finalSnapshot({ name, source, type, kind, made, doing, answer, taken }: FinalSnapshot): Rule {
  return {
    name,
    source,
    applies: { types: [type], on: ["delete"] },
    check: (change) => {
      const { state, world } = change;
      const snapshot = text(state.finalSnapshotIdentifier);
      if (state.skipFinalSnapshot === true || snapshot === "") return undefined;
      const names = [
        ...world.remains(kind).map(({ id }) => id),
        ...(made ? world.resources(made[0]).map((other) => text(other.state[made[1]])) : []),
      ];
      // AWS keeps the names of snapshots in small letters.
      if (!names.some((one) => isSameIgnoringCase(one, snapshot))) return undefined;
      return { doing: doing(change), answer, message: taken(snapshot) };
    },
  };
}

const isTaken = (snapshot: string): string =>
  `Cannot create the snapshot because a snapshot with the identifier ${snapshot} already exists.`;

/** A database goes only with a last snapshot, or with the word that none is wanted; the provider itself looks. */
const finalSnapshotNamed = (name: string, source: string, type: string, message: string): Rule => ({
  name,
  source,
  applies: { types: [type], on: ["delete"] },
  check: ({ state }) =>
    state.skipFinalSnapshot === true || text(state.finalSnapshotIdentifier) !== "" ? undefined : { message },
});

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
  finalSnapshotNamed(
    "db-instance-final-snapshot-named",
    rdsDelete,
    "aws:rds/instance:Instance",
    "final_snapshot_identifier is required when skip_final_snapshot is false",
  ),
  {
    name: "db-replica-final-snapshot",
    source: rdsDelete,
    applies: { types: ["aws:rds/instance:Instance"], on: ["delete"] },
    check: ({ state }) =>
      state.skipFinalSnapshot === true || !state.replicateSourceDb
        ? undefined
        : {
            doing: `deleting RDS DB Instance (${state.identifier})`,
            answer: { service: "RDS", operation: "DeleteDBInstance", code: "InvalidParameterCombination" },
            message: "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance",
          },
  },
  finalSnapshot({
    name: "db-instance-final-snapshot",
    source: rdsDelete,
    type: "aws:rds/instance:Instance",
    kind: "snapshot",
    made: ["aws:rds/snapshot:Snapshot", "dbSnapshotIdentifier"],
    doing: ({ state }) => `deleting RDS DB Instance (${state.identifier})`,
    answer: { service: "RDS", operation: "DeleteDBInstance", code: "DBSnapshotAlreadyExists" },
    taken: isTaken,
  }),
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
    name: "table-deletion-protection",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html",
    applies: { types: ["aws:dynamodb/table:Table"], on: ["delete"] },
    check: ({ id, state }) =>
      state.deletionProtectionEnabled === true
        ? {
            doing: `deleting AWS DynamoDB Table (${id})`,
            answer: { service: "DynamoDB", operation: "DeleteTable", code: "ValidationException" },
            message:
              "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
          }
        : undefined,
  },
];
