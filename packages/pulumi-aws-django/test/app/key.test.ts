import { expect, test } from "vitest";
import { baseContract } from "./support/base.ts";
import { recordApp, statementsOf } from "./support/recordApp.ts";

const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/0f1e2d3c-4b5a";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const SECRET = "aws:secretsmanager/secret:Secret";
const settings = {
  frontend: { enabled: true },
  secretValues: { STRIPE_KEY: "sk" },
  permissions: { databaseSecret: true },
};

const own = await recordApp({ ...settings, base: { ...baseContract, kmsKeyArn } });
const none = await recordApp(settings);

const through = (service: string) => ({
  StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` },
});
const keyRights = (recording: typeof own, role: string) =>
  statementsOf(recording, role).filter(({ Action }) => String(Action).includes("kms:"));

test("the base's key encrypts the app's secrets and logs", () => {
  for (const type of [LOG_GROUP, SECRET]) {
    expect(own.of(type).length).toBeGreaterThan(1);
    for (const { name, inputs } of own.of(type)) expect(inputs.kmsKeyId, name).toBe(kmsKeyArn);
    for (const { name, inputs } of none.of(type)) expect(inputs.kmsKeyId, name).toBeUndefined();
  }
});

test("each role may use the base's key for what it reads and writes, and only through that service", () => {
  const right = { Effect: "Allow", Resource: [kmsKeyArn] };
  const decrypt = { ...right, Action: ["kms:Decrypt"], Condition: through("secretsmanager") };
  expect(keyRights(own, "alpha-execution")).toEqual([{ ...decrypt, Sid: "SecretsKey" }]);
  expect(keyRights(own, "alpha-task")).toEqual([
    {
      ...right,
      Sid: "FilesKey",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: through("s3"),
    },
    { ...decrypt, Sid: "DatabaseSecretKey" },
  ]);
  expect(keyRights(own, "alpha-frontend-task")).toEqual([]);
  for (const role of ["alpha-execution", "alpha-task", "alpha-frontend-task"])
    expect(keyRights(none, role), role).toEqual([]);
});
