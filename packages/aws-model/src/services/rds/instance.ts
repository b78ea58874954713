import { createHash } from "node:crypto";
import type { Companion, Making, Recipe } from "../../descriptor/recipe.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { lowerCase } from "../../descriptor/spelling.ts";
import { LOGS, seconds, type Times } from "../../descriptor/times.ts";
import { actualVersion, engines, familyOf } from "../../facts/engines.ts";
import { databaseHour, perMonth, prices } from "../../facts/prices.ts";
import { hostedZone, zonesOf } from "../../facts/regions.ts";
import { isObject } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";

const upper = (digits: string): string => digits.toUpperCase();

function instance(making: Making & { id: string }): Properties {
  const { inputs, text, region } = making;
  const engine = text("engine", "postgres");
  const version = actualVersion(engine, text("engineVersion"));
  const { port, license } = engines[engine] ?? { port: 5432, license: "" };
  const address = `${text("identifier")}.c${making.digits(11)}.${region}.rds.amazonaws.com`;
  const usedPort = Number(text("port", String(port)));
  const isGp3 = inputs.storageType === "gp3";
  const isLargeGp3 = isGp3 && Number(inputs.allocatedStorage ?? 0) >= 400;
  const major = version
    .split(".")
    .slice(0, engine === "postgres" ? 1 : 2)
    .join("-");
  return {
    address,
    allocatedStorage: 20,
    arn: making.arn("rds", `db:${text("identifier")}`),
    availabilityZone: zonesOf(region)[0]?.name ?? "",
    backupTarget: "region",
    backupWindow: "03:53-04:23",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    databaseInsightsMode: "standard",
    dbSubnetGroupName: "default",
    endpoint: `${address}:${usedPort}`,
    engineLifecycleSupport: "open-source-rds-extended-support",
    engineVersion: version,
    engineVersionActual: version,
    hostedZoneId: hostedZone("rds", region),
    iops: isLargeGp3 ? 12_000 : isGp3 ? 3000 : 0,
    kmsKeyId: inputs.storageEncrypted === true ? making.arn("kms", `key/${making.uuid()}`) : "",
    latestRestorableTime: "",
    licenseModel: license,
    maintenanceWindow: "sun:06:24-sun:06:54",
    masterUserSecrets: managedSecret(making),
    monitoringRoleArn: "",
    networkType: "IPV4",
    optionGroupName: `default:${engine}-${major}`,
    parameterGroupName: `default.${familyOf(engine, version)}`,
    performanceInsightsKmsKeyId:
      inputs.performanceInsightsEnabled === true ? making.arn("kms", `key/${making.uuid()}`) : "",
    performanceInsightsRetentionPeriod: inputs.performanceInsightsEnabled === true ? 7 : 0,
    port: port,
    replicas: [],
    resourceId: making.id,
    snapshotIdentifier: "",
    status: "available",
    storageThroughput: isLargeGp3 ? 500 : isGp3 ? 125 : 0,
    storageType: inputs.iops === undefined ? "gp2" : "io1",
    timezone: "",
    upgradeRolloutOrder: "last",
    vpcSecurityGroupIds: [],
  };
}

const managedSecret = (making: Making): Properties[] =>
  making.inputs.manageMasterUserPassword === true
    ? [
        {
          kmsKeyId: making.text("masterUserSecretKmsKeyId", making.arn("kms", `key/${making.uuid()}`)),
          secretArn: making.arn("secretsmanager", `secret:rds!db-${making.uuid()}-${making.digits(6)}`),
          secretStatus: "active",
        },
      ]
    : [];

/** The secret of a database that manages its master password itself, and its one version. */
function managedSecretOf(state: Properties): Companion[] {
  const [managed] = Array.isArray(state.masterUserSecrets) ? state.masterUserSecrets : [];
  if (!isObject(managed)) return [];
  const arn = String(managed.secretArn);
  const name = arn.split(":secret:")[1]?.replace(/-[^-]{6}$/, "") ?? "";
  const common = { region: state.region ?? "", arn };
  const password = createHash("sha256").update(arn).digest("hex").slice(0, 28);
  const versionId = `${password.slice(0, 8)}-0000-4000-8000-${password.slice(8, 20)}`;
  return [
    {
      type: "aws:secretsmanager/secret:Secret",
      id: arn,
      state: { ...common, name, kmsKeyId: managed.kmsKeyId ?? "", tagsAll: {} },
    },
    {
      type: "aws:secretsmanager/secretVersion:SecretVersion",
      id: `${arn}|${versionId}`,
      state: {
        ...common,
        secretId: arn,
        secretArn: arn,
        secretString: JSON.stringify({ username: state.username ?? state.masterUsername ?? "", password }),
        versionId,
        versionStages: ["AWSCURRENT"],
      },
    },
  ];
}

