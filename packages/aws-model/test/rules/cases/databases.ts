import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";
import { server } from "../server.ts";

const type = "aws:rds/instance:Instance";
const groupType = "aws:rds/parameterGroup:ParameterGroup";
const subnetGroupType = "aws:rds/subnetGroup:SubnetGroup";

const creating = "creating RDS DB Instance (db)";
const updating = "updating RDS DB Instance (db)";
const combination = "InvalidParameterCombination";
const invalid = "InvalidParameterValue";

/** What a server that was deleted has left. */
const leaveSnapshot = ({ world }: AwsAccount) =>
  world.leave({ kind: "snapshot", type: "", id: "last", urn: "", state: {} });

/** A server that can't be made, with the words of AWS, and one next to it that can. */
function atCreation(
  rule: string,
  code: string,
  rows: [refused: Properties, message: string, accepted: Properties][],
  prepare: (account: AwsAccount) => unknown = () => undefined,
): RuleCase[] {
  const make = (more: Properties) => (account: AwsAccount) => {
    prepare(account);
    return account.create(type, "db", { ...server, ...more });
  };
  return rows.map(([refused, message, accepted]) => ({
    rule,
    refused: make(refused),
    message: said(creating, ["RDS", "CreateDBInstance", code], message),
    accepted: make(accepted),
  }));
}

/** A change of a server that AWS refuses, and one next to it that it takes. */
function atUpdate(
  rule: string,
  code: string,
  rows: [before: Properties, refused: Properties, message: string, accepted: Properties][],
  prepare: (account: AwsAccount) => unknown = () => undefined,
): RuleCase[] {
  const change = (before: Properties, after: Properties) => (account: AwsAccount) => {
    prepare(account);
    return account.update(account.create(type, "db", { ...server, ...before }), { ...server, ...after });
  };
  return rows.map(([before, refused, message, accepted]) => ({
    rule,
    refused: change(before, refused),
    message: said(updating, ["RDS", "ModifyDBInstance", code], message),
    accepted: change(before, accepted),
  }));
}

const upgrade = { allowMajorVersionUpgrade: true };

