import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** Makes something and takes it away again. */
const gone =
  (type: string, inputs: Properties) =>
  ({ create, remove }: AwsAccount) =>
    remove(create(type, "x", inputs));

/** Makes and deletes two of a name, one after the other. */
const goneTwice =
  (type: string, first: Properties, second: Properties) =>
  ({ create, remove }: AwsAccount) => {
    remove(create(type, "x", first));
    remove(create(type, "x", second));
  };

const instance = "aws:rds/instance:Instance";
const database = { identifier: "db", instanceClass: "db.t4g.micro", engine: "postgres" };
const required = "final_snapshot_identifier is required when skip_final_snapshot is false";

const kept = (name: string): Properties => ({ ...database, finalSnapshotIdentifier: name });
const taken = (name: string): string =>
  said(
    "deleting RDS DB Instance (db)",
    ["RDS", "DeleteDBInstance", "DBSnapshotAlreadyExists"],
    `Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`,
  );

/** A server with a snapshot that the program has made. */
const goneBesideSnapshot =
  (snapshot: string) =>
  ({ create, remove }: AwsAccount) => {
    const server = create(instance, "db", kept("last"));
    const ids = { dbInstanceIdentifier: "db", dbSnapshotIdentifier: snapshot };
    create("aws:rds/snapshot:Snapshot", "s", ids);
    remove(server);
  };

const replica = { identifier: "r", instanceClass: "db.t4g.micro", replicateSourceDb: "db" };

const cache = {
  replicationGroupId: "c",
  description: "c",
  engine: "valkey",
  nodeType: "cache.t4g.micro",
};
const group = "aws:elasticache/replicationGroup:ReplicationGroup";

export const cases: RuleCase[] = [
  {
    rule: "db-instance-deletion-protection",
    refused: gone(instance, { ...database, deletionProtection: true }),
    message: said(
      "deleting RDS DB Instance (db)",
      ["RDS", "DeleteDBInstance", "InvalidParameterCombination"],
      "Cannot delete protected DB Instance, please disable deletion protection and try again.",
    ),
    accepted: gone(instance, { ...database, skipFinalSnapshot: true }),
  },
  {
    rule: "db-instance-final-snapshot-named",
    refused: gone(instance, database),
    message: required,
    accepted: gone(instance, kept("last")),
  },
  {
    rule: "db-instance-final-snapshot-named",
    refused: gone(instance, replica),
    message: required,
    accepted: gone(instance, { ...replica, skipFinalSnapshot: true }),
  },
  {
    rule: "db-replica-final-snapshot",
    refused: gone(instance, { ...replica, finalSnapshotIdentifier: "last" }),
    message: said(
      "deleting RDS DB Instance (r)",
      ["RDS", "DeleteDBInstance", "InvalidParameterCombination"],
      "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance",
    ),
    accepted: gone(instance, { ...replica, finalSnapshotIdentifier: "last", skipFinalSnapshot: true }),
  },
  {
    rule: "db-instance-final-snapshot",
    refused: goneTwice(instance, kept("last"), kept("last")),
    message: taken("last"),
    accepted: goneTwice(instance, kept("last"), kept("last2")),
  },
  {
    rule: "db-instance-final-snapshot",
    refused: goneTwice(instance, kept("last"), kept("Last")),
    message: taken("Last"),
    accepted: goneTwice(instance, kept("last"), { ...kept("last"), skipFinalSnapshot: true }),
  },
  {
    rule: "db-instance-final-snapshot",
    refused: goneBesideSnapshot("last"),
    message: taken("last"),
    accepted: goneBesideSnapshot("first"),
  },
  {
    rule: "cache-final-snapshot",
    refused: goneTwice(
      group,
      { ...cache, finalSnapshotIdentifier: "last" },
      { ...cache, finalSnapshotIdentifier: "last" },
    ),
    message: said(
      "deleting ElastiCache Replication Group (c)",
      ["ElastiCache", "DeleteReplicationGroup", "SnapshotAlreadyExistsFault"],
      "Snapshot with specified name already exists.",
    ),
    accepted: goneTwice(group, { ...cache, finalSnapshotIdentifier: "last" }, cache),
  },
  {
    rule: "load-balancer-deletion-protection",
    refused: ({ create, remove }) => {
      const balancer = create("aws:lb/loadBalancer:LoadBalancer", "web", {
        subnets: ["subnet-1"],
        enableDeletionProtection: true,
      });
      try {
        remove(balancer);
      } catch (error) {
        throw new Error((error as Error).message.replaceAll(balancer.id, "arn:web"));
      }
    },
    message: said(
      "deleting ELBv2 Load Balancer (arn:web)",
      ["Elastic Load Balancing v2", "DeleteLoadBalancer", "OperationNotPermitted"],
      "Load balancer 'arn:web' cannot be deleted because deletion protection is enabled",
    ),
    accepted: gone("aws:lb/loadBalancer:LoadBalancer", { subnets: ["subnet-1"] }),
  },
];
