import { expect, test } from "vitest";
import { recordBase } from "../support/recordBase.ts";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

test("the cache as it is by default", async () => {
  const recording = await recordBase();
  const group = recording.one(GROUP);
  expect(group.inputs).toEqual({
    description: "Cache of the apps on base-cache",
    engine: "valkey",
    engineVersion: "9.1",
    autoMinorVersionUpgrade: false,
    nodeType: "cache.t4g.micro",
    numCacheClusters: 1,
    automaticFailoverEnabled: false,
    multiAzEnabled: false,
    port: 6379,
    subnetGroupName: "base-cache",
    securityGroupIds: ["sg-base-cache"],
    atRestEncryptionEnabled: true,
    transitEncryptionEnabled: true,
    authToken: "generated-base-cache",
    authTokenUpdateStrategy: "ROTATE",
    snapshotRetentionLimit: 1,
    finalSnapshotIdentifier: "base-cache-0f1e2d3c-final",
    applyImmediately: false,
  });
  expect(group).toMatchObject({
    name: "base-cache",
    parent: "base",
    secrets: ["authToken"],
    dependsOn: [
      "RandomId base-cache",
      "RandomPassword base-cache",
      "SecurityGroup base-cache",
      "SubnetGroup base-cache",
    ],
  });
  expect(recording.one("aws:elasticache/subnetGroup:SubnetGroup").inputs.subnetIds).toEqual([
    "subnet-data-1",
    "subnet-data-2",
  ]);
  expect(recording.result.cacheEndpoint).toBe("master.base-cache.cache.amazonaws.com:6379");
});

test("every setting", async () => {
  const recording = await recordBase({
    cache: {
      engine: "redis",
      nodeType: "cache.r7g.large",
      replicas: 2,
      snapshotRetentionDays: 7,
      snapshotWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      finalSnapshot: false,
      applyImmediately: true,
    },
  });
  const { inputs } = recording.one(GROUP);
  expect(inputs).toMatchObject({
    engine: "redis",
    engineVersion: "7.1",
    nodeType: "cache.r7g.large",
    numCacheClusters: 3,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    snapshotRetentionLimit: 7,
    snapshotWindow: "03:00-04:00",
    maintenanceWindow: "sun:04:30-sun:05:30",
    applyImmediately: true,
  });
  expect(inputs).not.toHaveProperty("finalSnapshotIdentifier");
  // The last snapshot's name.
  expect(recording.of("random:index/randomId:RandomId").map(({ name }) => name)).not.toContain("base-cache");
});

test("replicas without failover, and a version of one's own", async () => {
  const { inputs } = (
    await recordBase({ cache: { replicas: 1, automaticFailover: false, engineVersion: "8.1" } })
  ).one(GROUP);
  expect(inputs).toMatchObject({
    engineVersion: "8.1",
    numCacheClusters: 2,
    automaticFailoverEnabled: false,
    multiAzEnabled: false,
  });
});

test("the token is generated, and the URL that holds it is a secret", async () => {
  const recording = await recordBase();
  expect(recording.one("random:index/randomPassword:RandomPassword", "base-cache").inputs).toEqual({
    length: 64,
    special: false,
  });
  const version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "base-cache");
  expect(version.secrets).toEqual(["secretString"]);
  expect(JSON.parse(String(version.inputs.secretString))).toEqual({
    url: "rediss://:generated-base-cache@master.base-cache.cache.amazonaws.com:6379",
    token: "generated-base-cache",
  });
  expect(recording.result.contract.cache).toEqual({
    replicationGroupId: "base-cache",
    host: "master.base-cache.cache.amazonaws.com",
    port: 6379,
    secretArn: "arn:aws:secretsmanager:us-east-1:111122223333:base-cache",
  });
});