const engine: RuleCase[] = [
  ...atCreation("database-engine-version", combination, [
    [{ engineVersion: "17.99" }, "Cannot find version 17.99 for postgres", { engineVersion: "17.9" }],
    [{ engineVersion: "17.6" }, "Cannot find version 17.6 for postgres", { engineVersion: "17.7" }],
    [{ engineVersion: "10" }, "Cannot find version 10 for postgres", { engineVersion: "11" }],
    // Extended Support gives the versions of its own corrections.
    [
      { engineVersion: "14.22-rds.20260224" },
      "Cannot find version 14.22-rds.20260224 for postgres",
      { engineVersion: "13.23-rds.20260224" },
    ],
    [{ engineVersion: "19" }, "Cannot find version 19 for postgres", { engineVersion: "18" }],
  ]),
  ...atUpdate("database-major-upgrade-allowed", combination, [
    [
      { engineVersion: "16" },
      { engineVersion: "17" },
      "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
      { engineVersion: "17", ...upgrade },
    ],
  ]),
  ...atUpdate("database-upgrade-path", combination, [
    [
      { engineVersion: "17.9" },
      { engineVersion: "17.8" },
      "Cannot upgrade postgres from 17.9 to 17.8",
      { engineVersion: "17.10" },
    ],
    [
      { engineVersion: "17" },
      { engineVersion: "16", ...upgrade },
      "Cannot upgrade postgres from 17.9 to 16.13",
      { engineVersion: "18", ...upgrade },
    ],
    // 12.22 is as old as 13.18 and 17.2.
    [
      { engineVersion: "13" },
      { engineVersion: "12", ...upgrade },
      "Cannot upgrade postgres from 13.23 to 12.22",
      { engineVersion: "17", ...upgrade },
    ],
    [
      { engineVersion: "12.22-rds.20250508" },
      { engineVersion: "11.22", ...upgrade },
      "Cannot upgrade postgres from 12.22-rds.20250508 to 11.22",
      { engineVersion: "13.23-rds.20260224", ...upgrade },
    ],
    // 17.7 is older than 16.13.
    [
      { engineVersion: "16.13" },
      { engineVersion: "17.7", ...upgrade },
      "Cannot upgrade postgres from 16.13 to 17.7",
      { engineVersion: "17.9", ...upgrade },
    ],
  ]),
  ...atUpdate("database-engine-version", combination, [
    [
      { engineVersion: "13" },
      { engineVersion: "18.0", ...upgrade },
      "Cannot find version 18.0 for postgres",
      { engineVersion: "18", ...upgrade },
    ],
  ]),
  ...atCreation("database-class", invalid, [
    [
      { instanceClass: "db.t5.micro" },
      "Invalid DB Instance class: db.t5.micro",
      { instanceClass: "db.t4g.micro" },
    ],
    [
      { instanceClass: "db.t4g.4xlarge" },
      "Invalid DB Instance class: db.t4g.4xlarge",
      { instanceClass: "db.t4g.2xlarge" },
    ],
    [
      { instanceClass: "t4g.micro" },
      "Invalid DB Instance class: t4g.micro",
      { instanceClass: "db.m9g.large" },
    ],
  ]),
  ...atCreation("database-class-of-engine", combination, [
    [
      { instanceClass: "db.t2.micro" },
      "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.t2.micro, Engine=postgres, EngineVersion=17.9, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.",
      { instanceClass: "db.t3.micro" },
    ],
    [
      { instanceClass: "db.serverless", engineVersion: "16.12" },
      "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.serverless, Engine=postgres, EngineVersion=16.12, LicenseModel=postgresql-license. For supported combinations of instance class and database engine version, see the documentation.",
      { instanceClass: "db.r8g.48xlarge", engineVersion: "16.12" },
    ],
  ]),
];

const size = (type: string, gib: number) =>
  `Invalid storage size for engine name postgres and storage type ${type}: ${gib}`;
const noSpeed =
  "You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400.";

