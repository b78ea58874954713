import { describe, expect, test } from "vitest";
import { resourceSchema } from "../../../aws-model/src/schema/awsSchema.ts";
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { checkOtherVersion, checkUpgrade } from "../../src/base/databaseVersion.ts";
import { endingVersions } from "../../src/base/engineLifecycles.ts";
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
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
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
      engineVersion: "16.13",
      engineLifecycleSupport: "open-source-rds-extended-support",
      instanceClass: "db.m7g.large",
      allocatedStorageGiB: 200,
      multiAz: true,
      backupRetentionDays: 14,
      backupWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      deletionProtection: false,
      finalSnapshot: false,
      databaseInsights: false,
      logRetentionDays: 90,
      snapshotIdentifier: "before-migration",
      username: "owner",
      caCertificate: "rds-ca-ecc384-g1",
      applyImmediately: true,
    },
  });
  const { inputs } = recording.one(INSTANCE);
  expect(inputs).toMatchObject({
    engineVersion: "16.13",
    engineLifecycleSupport: "open-source-rds-extended-support",
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
  expect(inputs).not.toHaveProperty("performanceInsightsRetentionPeriod");
  expect(recording.one("aws:rds/parameterGroup:ParameterGroup").inputs.family).toBe("postgres16");
  expect(
    (await recordBase({ database: { maxAllocatedStorageGiB: 20 } })).one(INSTANCE).inputs.maxAllocatedStorage,
  ).toBe(20);
});