/** A changed version, port or name shows in what is derived from it. */
function updatedInstance({
  inputs,
  text,
  before,
  changed,
  arn,
}: Parameters<NonNullable<Recipe["updated"]>>[0]): Properties {
  const updated: Properties = {};
  if (changed.has("engineVersion")) {
    const engine = String(before.engine);
    const [asked, actual] = [text("engineVersion"), String(before.engineVersionActual)];
    // A major version alone leaves a server of that version as it is.
    const version = actual.startsWith(`${asked}.`) ? actual : actualVersion(engine, asked);
    updated.engineVersionActual = version;
    // The default parameters go along with the version.
    if (inputs.parameterGroupName === undefined && String(before.parameterGroupName).startsWith("default."))
      updated.parameterGroupName = `default.${familyOf(engine, version)}`;
  }
  // Accepted silently, and left as it is.
  if (changed.has("engineLifecycleSupport"))
    updated.engineLifecycleSupport = before.engineLifecycleSupport ?? "";
  if (changed.has("identifier")) {
    const address = String(before.address).replace(/^[^.]+/, text("identifier"));
    updated.address = address;
    updated.arn = arn("rds", `db:${text("identifier")}`);
    updated.endpoint = `${address}:${before.port}`;
  }
  if (changed.has("port")) updated.endpoint = `${updated.address ?? before.address}:${inputs.port}`;
  return updated;
}

function database({ multiAz, skipFinalSnapshot, backupRetentionPeriod }: Properties): Times {
  const standby = multiAz === true ? 300 : 0;
  const firstBackup = backupRetentionPeriod === 0 ? 0 : 120;
  const snapshot = skipFinalSnapshot === true ? 0 : 130;
  return {
    create: seconds(240 + firstBackup + standby, 173, 368 + standby),
    update: seconds(60, 30, 900),
    delete: seconds(255 + snapshot, 180, 385),
    source: `${LOGS}: made in 2m53s to 4m56s without backups (eight logs) and in 5m57s and 6m8s with (a first backup is made at once); deleted in 4m15s, and in 6m25s in a log that may have made a final snapshot. Five minutes more for a standby are an estimate.`,
  };
}

/** Its token, for the rules about it. */
export const INSTANCE = "aws:rds/instance:Instance";

export const Instance: ResourceType = {
  recipe: {
    id: ({ digits }) => `db-${upper(digits(26))}`,
    filled: instance,
    companions: managedSecretOf,
    updated: updatedInstance,
    unsettled: {
      engineVersion: ["engineVersionActual"],
      identifier: ["address", "arn", "endpoint"],
      port: ["endpoint"],
    },
    remains: ({ state }) =>
      state.skipFinalSnapshot === true
        ? undefined
        : {
            kind: "snapshot",
            id: String(state.finalSnapshotIdentifier),
            state: {
              dbInstanceIdentifier: state.identifier ?? "",
              dbSnapshotIdentifier: state.finalSnapshotIdentifier ?? "",
              allocatedStorage: state.allocatedStorage ?? 0,
              encrypted: state.storageEncrypted ?? false,
              engine: state.engine ?? "",
              engineVersion: state.engineVersionActual ?? "",
              port: state.port ?? 0,
              snapshotType: "manual",
              status: "available",
            },
          },
  },
  autoname: { property: "identifier", maxLength: 255, separator: "" },
  defaults: { autoMinorVersionUpgrade: true, deleteAutomatedBackups: true },
  overlooks: {
    // A disk that grew by itself is larger than the program said, and stays so.
    allocatedStorage: ({ old, after, inputs }) =>
      Number(old) > Number(after) && Number(inputs.maxAllocatedStorage ?? 0) > Number(after),
    // The disk may grow up to the size that it has: it does not grow.
    maxAllocatedStorage: ({ old, after, inputs }) =>
      Number(old ?? 0) === 0 && Number(after) === Number(inputs.allocatedStorage),
  },
  writtenAs: { maintenanceWindow: lowerCase },
  times: database,
  price: ({ instanceClass, multiAz, allocatedStorage }) => {
    const servers = multiAz === true ? 2 : 1;
    const hour = databaseHour.usd[String(instanceClass)];
    const gib = Number(allocatedStorage);
    const times = servers === 1 ? "" : "2 × ";
    return {
      parts: [
        { what: `${times}${instanceClass}`, usd: hour === undefined ? undefined : servers * perMonth(hour) },
        { what: `${times}${gib} GiB gp3`, usd: servers * gib * prices.databaseStorageGbMonth.usd },
      ],
      byUse: `${prices.databaseBackupGbMonth.usd} USD a GB and month of backups beyond its size; CPU above the baseline of a t class 0.075 USD a vCPU and hour`,
    };
  },
  words: { thing: "RDS DB Instance", create: "CreateDBInstance", remove: "DeleteDBInstance" },
};
