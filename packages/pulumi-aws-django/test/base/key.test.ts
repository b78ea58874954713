import { expect, test } from "vitest";
import { checkKeyRegion } from "../../src/base/check/key.ts";
import { baseContractProblems } from "../../src/contracts/baseContract.ts";
import { EVERYTHING, recordBase } from "../support/recordBase.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/0f1e2d3c-4b5a";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const INSTANCE = "aws:rds/instance:Instance";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const RANDOM_ID = "random:index/randomId:RandomId";
const SECRET = "aws:secretsmanager/secret:Secret";

const own = await recordBase({ ...EVERYTHING, kmsKeyArn });
const none = await recordBase(EVERYTHING);

const S3_KEYS = { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };

const keysOf = (recording: typeof own, type: string) =>
  Object.fromEntries(recording.of(type).map(({ name, inputs }) => [name, inputs.kmsKeyId]));

test("encrypts everything that the base keeps, but for the load balancer's logs", () => {
  expect(own.one(INSTANCE).inputs).toMatchObject({
    storageEncrypted: true,
    kmsKeyId: kmsKeyArn,
    performanceInsightsKmsKeyId: kmsKeyArn,
  });
  expect(own.one(CACHE).inputs.kmsKeyId).toBe(kmsKeyArn);
  expect(keysOf(own, SECRET)).toEqual({ "base-database": kmsKeyArn, "base-cache": kmsKeyArn });
  expect(keysOf(own, LOG_GROUP)).toEqual({
    "base-database-postgresql": kmsKeyArn,
    "base-database-upgrade": kmsKeyArn,
    "base-flow-logs": kmsKeyArn,
  });
  expect(own.one(ENCRYPTION, "base-assets").inputs.rules).toEqual([
    {
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
      bucketKeyEnabled: true,
    },
  ]);
  expect(own.one(ENCRYPTION, "base-alb-logs").inputs.rules).toEqual([S3_KEYS]);
});

test("is nowhere by default", () => {
  for (const type of [INSTANCE, CACHE, SECRET, LOG_GROUP])
    for (const { name, inputs } of none.of(type)) {
      expect(inputs.kmsKeyId, name).toBeUndefined();
      expect(inputs.performanceInsightsKmsKeyId, name).toBeUndefined();
    }
  for (const { inputs } of none.of(ENCRYPTION)) expect(inputs.rules).toEqual([S3_KEYS]);
  expect(none.result.contract).not.toHaveProperty("kmsKeyArn");
});

test("gives no key to insights that are off", async () => {
  const { inputs } = (await recordBase({ kmsKeyArn, database: { databaseInsights: false } })).one(INSTANCE);
  expect(inputs.kmsKeyId).toBe(kmsKeyArn);
  expect(inputs.performanceInsightsKmsKeyId).toBeUndefined();
});

test("another one makes another server and cache under names of their own, and its absence changes no name", () => {
  const server = ["base-database-origin", "base-database"];
  for (const name of server) {
    expect(own.one(RANDOM_ID, name)).toMatchObject({ ignoreChanges: ["keepers.snapshotIdentifier"] });
    expect(own.one(RANDOM_ID, name).inputs.keepers).toEqual({ username: "postgres", kmsKeyArn });
    expect(none.one(RANDOM_ID, name)).toMatchObject({
      ignoreChanges: ["keepers.snapshotIdentifier", "keepers.kmsKeyArn"],
    });
    expect(Object.keys(Object(none.one(RANDOM_ID, name).inputs.keepers))).toEqual(["username"]);
  }
  const engine = { engine: "valkey", engineVersion: "9.1" };
  expect(own.one(RANDOM_ID, "base-cache").inputs.keepers).toEqual({ ...engine, kmsKeyArn });
  expect(Object.keys(Object(none.one(RANDOM_ID, "base-cache").inputs.keepers))).toEqual(Object.keys(engine));
});

test("is told to the apps", () => {
  expect(own.result.contract).toMatchObject({ version: 2, kmsKeyArn });
  expect(baseContractProblems(own.result.contract, "")).toEqual([]);
});

test("of another region is refused", () => {
  expect(checkKeyRegion(kmsKeyArn, "us-east-1")).toEqual([]);
  expect(checkKeyRegion(kmsKeyArn, "eu-central-1")).toEqual([
    {
      path: "kmsKeyArn",
      reason: `is "${kmsKeyArn}". The base is in eu-central-1, and AWS takes keys of the same region only: "arn:aws:kms:eu-central-1:<account>:key/<id>".`,
    },
  ]);
});
