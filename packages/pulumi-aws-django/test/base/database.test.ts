import { expect, test } from "vitest";
import { recordBase } from "../support/recordBase.ts";

const INSTANCE = "aws:rds/instance:Instance";
const RANDOM_ID = "random:index/randomId:RandomId";
const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

test("the server as it is by default", async () => {
  const recording = await recordBase();
  const instance = recording.one(INSTANCE);
  expect(instance.inputs).toEqual({
    identifier: "base-database-0f1e2d3c",
    engine: "postgres",
    engineVersion: "17",
    allowMajorVersionUpgrade: false,
    autoMinorVersionUpgrade: true,
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    maxAllocatedStorage: 100,
    storageType: "gp3",
    storageEncrypted: true,
    dbSubnetGroupName: "base-database",
    vpcSecurityGroupIds: ["sg-base-database"],
    port: 5432,
    publiclyAccessible: false,
    multiAz: false,
    username: "postgres",
    password: "generated-base-database",
    parameterGroupName: "base-database",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    backupRetentionPeriod: 7,
    copyTagsToSnapshot: true,
    deletionProtection: true,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: "base-database-0f1e2d3c-final",
    enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 7,
    applyImmediately: false,
  });
  expect(instance).toMatchObject({ name: "base-database", parent: "base", secrets: ["password"] });
  expect(recording.one("aws:rds/subnetGroup:SubnetGroup").inputs.subnetIds).toEqual([
    "subnet-data-1",
    "subnet-data-2",
  ]);
  expect(recording.one("aws:rds/parameterGroup:ParameterGroup").inputs).toEqual({
    description: "Parameters of base-database",
    family: "postgres17",
    parameters: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
  });
  expect(recording.result.databaseEndpoint).toBe("base-database.rds.amazonaws.com:5432");
});

test("every setting", async () => {
  const recording = await recordBase({
    database: {
      engineVersion: "16",
      allowMajorVersionUpgrade: true,
      instanceClass: "db.m7g.large",
      allocatedStorage: 200,
      multiAz: true,
      backupRetentionDays: 14,
      backupWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      deletionProtection: false,
      finalSnapshot: false,
      performanceInsights: false,
      logRetentionDays: 90,
      snapshotIdentifier: "before-migration",
      username: "owner",
      caCertificate: "rds-ca-ecc384-g1",
      applyImmediately: true,
    },
  });
  const { inputs } = recording.one(INSTANCE);
  expect(inputs).toMatchObject({
    engineVersion: "16",
    allowMajorVersionUpgrade: true,
    instanceClass: "db.m7g.large",
    allocatedStorage: 200,
    maxAllocatedStorage: 260,
    multiAz: true,
    backupRetentionPeriod: 14,
    backupWindow: "03:00-04:00",
    maintenanceWindow: "sun:04:30-sun:05:30",
    deletionProtection: false,
    skipFinalSnapshot: true,
    performanceInsightsEnabled: false,
    snapshotIdentifier: "before-migration",
    username: "owner",
    caCertIdentifier: "rds-ca-ecc384-g1",
    applyImmediately: true,
  });
  expect(inputs).not.toHaveProperty("finalSnapshotIdentifier");
  expect(inputs).not.toHaveProperty("performanceInsightsRetentionPeriod");
  expect(recording.one("aws:rds/parameterGroup:ParameterGroup").inputs.family).toBe("postgres16");
  expect(
    (await recordBase({ database: { maxAllocatedStorage: 20 } })).one(INSTANCE).inputs.maxAllocatedStorage,
  ).toBe(20);
});

test("its logs are kept for a while, in groups that are there before RDS would make them", async () => {
  const recording = await recordBase();
  for (const log of ["postgresql", "upgrade"]) {
    expect(recording.one("aws:cloudwatch/logGroup:LogGroup", `base-database-${log}`).inputs).toEqual({
      name: `/aws/rds/instance/base-database-0f1e2d3c/${log}`,
      retentionInDays: 30,
    });
  }
  expect(recording.one(INSTANCE).dependsOn).toEqual([
    "LogGroup base-database-postgresql",
    "LogGroup base-database-upgrade",
    "ParameterGroup base-database",
    "RandomId base-database",
    "RandomPassword base-database",
    "SecurityGroup base-database",
    "SubnetGroup base-database",
  ]);
});

test("a replacement has a name of its own; taking out the snapshot's name isn't one", async () => {
  const restored = await recordBase({ database: { snapshotIdentifier: "before" } });
  expect(restored.one(RANDOM_ID, "base-database")).toMatchObject({
    inputs: { byteLength: 4, keepers: { username: "postgres", snapshotIdentifier: "before" } },
    ignoreChanges: [],
  });
  const usual = await recordBase();
  expect(usual.one(RANDOM_ID, "base-database")).toMatchObject({
    inputs: { byteLength: 4, keepers: { username: "postgres" } },
    ignoreChanges: ["keepers.snapshotIdentifier"],
  });
});

test("the master password is generated, fit for URLs, and nowhere but in secrets", async () => {
  const recording = await recordBase();
  expect(recording.one("random:index/randomPassword:RandomPassword", "base-database").inputs).toEqual({
    length: 40,
    special: false,
  });
  expect(recording.one("aws:secretsmanager/secret:Secret", "base-database").inputs).toEqual({
    description: "Master user of base-database",
    recoveryWindowInDays: 30,
  });
  const version = recording.one(SECRET_VERSION, "base-database");
  expect(version.secrets).toEqual(["secretString"]);
  expect(JSON.parse(String(version.inputs.secretString))).toEqual({
    username: "postgres",
    password: "generated-base-database",
    host: "base-database.rds.amazonaws.com",
    port: 5432,
  });
  expect(recording.result.contract.database).toEqual({
    instanceIdentifier: "base-database-0f1e2d3c",
    host: "base-database.rds.amazonaws.com",
    port: 5432,
    secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:base-database",
    secretName: "base-database",
  });
});

test("a disk of 400 GiB and more asks for what such a disk is given, a smaller one for nothing", async () => {
  const speed = async (allocatedStorage: number) => {
    const { iops, storageThroughput } = (await recordBase({ database: { allocatedStorage } })).one(
      "aws:rds/instance:Instance",
    ).inputs;
    return { iops, storageThroughput };
  };
  expect(await speed(399)).toEqual({});
  expect(await speed(400)).toEqual({ iops: 12000, storageThroughput: 500 });
});
