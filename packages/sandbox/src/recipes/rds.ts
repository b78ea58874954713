import { createHash } from "node:crypto";
import { isObject } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import { actualVersion, engines, familyOf } from "./engines.ts";
import { byName } from "./named.ts";
import { vpcOf } from "./network.ts";
import type { Companion, Making, Recipe, Recipes } from "./recipe.ts";
import { hostedZone, zonesOf } from "./regions.ts";

const upper = (digits: string): string => digits.toUpperCase();

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
    // A major version alone leaves a server of that version where it is.
    const version = actual.startsWith(`${asked}.`) ? actual : actualVersion(engine, asked);
    updated.engineVersionActual = version;
    // The default parameters go along with the version.
    if (inputs.parameterGroupName === undefined && String(before.parameterGroupName).startsWith("default."))
      updated.parameterGroupName = `default.${familyOf(engine, version)}`;
  }
  // Taken without a word, and left as it is.
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

function cluster(making: Making & { id: string }): Properties {
  const { text, region } = making;
  const engine = text("engine");
  const version = actualVersion(engine, text("engineVersion"));
  const host = `${making.id}.cluster-c${making.digits(11)}.${region}.rds.amazonaws.com`;
  return {
    allocatedStorage: 1,
    applyImmediately: false,
    arn: making.arn("rds", `cluster:${making.id}`),
    availabilityZones: zonesOf(region)
      .slice(0, 3)
      .map(({ name }) => name),
    backupRetentionPeriod: 1,
    clusterIdentifier: making.id,
    clusterResourceId: `cluster-${upper(making.digits(26))}`,
    databaseInsightsMode: "standard",
    dbClusterParameterGroupName: `default.${familyOf(engine, version)}`,
    dbSubnetGroupName: "default",
    endpoint: host,
    engineLifecycleSupport: "open-source-rds-extended-support",
    engineVersion: version,
    engineVersionActual: version,
    hostedZoneId: hostedZone("rds", region),
    kmsKeyId: making.inputs.storageEncrypted === true ? making.arn("kms", `key/${making.uuid()}`) : "",
    masterUserSecrets: managedSecret(making),
    networkType: "IPV4",
    port: engines[engine]?.port ?? 3306,
    preferredBackupWindow: "07:10-07:40",
    preferredMaintenanceWindow: "sat:04:30-sat:05:00",
    readerEndpoint: host.replace(".cluster-", ".cluster-ro-"),
    storageEncrypted: false,
    upgradeRolloutOrder: "last",
    vpcSecurityGroupIds: [],
  };
}

function clusterInstance(making: Making & { id: string }): Properties {
  const { text, region } = making;
  const engine = text("engine");
  const parent = making.find("aws:rds/cluster:Cluster", "clusterIdentifier", making.inputs.clusterIdentifier);
  const version = actualVersion(engine, text("engineVersion", String(parent?.engineVersion ?? "")));
  const siblings = making.world
    .resources("aws:rds/clusterInstance:ClusterInstance")
    .filter(({ state }) => state.clusterIdentifier === making.inputs.clusterIdentifier);
  return {
    applyImmediately: false,
    arn: making.arn("rds", `db:${making.id}`),
    availabilityZone: zonesOf(region)[siblings.length % 3]?.name ?? "",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    dbParameterGroupName: `default.${familyOf(engine, version)}`,
    dbSubnetGroupName: parent?.dbSubnetGroupName ?? "default",
    dbiResourceId: `db-${upper(making.digits(26))}`,
    endpoint: `${making.id}.c${making.digits(11)}.${region}.rds.amazonaws.com`,
    engineVersion: version,
    engineVersionActual: version,
    identifier: making.id,
    kmsKeyId: parent?.kmsKeyId ?? "",
    monitoringRoleArn: "",
    networkType: "IPV4",
    performanceInsightsEnabled: false,
    port: parent?.port ?? engines[engine]?.port ?? 3306,
    preferredBackupWindow: parent?.preferredBackupWindow ?? "",
    preferredMaintenanceWindow: "sat:04:30-sat:05:00",
    publiclyAccessible: false,
    storageEncrypted: parent?.storageEncrypted ?? false,
    writer: siblings.length === 0,
  };
}

export const rds: Recipes = {
  "aws:rds/instance:Instance": {
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
  "aws:rds/cluster:Cluster": {
    id: ({ text, digits }) =>
      text("clusterIdentifier", `${text("clusterIdentifierPrefix", "tf-")}${digits(26)}`),
    filled: cluster,
    companions: managedSecretOf,
    remains: ({ id, state }) =>
      state.skipFinalSnapshot === true
        ? undefined
        : {
            kind: "cluster-snapshot",
            id: String(state.finalSnapshotIdentifier),
            state: {
              dbClusterIdentifier: id,
              engine: state.engine ?? "",
              status: "available",
            },
          },
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    id: ({ text, digits }) => text("identifier", `${text("identifierPrefix", "tf-")}${digits(26)}`),
    filled: clusterInstance,
  },
  "aws:rds/subnetGroup:SubnetGroup": byName(
    "name",
    ({ arn, id }) => arn("rds", `subgrp:${id}`),
    (making) => ({
      supportedNetworkTypes: ["IPV4"],
      vpcId: vpcOf(making, "subnetIds"),
    }),
  ),
  "aws:rds/parameterGroup:ParameterGroup": byName("name", ({ arn, id }) => arn("rds", `pg:${id}`)),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": byName("name", ({ arn, id }) =>
    arn("rds", `cluster-pg:${id}`),
  ),
  "aws:rds/optionGroup:OptionGroup": byName("name", ({ arn, id }) => arn("rds", `og:${id}`)),
  "aws:rds/proxy:Proxy": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.arn("rds", `db-proxy:prx-0${making.digits(16)}`),
      endpoint: `${making.id}.proxy-c${making.digits(11)}.${making.region}.rds.amazonaws.com`,
      idleClientTimeout: 1800,
      vpcSecurityGroupIds: [],
    }),
  },
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
    id: ({ text }) => text("dbProxyName"),
    filled: (making) => ({
      arn: making.arn("rds", `target-group:prx-tg-0${making.digits(16)}`),
      name: "default",
    }),
  },
  "aws:rds/proxyTarget:ProxyTarget": {
    id: ({ text }) =>
      [
        text("dbProxyName"),
        text("targetGroupName"),
        text("dbClusterIdentifier") ? "TRACKED_CLUSTER" : "RDS_INSTANCE",
        text("dbClusterIdentifier", text("dbInstanceIdentifier")),
      ].join("/"),
    filled: ({ text, find }) => {
      const target = find("aws:rds/instance:Instance", "identifier", text("dbInstanceIdentifier"));
      return {
        endpoint: target?.address ?? "",
        port: target?.port ?? 0,
        rdsResourceId: text("dbClusterIdentifier", text("dbInstanceIdentifier")),
        targetArn: "",
        trackedClusterId: text("dbClusterIdentifier"),
        type: text("dbClusterIdentifier") ? "TRACKED_CLUSTER" : "RDS_INSTANCE",
      };
    },
  },
};