const storage: RuleCase[] = [
  ...atCreation("database-storage-size", combination, [
    [{ allocatedStorage: 19 }, size("gp3", 19), { allocatedStorage: 20 }],
    [{ allocatedStorage: 65_537 }, size("gp3", 65_537), { allocatedStorage: 65_536 }],
    [
      { allocatedStorage: 99, storageType: "io2", iops: 1000 },
      size("io2", 99),
      { allocatedStorage: 100, storageType: "io2", iops: 1000 },
    ],
  ]),
  ...atUpdate("database-storage-size", combination, [
    [{ allocatedStorage: 100 }, { allocatedStorage: 50 }, size("gp3", 50), { allocatedStorage: 110 }],
    // With autoscaling the provider does not ask for less than there is.
    [
      { allocatedStorage: 100, maxAllocatedStorage: 200 },
      { allocatedStorage: 50 },
      size("gp3", 50),
      { allocatedStorage: 50, maxAllocatedStorage: 200 },
    ],
  ]),
  ...atCreation("database-gp3-speed-from-400-gib", combination, [
    [{ allocatedStorage: 399, iops: 3000 }, noSpeed, { allocatedStorage: 400, iops: 12_000 }],
    [{ storageThroughput: 125 }, noSpeed, {}],
  ]),
  ...atUpdate("database-gp3-speed-from-400-gib", combination, [
    [{}, { iops: 4000 }, noSpeed, { allocatedStorage: 30 }],
  ]),
  ...atCreation("database-gp3-speed", combination, [
    [
      { allocatedStorage: 400, iops: 3000 },
      "Invalid iops value for engine name postgres and storage type gp3: 3000",
      { allocatedStorage: 400 },
    ],
    [
      { allocatedStorage: 400, iops: 12_000, storageThroughput: 125 },
      "Invalid storage throughput value for engine name postgres and storage type gp3: 125",
      { allocatedStorage: 400, iops: 12_000, storageThroughput: 500 },
    ],
    [
      { allocatedStorage: 400, iops: 12_000, storageThroughput: 3001 },
      "Invalid storage throughput to iops ratio for engine name postgres and storage type gp3: 0.2501",
      { allocatedStorage: 400, iops: 12_000, storageThroughput: 3000 },
    ],
  ]),
  ...atCreation("database-storage-type", invalid, [
    [{ storageType: "gp1" }, "Invalid storage type: gp1", { storageType: "gp2" }],
  ]),
  // The provider sends the speed that the disk has where the program says nothing.
  ...atUpdate("database-gp3-speed", combination, [
    [
      { allocatedStorage: 100 },
      { allocatedStorage: 400 },
      "Invalid iops value for engine name postgres and storage type gp3: 3000",
      { allocatedStorage: 400, iops: 12_000, storageThroughput: 500 },
    ],
    [
      { allocatedStorage: 100 },
      { allocatedStorage: 500 },
      "Invalid iops value for engine name postgres and storage type gp3: 3000",
      { allocatedStorage: 399 },
    ],
  ]),
  ...atCreation("database-provisioned-iops", combination, [
    [
      { storageType: "io1", allocatedStorage: 100 },
      "The storage type io1 requires iops to be specified.",
      { storageType: "io1", allocatedStorage: 100, iops: 1000 },
    ],
    [
      { storageType: "io1", allocatedStorage: 100, iops: 5001 },
      "Invalid iops to storage (GB) ratio for engine name postgres and storage type io1: 50.0100",
      { storageType: "io2", allocatedStorage: 100, iops: 5001 },
    ],
    [
      { storageType: "io1", allocatedStorage: 100, iops: 999 },
      "Invalid iops value for engine name postgres and storage type io1: 999",
      { storageType: "io1", allocatedStorage: 100, iops: 1000 },
    ],
    [
      { storageType: "io1", allocatedStorage: 100, iops: 1000, maxAllocatedStorage: 2001 },
      "Invalid iops to max storage (GB) ratio for engine name postgres and storage type io1: 0.4998",
      { storageType: "io1", allocatedStorage: 100, iops: 1000, maxAllocatedStorage: 2000 },
    ],
    [
      { storageType: "gp2", iops: 3000 },
      "Invalid iops value for engine name postgres and storage type gp2: 3000",
      { storageType: "gp2" },
    ],
  ]),
  ...atCreation("database-storage-autoscaling", combination, [
    [
      { allocatedStorage: 100, maxAllocatedStorage: 99 },
      "Max storage size must be greater than storage size",
      { allocatedStorage: 100, maxAllocatedStorage: 100 },
    ],
    [
      { allocatedStorage: 100, maxAllocatedStorage: 109 },
      "The maximum allocated storage must be increased by at least 10 percent.",
      { allocatedStorage: 100, maxAllocatedStorage: 110 },
    ],
  ]),
  ...atCreation("database-storage-autoscaling", invalid, [
    [
      { maxAllocatedStorage: 70_000 },
      "Invalid max storage size for engine name postgres and storage type gp3: 70000",
      { maxAllocatedStorage: 65_536 },
    ],
  ]),
];

const overlap = "The backup window and maintenance window must not overlap.";
const role = "arn:aws:iam::123456789012:role/monitoring";
const retention = (days: number) =>
  `Invalid Performance Insights retention period: ${days}. Valid values are 7, 731 and month * 31, where month is 1 to 23.`;

const noInsights =
  "To enable the Advanced mode of Database Insights, modify your instance to enable Performance Insights and set the retention period for Performance Insights to at least 465 days.";
const insights = (days: number): Properties => ({
  databaseInsightsMode: "advanced",
  performanceInsightsEnabled: true,
  performanceInsightsRetentionPeriod: days,
});

