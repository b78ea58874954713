import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import { finalSnapshot } from "../../rules/finalSnapshot.ts";
import { type Deletion, inUseRule } from "../../rules/inUse.ts";
import { type Quota, quotaRule } from "../../rules/quota.ts";
import type { Rule } from "../../rules/rule.ts";
import { atMost } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { userOf } from "../../rules/users.ts";
import { text, texts } from "../../world/reading.ts";
import { INSTANCE } from "./instance.ts";

const api = "https://docs.aws.amazon.com";

// RDS and ElastiCache keep names in small letters.
const named = { service: "RDS", ignoresCase: true, reference: `${api}/AmazonRDS/latest/APIReference` };

const rdsDelete = `${api}/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html`;

/** A database is deleted only with a last snapshot, or if none is wanted explicitly; the provider itself checks. */
const finalSnapshotNamed = (name: string, source: string, type: string, message: string): Rule => ({
  name,
  source,
  applies: { types: [type], on: ["delete"] },
  check: ({ state }) =>
    state.skipFinalSnapshot === true || text(state.finalSnapshotIdentifier) !== "" ? undefined : { message },
});

const isTaken = (snapshot: string): string =>
  `Cannot create the snapshot because a snapshot with the identifier ${snapshot} already exists.`;

const rds = `${api}/AmazonRDS/latest/APIReference`;

const cluster = "aws:rds/cluster:Cluster";

const shapes: readonly AwsShape[] = [
  {
    name: "db-instance-identifier-length",
    type: INSTANCE,
    property: "identifier",
    thing: "RDS DB Instance",
    answer: { service: "RDS", operation: "CreateDBInstance", code: "InvalidParameterValue" },
    shapes: () => [
      atMost(
        63,
        "The parameter DBInstanceIdentifier is not a valid identifier because it is longer than 63 characters.",
      ),
    ],
    source: `${api}/AmazonRDS/latest/APIReference/API_CreateDBInstance.html`,
  },
];

const uniqueNames: readonly UniqueName[] = [
  {
    ...named,
    type: INSTANCE,
    by: ["identifier"],
    thing: "RDS DB Instance",
    operation: "CreateDBInstance",
    code: "DBInstanceAlreadyExists",
    message: () => "DB instance already exists",
  },
  {
    ...named,
    type: "aws:rds/subnetGroup:SubnetGroup",
    by: ["name"],
    thing: "RDS DB Subnet Group",
    operation: "CreateDBSubnetGroup",
    code: "DBSubnetGroupAlreadyExists",
    message: (name) => `The DB subnet group '${name}' already exists.`,
  },
  {
    ...named,
    type: "aws:rds/parameterGroup:ParameterGroup",
    by: ["name"],
    thing: "RDS DB Parameter Group",
    operation: "CreateDBParameterGroup",
    code: "DBParameterGroupAlreadyExists",
    message: (name) => `Parameter group ${name} already exists`,
  },
];

const quotas: readonly Quota[] = [
  {
    name: "quota-subnets-of-database-group",
    source: `${api}/AmazonRDS/latest/UserGuide/CHAP_Limits.html`,
    limit: 20,
    types: ["aws:rds/subnetGroup:SubnetGroup"],
    on: ["create", "update"],
    count: ({ inputs }) => texts(inputs.subnetIds).length,
    refusal: ({ action, inputs }) => ({
      doing: `${action === "create" ? "creating" : "updating"} RDS DB Subnet Group (${inputs.name})`,
      answer: {
        service: "RDS",
        operation: action === "create" ? "CreateDBSubnetGroup" : "ModifyDBSubnetGroup",
        code: "DBSubnetQuotaExceededFault",
      },
      message:
        "The request would result in the user exceeding the allowed number of subnets in a DB subnet group.",
    }),
  },
];

const deletions: readonly Deletion[] = [
  {
    name: "database-subnet-group-in-use",
    source: `${rds}/API_DeleteDBSubnetGroup.html`,
    type: "aws:rds/subnetGroup:SubnetGroup",
    usedBy: (change) => userOf(change, [INSTANCE, cluster], "dbSubnetGroupName", "identifier"),
    refusal: ({ id }, user) => ({
      doing: `deleting RDS Subnet Group (${id})`,
      answer: { service: "RDS", operation: "DeleteDBSubnetGroup", code: "InvalidDBSubnetGroupStateFault" },
      message: `Cannot delete the subnet group '${id}' because at least one database instance: ${user} is still using it.`,
    }),
  },
  {
    name: "database-parameter-group-in-use",
    source: `${rds}/API_DeleteDBParameterGroup.html`,
    type: "aws:rds/parameterGroup:ParameterGroup",
    usedBy: (change) => userOf(change, [INSTANCE], "parameterGroupName", "identifier"),
    refusal: ({ id }) => ({
      doing: `deleting RDS DB Parameter Group (${id})`,
      answer: { service: "RDS", operation: "DeleteDBParameterGroup", code: "InvalidDBParameterGroupState" },
      message: `One or more database instances are still members of this parameter group ${id}, so the group cannot be deleted`,
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  ...uniqueNames.map(uniqueNameRule),
  ...quotas.map(quotaRule),
  {
    name: "db-instance-deletion-protection",
    source: rdsDelete,
    applies: { types: [INSTANCE], on: ["delete"] },
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
    INSTANCE,
    "final_snapshot_identifier is required when skip_final_snapshot is false",
  ),
  {
    name: "db-replica-final-snapshot",
    source: rdsDelete,
    applies: { types: [INSTANCE], on: ["delete"] },
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
    type: INSTANCE,
    kind: "snapshot",
    made: ["aws:rds/snapshot:Snapshot", "dbSnapshotIdentifier"],
    doing: ({ state }) => `deleting RDS DB Instance (${state.identifier})`,
    answer: { service: "RDS", operation: "DeleteDBInstance", code: "DBSnapshotAlreadyExists" },
    taken: isTaken,
  }),
  ...deletions.map(inUseRule),
];