test("its parameters are those that are given, and the library's", async () => {
  const parameters = { shared_preload_libraries: "pg_stat_statements", log_min_duration_statement: "500" };
  const recording = await recordBase({ database: { parameters } });
  expect(recording.one("aws:rds/parameterGroup:ParameterGroup").inputs.parameters).toEqual([
    { name: "log_min_duration_statement", value: "500", applyMethod: "immediate" },
    { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
    { name: "shared_preload_libraries", value: "pg_stat_statements", applyMethod: "pending-reboot" },
  ]);
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

describe("what a server is made with for life", () => {
  test.each(["base-database", "base-database-origin"])(
    "changes %s; that a snapshot's name is taken out doesn't",
    async (name) => {
      const restored = await recordBase({ database: { snapshotIdentifier: "before" } });
      expect(restored.one(RANDOM_ID, name)).toMatchObject({
        inputs: { byteLength: 4, keepers: { username: "postgres", snapshotIdentifier: "before" } },
        ignoreChanges: ["keepers.kmsKeyArn"],
      });
      const usual = await recordBase();
      expect(usual.one(RANDOM_ID, name)).toMatchObject({
        inputs: { byteLength: 4, keepers: { username: "postgres" } },
        ignoreChanges: ["keepers.snapshotIdentifier", "keepers.kmsKeyArn"],
      });
    },
  );

  test("is asked of the engine's protection first, and only then has another name", async () => {
    const recording = await recordBase();
    expect(recording.one(RANDOM_ID, "base-database-origin").deleteBeforeReplace).toBe(true);
    expect(recording.one(RANDOM_ID, "base-database-deletion-protection")).toMatchObject({
      inputs: { keepers: { origin: "0f1e2d3c" } },
      protect: true,
    });
    expect(recording.one(RANDOM_ID, "base-database").dependsOn).toEqual([
      "RandomId base-database-deletion-protection",
    ]);
  });

  test("is every setting of ours that RDS makes another server for", async () => {
    const { inputs } = (await recordBase({ database: { snapshotIdentifier: "before" } })).one(INSTANCE);
    const replacing = Object.keys(inputs).filter((name) => resourceSchema(INSTANCE).inputs[name]?.replaces);
    // The first two are the same in every base.
    expect(replacing.sort()).toEqual(["engine", "snapshotIdentifier", "storageEncrypted", "username"]);
  });

  test("the server keeps its names and its support as long as it is the same; only an upgrade changes its version", async () => {
    const kept = ["identifier", "finalSnapshotIdentifier", "engineLifecycleSupport"];
    const { ignoreChanges, deleteBeforeReplace } = (await recordBase()).one(INSTANCE);
    expect({ ignoreChanges, deleteBeforeReplace }).toEqual({
      ignoreChanges: [...kept, "engineVersion"],
      deleteBeforeReplace: false,
    });
    const upgrade = await recordBase({ database: { allowMajorVersionUpgrade: true } });
    expect(upgrade.one(INSTANCE).ignoreChanges).toEqual(kept);
  });
});

test.each([
  // The server has what is asked for, or AWS has gone on.
  ["17", "17.9", undefined],
  ["17.9", "17.9", undefined],
  ["17.9", "17.12", undefined],
  // Not made yet.
  ["17", undefined, undefined],
  [
    "18",
    "17.9",
    'is "18". The server runs 17.9. To upgrade it, set allowMajorVersionUpgrade and applyImmediately to true as well; to leave it, write "17".',
  ],
  [
    "17.12",
    "17.9",
    'is "17.12". The server runs 17.9. To upgrade it, set allowMajorVersionUpgrade and applyImmediately to true as well; to leave it, write "17".',
  ],
  ["16", "17.9", 'is "16". The server runs 17.9, and can\'t go back. Write "17".'],
  ["16.16", "17.9", 'is "16.16". The server runs 17.9, and can\'t go back. Write "17".'],
])("version %s for a server of %s", (asked, actual, reason) => {
  expect(checkOtherVersion(asked, actual).map((problem) => problem.reason)).toEqual([reason ?? []].flat());
});

test.each([
  ["17", { actual: "16.13", meant: "17.9", targets: ["16.16", "17.9", "17.12", "18.3"] }, undefined],
  ["17.12", { actual: "16.16", meant: "17.12", targets: ["17.12", "18.6"] }, undefined],
  [
    "17",
    { actual: "16.16", meant: "17.9", targets: ["18.6", "17.13", "17.12"] },
    'is "17". By that RDS means 17.9. RDS doesn\'t upgrade the server, which runs 16.16, to that. Write "17.12" until the upgrade is done, and "17" again afterwards, which changes nothing.',
  ],
  [
    "17.9",
    { actual: "16.16", meant: "17.9", targets: ["17.12", "18.6"] },
    'is "17.9". RDS doesn\'t upgrade the server, which runs 16.16, to that. Write "17.12" until the upgrade is done, and "17" again afterwards, which changes nothing.',
  ],
  [
    "18",
    { actual: "11.22", meant: "18.3", targets: ["12.22", "13.23"] },
    'is "18". By that RDS means 18.3. RDS doesn\'t upgrade the server, which runs 11.22, to that. Write one of 12.22, 13.23, or "11" to leave it.',
  ],
])("an upgrade to %s: %j", (asked, upgrade, reason) => {
  expect(checkUpgrade(asked, upgrade).map((problem) => problem.reason)).toEqual([reason ?? []].flat());
});

test("versions that AWS stops supporting are named with the day, and the base is still made", () => {
  const reasons = (args: Partial<DjangoBaseArgs>) =>
    endingVersions({ domainName: "example.com", ...args }).map(({ path, reason }) => `${path}: ${reason}`);
  expect(reasons({ cache: { engine: "redis", engineVersion: "6.2" } })).toEqual([
    'cache.engineVersion: is "6.2". ElastiCache\'s standard support of Redis 6 lasts until 31 January 2027; from the next day on it charges for Extended Support by itself. Upgrade before, which happens in place: engine "valkey", or engineVersion "7.1".',
  ]);
  expect(reasons({ cache: { engine: "redis", engineVersion: "6.x" } })).toHaveLength(1);
  expect(reasons({ database: { engineVersion: "14" } })).toEqual([
    'database.engineVersion: is "14". RDS\'s standard support of it lasts until 28 February 2027. From then on RDS makes no new server of it, and upgrades an existing one by itself, or charges 0.10 USD a vCPU and hour where it was made with Extended Support. Upgrade it with allowMajorVersionUpgrade.',
  ]);
  expect(
    reasons({
      database: { engineVersion: "13.23", engineLifecycleSupport: "open-source-rds-extended-support" },
    }),
  ).toEqual([
    'database.engineVersion: is "13.23". RDS\'s standard support of it lasts until 28 February 2026. From then on Extended Support costs 0.10 USD a vCPU and hour. Upgrade it with allowMajorVersionUpgrade.',
  ]);
  expect(
    reasons({ database: { engineVersion: "15" }, cache: { engine: "redis", engineVersion: "7.1" } }),
  ).toEqual([]);
  expect(reasons({})).toEqual([]);
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
    majorVersion: 17,
  });
});

test("apps hear which major version of Postgres the base asks for", async () => {
  const major = async (engineVersion: string) =>
    (await recordBase({ database: { engineVersion } })).result.contract.database;
  expect(await major("16")).toMatchObject({ majorVersion: 16 });
  expect(await major("18.2")).toMatchObject({ majorVersion: 18 });
});

test("a disk of 400 GiB and more asks for what such a disk is given, a smaller one for nothing", async () => {
  const speed = async (allocatedStorage: number) => {
    const { iops, storageThroughput } = (
      await recordBase({ database: { allocatedStorageGiB: allocatedStorage } })
    ).one("aws:rds/instance:Instance").inputs;
    return { iops, storageThroughput };
  };
  expect(await speed(399)).toEqual({});
  expect(await speed(400)).toEqual({ iops: 12000, storageThroughput: 500 });
});