const settings: RuleCase[] = [
  ...atCreation("database-windows", invalid, [
    [
      { backupWindow: "03:00-04:00", maintenanceWindow: "sun:03:30-sun:04:30" },
      overlap,
      { backupWindow: "03:00-04:00", maintenanceWindow: "sun:04:00-sun:05:00" },
    ],
    [
      { backupWindow: "23:30-00:30", maintenanceWindow: "Mon:00:00-Mon:00:30" },
      overlap,
      { backupWindow: "23:30-00:30", maintenanceWindow: "Mon:00:30-Mon:01:00" },
    ],
    [
      { backupWindow: "03:00-04:00", maintenanceWindow: "sat:23:00-sun:06:00" },
      overlap,
      { backupWindow: "03:00-04:00" },
    ],
  ]),
  ...atUpdate("database-windows", invalid, [
    [
      { maintenanceWindow: "sun:03:30-sun:04:30" },
      { backupWindow: "03:00-04:00" },
      overlap,
      { backupWindow: "03:00-03:30" },
    ],
  ]),
  ...atCreation("database-window-length", invalid, [
    [
      { backupWindow: "03:00-03:29" },
      "The backup window must be at least 30 minutes.",
      { backupWindow: "23:50-00:20" },
    ],
    [
      { maintenanceWindow: "sun:03:00-sun:03:29" },
      "The maintenance window must be at least 30 minutes.",
      { maintenanceWindow: "sun:23:50-mon:00:20" },
    ],
  ]),
  ...atCreation("database-performance-insights-retention", invalid, [
    [
      { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 30 },
      retention(30),
      { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 31 },
    ],
    [
      { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 744 },
      retention(744),
      { performanceInsightsEnabled: true, performanceInsightsRetentionPeriod: 731 },
    ],
  ]),
  ...atCreation("database-monitoring-role", combination, [
    [
      { monitoringInterval: 60 },
      "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
      { monitoringInterval: 60, monitoringRoleArn: role },
    ],
    [
      { monitoringRoleArn: role },
      "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.",
      {},
    ],
  ]),
  ...atUpdate("database-monitoring-role", combination, [
    [
      {},
      { monitoringInterval: 60 },
      "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.",
      { monitoringInterval: 60, monitoringRoleArn: role },
    ],
    // Turned off, the role may stay.
    [
      { monitoringInterval: 60, monitoringRoleArn: role },
      { monitoringRoleArn: `${role}2` },
      "You must specify a MonitoringInterval value other than 0 when you specify a MonitoringRoleARN value.",
      { monitoringInterval: 0, monitoringRoleArn: role },
    ],
  ]),
  ...atCreation("database-advanced-insights", combination, [
    [{ databaseInsightsMode: "advanced" }, noInsights, { databaseInsightsMode: "standard" }],
    [insights(434), noInsights, insights(465)],
  ]),
  ...atUpdate("database-advanced-insights", combination, [
    [{}, { databaseInsightsMode: "advanced" }, noInsights, insights(731)],
  ]),
  ...atCreation("database-zone-with-multi-zone", combination, [
    [
      { multiAz: true, availabilityZone: "us-east-1a" },
      "Requesting a specific availability zone is not valid for Multi-AZ instances.",
      { multiAz: false, availabilityZone: "us-east-1a" },
    ],
  ]),
  {
    rule: "database-certificate-authority",
    refused: ({ create }) => create(type, "db", { ...server, caCertIdentifier: "rds-ca-2019" }),
    message: said(
      creating,
      ["RDS", "CreateDBInstance", "CertificateNotFound", 404],
      "Certificate not found: rds-ca-2019",
    ),
    accepted: ({ create }) => create(type, "db", { ...server, caCertIdentifier: "rds-ca-ecc384-g1" }),
  },
  ...atUpdate("database-password-shape", invalid, [
    [
      { password: "long-enough" },
      { password: "short" },
      "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.",
      { password: "longer-still" },
    ],
  ]),
  ...atCreation(
    "database-password-given",
    invalid,
    [
      [
        { username: "shop" },
        "The parameter MasterUserPassword must be provided and must not be blank.",
        { username: "shop", manageMasterUserPassword: true },
      ],
      [
        { username: "shop" },
        "The parameter MasterUserPassword must be provided and must not be blank.",
        { username: "shop", snapshotIdentifier: "last" },
      ],
    ],
    leaveSnapshot,
  ),
  {
    rule: "database-snapshot-exists",
    refused: ({ create }) => create(type, "db", { ...server, snapshotIdentifier: "last" }),
    message: said(
      "creating RDS DB Instance (restore from snapshot) (db)",
      ["RDS", "RestoreDBInstanceFromDBSnapshot", "DBSnapshotNotFound", 404],
      "DBSnapshot not found: last",
    ),
    accepted: (account) => {
      leaveSnapshot(account);
      account.create(type, "db", { ...server, snapshotIdentifier: "last" });
      const arn = "arn:aws:rds:us-east-1:123456789012:snapshot:last";
      account.create(type, "other", { ...server, identifier: "other", snapshotIdentifier: arn });
    },
  },
  ...atCreation("database-reserved-user", invalid, [
    [
      { username: "admin" },
      "MasterUsername admin cannot be used as it is a reserved word used by the engine",
      { username: "postgres", password: "long-enough" },
    ],
  ]),
];

