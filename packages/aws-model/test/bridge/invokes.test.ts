import { expect, test } from "vitest";
import { invokeTokens } from "../../src/bridge/invoke.ts";
import { functionTokens } from "../../src/schema/awsSchema.ts";
import type { Properties } from "../../src/world/world.ts";
import { awsAccount } from "../support/awsResources.ts";

function account(config: Properties = { region: "us-east-1" }) {
  const aws = awsAccount(config);
  const token = (name: string) => `aws:${name}:${name.split("/")[1]}`;
  return { ...aws, ask: (name: string, args: Properties = {}) => aws.provider.invoke(token(name), args) };
}

test("every answered function is one of the provider", () => {
  expect(invokeTokens().filter((token) => !functionTokens().includes(token))).toEqual([]);
});

test("who, where and what there is", () => {
  const { ask } = account({ region: "eu-west-1" });
  expect(ask("index/getCallerIdentity")).toMatchObject({ accountId: "123456789012" });
  expect(ask("index/getRegion")).toMatchObject({ region: "eu-west-1", description: "Europe (Ireland)" });
  expect(ask("index/getPartition")).toMatchObject({ partition: "aws", dnsSuffix: "amazonaws.com" });
  expect(
    ask("index/getAvailabilityZones", { state: "available", excludeNames: ["eu-west-1b"] }),
  ).toMatchObject({
    names: ["eu-west-1a", "eu-west-1c"],
    zoneIds: ["euw1-az1", "euw1-az3"],
  });
  expect(ask("index/getAvailabilityZones", { region: "us-east-1" }).names).toHaveLength(6);
});

test("a function or argument that is not known is an error that names it", () => {
  const { provider, ask } = account();
  expect(() => provider.invoke("aws:ec2/getVpc:getVpc", {})).toThrow(
    "the sandbox does not answer the function aws:ec2/getVpc:getVpc",
  );
  expect(() => provider.invoke("aws:index/getRegionn:getRegionn", {})).toThrow(
    "the sandbox does not answer the function aws:index/getRegionn:getRegionn; did you mean aws:index/getRegion:getRegion?",
  );
  expect(() => ask("rds/getSnapshot", { dbSnapshotIdentifer: "s" })).toThrow(
    "'dbSnapshotIdentifer' is not a property; did you mean 'dbSnapshotIdentifier'?",
  );
});

test("a database that is deleted leaves a snapshot, which is found by its name", () => {
  const { create, remove, ask } = account();
  expect(() => ask("rds/getSnapshot", { dbSnapshotIdentifier: "last" })).toThrow(
    "Your query returned no results. Please change your search criteria and try again.",
  );
  remove(
    create("aws:rds/instance:Instance", "db", {
      identifier: "db",
      engine: "postgres",
      instanceClass: "db.t4g.micro",
      allocatedStorage: 20,
      username: "django",
      password: "a-long-password",
      finalSnapshotIdentifier: "last",
    }),
  );
  expect(ask("rds/getSnapshot", { dbSnapshotIdentifier: "last" })).toMatchObject({
    id: "last",
    dbSnapshotArn: "arn:aws:rds:us-east-1:123456789012:snapshot:last",
    dbInstanceIdentifier: "db",
  });
});

test("engine versions: the newest of a major one, and none of an engine that isn't", () => {
  const { ask } = account();
  expect(ask("rds/getEngineVersion", { engine: "postgres", version: "16" })).toMatchObject({
    versionActual: "16.13",
    parameterGroupFamily: "postgres16",
  });
  expect(ask("rds/getEngineVersion", { engine: "postgres", preferredVersions: ["99", "17.9"] }).version).toBe(
    "17.9",
  );
  expect(ask("rds/getEngineVersion", { engine: "postgres", version: "16.16" })).toMatchObject({
    // None that is older than the server's minor version.
    validUpgradeTargets: ["17.12", "18.6"],
    validMajorTargets: ["17.12", "18.6"],
  });
  expect(() => ask("rds/getEngineVersion", { engine: "postgres", version: "9.6" })).toThrow(
    "no RDS engine versions match the criteria",
  );
});
