import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, leastInputs } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";
import { server } from "../server.ts";

const instance = "aws:rds/instance:Instance";
const replication = "aws:elasticache/replicationGroup:ReplicationGroup";

const withBackups: Properties = { ...server, backupRetentionPeriod: 7 };

const database =
  (more: Properties, prepare: (account: AwsAccount) => unknown = () => undefined) =>
  (account: AwsAccount) => {
    prepare(account);
    return account.create(instance, "db", { ...withBackups, ...more });
  };

/** A VPC of its own, and in it a group of subnets in two zones. */
const subnets =
  (name: string, from = 0, vpc?: string) =>
  ({ create }: AwsAccount): string => {
    const vpcId = vpc ?? create("aws:ec2/vpc:Vpc", `vpc-${name}`, { cidrBlock: "10.0.0.0/16" }).id;
    const subnetIds = ["a", "b"].map(
      (zone, index) =>
        create("aws:ec2/subnet:Subnet", `${name}-${zone}`, {
          vpcId,
          cidrBlock: `10.0.${from + index}.0/24`,
          availabilityZone: `us-east-1${zone}`,
        }).id,
    );
    create("aws:rds/subnetGroup:SubnetGroup", name, { name, subnetIds });
    return vpcId;
  };

const parameters = ({ create }: AwsAccount) =>
  create("aws:rds/parameterGroup:ParameterGroup", "own", { name: "own", family: "postgres17" });

/** Moves a database into another group of subnets, in the same VPC or in another. */
const moved = (isSame: boolean) => (account: AwsAccount) => {
  const vpc = subnets("one")(account);
  subnets("two", 10, isSame ? vpc : undefined)(account);
  const live = database({ dbSubnetGroupName: "one" })(account);
  return account.update(live, { ...withBackups, dbSubnetGroupName: "two" });
};

const replica = (backupRetentionPeriod: number) => (account: AwsAccount) => {
  database({ backupRetentionPeriod })(account);
  return account.create(instance, "copy", {
    identifier: "copy",
    instanceClass: "db.t4g.micro",
    replicateSourceDb: "db",
    skipFinalSnapshot: true,
  });
};

const cache = (subnetGroupName: string, isThere: boolean) => (account: AwsAccount) => {
  const { create } = account;
  if (isThere)
    create("aws:elasticache/subnetGroup:SubnetGroup", "own", {
      name: subnetGroupName,
      subnetIds: ["subnet-1"],
    });
  return create(replication, "cache", {
    ...leastInputs(replication),
    replicationGroupId: "cache",
    engine: "valkey",
    subnetGroupName,
  });
};

const refused = (code: string, message: string, status = 400): string =>
  said("creating RDS DB Instance (db)", ["RDS", "CreateDBInstance", code, status], message);

export const cases: RuleCase[] = [
  {
    rule: "database-engine",
    refused: database({ engine: "postgresql" }),
    message: refused("InvalidParameterValue", "Invalid DB engine"),
    accepted: database({ engine: "mariadb", engineVersion: "11.4" }),
  },
  {
    rule: "database-subnet-group-exists",
    refused: database({ dbSubnetGroupName: "own" }),
    message: refused("DBSubnetGroupNotFoundFault", "DB subnet group 'own' does not exist.", 404),
    accepted: database({ dbSubnetGroupName: "own" }, subnets("own")),
  },
  {
    rule: "database-parameter-group-exists",
    refused: database({ parameterGroupName: "own" }),
    message: refused("DBParameterGroupNotFound", "DBParameterGroup not found: own", 404),
    accepted: database({ parameterGroupName: "own" }, parameters),
  },
  {
    rule: "database-parameter-group-exists",
    refused: database({ parameterGroupName: "own" }),
    message: refused("DBParameterGroupNotFound", "DBParameterGroup not found: own", 404),
    accepted: database({ parameterGroupName: "default.postgres17" }),
  },
  {
    rule: "database-stays-in-vpc",
    refused: moved(true),
    message: said(
      "updating RDS DB Instance (db)",
      ["RDS", "ModifyDBInstance", "InvalidVPCNetworkStateFault"],
      "You cannot move DB instance db to subnet group two. The specified DB subnet group and DB instance are in the same VPC. Choose a DB subnet group in different VPC than the specified DB instance and try again.",
    ),
    accepted: moved(false),
  },
  {
    rule: "replica-needs-backups",
    refused: replica(0),
    message: said(
      "creating RDS DB Instance (read replica) (copy)",
      ["RDS", "CreateDBInstanceReadReplica", "InvalidDBInstanceState"],
      "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
    ),
    accepted: replica(1),
  },
  {
    rule: "database-log-types",
    refused: database({ enabledCloudwatchLogsExports: ["postgresql", "slowquery"] }),
    message: refused(
      "InvalidParameterCombination",
      "You cannot use the log types 'slowquery' with engine version postgres 17.9. For supported log types, see the documentation.",
    ),
    accepted: database({ enabledCloudwatchLogsExports: ["postgresql", "upgrade"] }),
  },
  {
    rule: "cache-subnet-group-exists",
    refused: cache("own", false),
    message: said(
      "creating ElastiCache Replication Group (cache)",
      ["ElastiCache", "CreateReplicationGroup", "CacheSubnetGroupNotFoundFault"],
      "Cache Subnet Group own does not exist.",
    ),
    accepted: cache("own", true),
  },
];