const familyOf = (name: string, family: string, needed: string) =>
  `The parameter group ${name} with DBParameterGroupFamily ${family} can't be used for this instance. Use a parameter group with DBParameterGroupFamily ${needed}.`;

const ownGroup = ({ create }: AwsAccount) => create(groupType, "g", { name: "own", family: "postgres16" });

const parameter = (name: string, applyMethod: string) => ({
  name: "own",
  family: "postgres17",
  parameters: [{ name, value: "1", applyMethod }],
});

const groups: RuleCase[] = [
  ...atCreation("database-parameter-group-family", combination, [
    [
      { parameterGroupName: "default.postgres16" },
      familyOf("default.postgres16", "postgres16", "postgres17"),
      { parameterGroupName: "default.postgres17" },
    ],
  ]),
  ...atCreation(
    "database-parameter-group-family",
    combination,
    [
      [
        { parameterGroupName: "own" },
        familyOf("own", "postgres16", "postgres17"),
        { parameterGroupName: "own", engineVersion: "16" },
      ],
    ],
    ownGroup,
  ),
  ...atUpdate(
    "database-parameter-group-family",
    combination,
    [
      [
        { engineVersion: "16", parameterGroupName: "own" },
        { engineVersion: "17", ...upgrade },
        familyOf("own", "postgres16", "postgres17"),
        { engineVersion: "17", ...upgrade, parameterGroupName: "default.postgres17" },
      ],
    ],
    ownGroup,
  ),
  {
    rule: "parameter-group-family-exists",
    refused: ({ create }) => create(groupType, "g", { name: "own", family: "postgresql17" }),
    message: said(
      "creating RDS DB Parameter Group (own)",
      ["RDS", "CreateDBParameterGroup", invalid],
      "ParameterGroupFamily postgresql17 is not a valid parameter group family",
    ),
    accepted: ownGroup,
  },
  {
    rule: "parameter-exists",
    refused: ({ create }) => create(groupType, "g", parameter("workmem", "immediate")),
    message: said(
      "modifying RDS DB Parameter Group (own)",
      ["RDS", "ModifyDBParameterGroup", invalid],
      "Could not find parameter with name: workmem",
    ),
    accepted: ({ create, update }) =>
      update(
        create(groupType, "g", parameter("pgaudit.log", "immediate")),
        parameter("timezone", "immediate"),
      ),
  },
  {
    rule: "parameter-applied-at-start",
    refused: ({ create }) => create(groupType, "g", parameter("shared_buffers", "immediate")),
    message: said(
      "modifying RDS DB Parameter Group (own)",
      ["RDS", "ModifyDBParameterGroup", combination],
      "cannot use immediate apply method for static parameter",
    ),
    accepted: ({ create, update }) =>
      update(
        create(groupType, "g", parameter("shared_buffers", "pending-reboot")),
        parameter("work_mem", "immediate"),
      ),
  },
];

