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
const cluster = "aws:rds/cluster:Cluster";
const aurora = { clusterIdentifier: "c", engine: "aurora-postgresql" };
const required = "final_snapshot_identifier is required when skip_final_snapshot is false";

const bucketWithObject =
  (forceDestroy: boolean) =>
  ({ create, remove }: AwsAccount) => {
    const bucket = create("aws:s3/bucket:Bucket", "assets", { bucket: "assets", forceDestroy });
    create("aws:s3/bucketObjectv2:BucketObjectv2", "o", { bucket: "assets", key: "k", content: "c" });
    remove(bucket);
  };

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
    rule: "db-instance-final-snapshot",
    refused: gone(instance, database),
    message: `deleting RDS DB Instance (db): ${required}`,
    accepted: gone(instance, { ...database, finalSnapshotIdentifier: "last" }),
  },
  {
    rule: "db-instance-final-snapshot",
    refused: goneTwice(
      instance,
      { ...database, finalSnapshotIdentifier: "last" },
      { ...database, finalSnapshotIdentifier: "last" },
    ),
    message: said(
      "deleting RDS DB Instance (db)",
      ["RDS", "DeleteDBInstance", "DBSnapshotAlreadyExists"],
      "Cannot create the snapshot because a snapshot with the identifier last already exists.",
    ),
    accepted: goneTwice(
      instance,
      { ...database, finalSnapshotIdentifier: "last" },
      { ...database, finalSnapshotIdentifier: "last2" },
    ),
  },
  {
    rule: "db-cluster-deletion-protection",
    refused: gone(cluster, { ...aurora, deletionProtection: true }),
    message: said(
      "deleting RDS Cluster (c)",
      ["RDS", "DeleteDBCluster", "InvalidParameterCombination"],
      "Cannot delete protected Cluster, please disable deletion protection and try again.",
    ),
    accepted: gone(cluster, { ...aurora, skipFinalSnapshot: true }),
  },
  {
    rule: "db-cluster-final-snapshot",
    refused: gone(cluster, aurora),
    message: `deleting RDS Cluster (c): ${required}`,
    accepted: gone(cluster, { ...aurora, finalSnapshotIdentifier: "last" }),
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
  {
    rule: "bucket-not-empty",
    refused: bucketWithObject(false),
    message: said(
      "deleting S3 Bucket (assets)",
      ["S3", "DeleteBucket", "BucketNotEmpty", 409],
      "The bucket you tried to delete is not empty",
    ),
    accepted: bucketWithObject(true),
  },
];