/** Subnets a and b of one VPC in two zones, and c of another VPC. */
function subnets({ create }: AwsAccount) {
  const subnet = (name: string, vpcId: string, availabilityZone: string) => {
    const cidrBlock = `10.0.${name.charCodeAt(0)}.0/24`;
    return create("aws:ec2/subnet:Subnet", name, { vpcId, availabilityZone, cidrBlock }).id;
  };
  return {
    a: subnet("a", "vpc-1", "us-east-1a"),
    b: subnet("b", "vpc-1", "us-east-1b"),
    c: subnet("c", "vpc-2", "us-east-1c"),
    d: subnet("d", "vpc-2", "us-east-1d"),
  };
}

const subnetGroup = (...subnetIds: string[]) => ({ name: "data", subnetIds });
const doing = "creating RDS DB Subnet Group (data)";

/** A server in the subnets of `vpc-1`. */
const withSecurityGroupOf = (vpcId: string) => (account: AwsAccount) => {
  const { a, b } = subnets(account);
  account.create(subnetGroupType, "data", subnetGroup(a, b));
  const { id } = account.create("aws:ec2/securityGroup:SecurityGroup", "db", { vpcId });
  return account.create(type, "db", { ...server, dbSubnetGroupName: "data", vpcSecurityGroupIds: [id] });
};

const network: RuleCase[] = [
  {
    rule: "database-subnet-group-zones",
    refused: (account) => account.create(subnetGroupType, "data", subnetGroup(subnets(account).a)),
    message: said(
      doing,
      ["RDS", "CreateDBSubnetGroup", "DBSubnetGroupDoesNotCoverEnoughAZs"],
      "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: us-east-1a. Add subnets to cover at least 2 AZs.",
    ),
    accepted: (account) => {
      const { a, b } = subnets(account);
      return account.create(subnetGroupType, "data", subnetGroup(a, b));
    },
  },
  {
    rule: "database-subnet-group-vpc",
    refused: (account) => {
      const { a, c } = subnets(account);
      return account.create(subnetGroupType, "data", subnetGroup(a, c));
    },
    message: said(
      doing,
      ["RDS", "CreateDBSubnetGroup", invalid],
      "All the subnets must be in the same VPC: vpc-1, vpc-2",
    ),
    // Subnets that the account does not have are nothing to judge.
    accepted: (account) => account.create(subnetGroupType, "data", subnetGroup("subnet-1", "subnet-2")),
  },
  {
    rule: "database-subnet-group-vpc",
    refused: (account) => {
      const { a, b, c, d } = subnets(account);
      const group = account.create(subnetGroupType, "data", subnetGroup(a, b));
      return account.update(group, subnetGroup(c, d));
    },
    message: said(
      "updating RDS DB Subnet Group (data)",
      ["RDS", "ModifyDBSubnetGroup", invalid],
      "The new Subnets are not in the same Vpc as the existing subnet group",
    ),
    accepted: (account) => {
      const { a, b } = subnets(account);
      const group = account.create(subnetGroupType, "data", subnetGroup(a, b));
      return account.update(group, subnetGroup(b, a));
    },
  },
  {
    rule: "database-security-groups-vpc",
    refused: withSecurityGroupOf("vpc-2"),
    message: said(
      creating,
      ["RDS", "CreateDBInstance", combination],
      "The DB instance and EC2 security group are in different VPCs. The DB instance is in vpc-1 and the EC2 security group is in vpc-2",
    ),
    accepted: withSecurityGroupOf("vpc-1"),
  },
];

export const cases: RuleCase[] = [...engine, ...storage, ...settings, ...groups, ...network];
