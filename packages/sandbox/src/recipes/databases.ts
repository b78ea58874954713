import type { Properties } from "../world/world.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";
import { hostedZone, shortRegion, zonesOf } from "./regions.ts";

/** The newest minor version of each major one, and the port, by engine. */
const engines: Record<string, { port: number; license: string; versions: Record<string, string> }> = {
  "aurora-mysql": {
    port: 3306,
    license: "general-public-license",
    versions: { "8.0": "8.0.mysql_aurora.3.10.1" },
  },
  "aurora-postgresql": {
    port: 5432,
    license: "postgresql-license",
    versions: { "14": "14.19", "15": "15.14", "16": "16.10", "17": "17.6" },
  },
  mariadb: {
    port: 3306,
    license: "general-public-license",
    versions: { "10.11": "10.11.14", "11.4": "11.4.8" },
  },
  mysql: {
    port: 3306,
    license: "general-public-license",
    versions: { "8.0": "8.0.43", "8.4": "8.4.6" },
  },
  postgres: {
    port: 5432,
    license: "postgresql-license",
    versions: {
      "13": "13.22",
      "14": "14.19",
      "15": "15.14",
      "16": "16.10",
      "17": "17.6",
      "18": "18.1",
    },
  },
  redis: {
    port: 6379,
    license: "",
    versions: {
      "6": "6.2.6",
      "6.2": "6.2.6",
      "7": "7.1.0",
      "7.0": "7.0.7",
      "7.1": "7.1.0",
    },
  },
  valkey: {
    port: 6379,
    license: "",
    versions: {
      "7": "7.2.6",
      "7.2": "7.2.6",
      "8": "8.1.0",
      "8.0": "8.0.1",
      "8.1": "8.1.0",
    },
  },
  memcached: { port: 11211, license: "", versions: { "1.6": "1.6.22" } },
};

/** The full version for what was asked: nothing, a major version or a full one. */
export function actualVersion(engine: string, asked: string): string {
  const versions = engines[engine]?.versions ?? {};
  if (asked === "") return Object.values(versions).at(-1) ?? "1.0";
  return versions[asked.replace(/\.x$/, "")] ?? asked;
}

export const engineVersions = (engine: string): Record<string, string> | undefined =>
  engines[engine]?.versions;

/** The family of parameter groups: `postgres17`, `mysql8.0`, `redis7`. */
export function familyOf(engine: string, version: string): string {
  const parts = version.split(".");
  const isMajorOnly = ["postgres", "aurora-postgresql", "redis", "valkey"].includes(engine);
  return `${engine}${isMajorOnly ? parts[0] : parts.slice(0, 2).join(".")}`;
}

const upper = (digits: string): string => digits.toUpperCase();

const byName = (
  property: string,
  arn: (making: Making & { id: string }) => string,
  more?: Recipe["filled"],
): Recipe => ({
  id: ({ text }) => text(property),
  filled: (making) => ({ arn: arn(making), namePrefix: "", ...more?.(making) }),
});

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

const vpcOfSubnets = (making: Making): string => {
  const subnet = making.find("aws:ec2/subnet:Subnet", "id", making.texts("subnetIds")[0]);
  return typeof subnet?.vpcId === "string" ? subnet.vpcId : "";
};

function instance(making: Making & { id: string }): Properties {
  const { inputs, text, region } = making;
  const engine = text("engine", "postgres");
  const version = actualVersion(engine, text("engineVersion"));
  const { port, license } = engines[engine] ?? { port: 5432, license: "" };
  const address = `${text("identifier")}.c${making.digits(11)}.${region}.rds.amazonaws.com`;
  const usedPort = Number(text("port", String(port)));
  const isGp3 = inputs.storageType === "gp3";
  const major = version
    .split(".")
    .slice(0, engine === "postgres" ? 1 : 2)
    .join("-");
  return {
    address,
    allocatedStorage: 20,
    arn: making.arn("rds", `db:${text("identifier")}`),
    availabilityZone: zonesOf(region)[0]?.name ?? "",
    backupRetentionPeriod: 0,
    backupTarget: "region",
    backupWindow: "03:53-04:23",
    caCertIdentifier: "rds-ca-rsa2048-g1",
    characterSetName: "",
    databaseInsightsMode: "standard",
    dbName: "",
    dbSubnetGroupName: "default",
    domainFqdn: "",
    endpoint: `${address}:${usedPort}`,
    engineLifecycleSupport: "open-source-rds-extended-support",
    engineVersion: version,
    engineVersionActual: version,
    hostedZoneId: hostedZone("rds", region),
    identifierPrefix: "",
    iops: isGp3 ? 3000 : 0,
    kmsKeyId: inputs.storageEncrypted === true ? making.arn("kms", `key/${making.uuid()}`) : "",
    latestRestorableTime: "",
    licenseModel: license,
    listenerEndpoints: [],
    maintenanceWindow: "sun:06:24-sun:06:54",
    masterUserSecretKmsKeyId: "",
    masterUserSecrets: managedSecret(making),
    monitoringRoleArn: "",
    multiAz: false,
    ncharCharacterSetName: "",
    networkType: "IPV4",
    optionGroupName: `default:${engine}-${major}`,
    parameterGroupName: `default.${familyOf(engine, version)}`,
    performanceInsightsKmsKeyId:
      inputs.performanceInsightsEnabled === true ? making.arn("kms", `key/${making.uuid()}`) : "",
    performanceInsightsRetentionPeriod: inputs.performanceInsightsEnabled === true ? 7 : 0,
    port: port,
    replicaMode: "",
    replicas: [],
    resourceId: making.id,
    snapshotIdentifier: "",
    status: "available",
    storageThroughput: isGp3 ? 125 : 0,
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
    updated.engineVersionActual = actualVersion(String(before.engine), text("engineVersion"));
  }
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
    clusterIdentifierPrefix: "",
    clusterMembers: [],
    clusterResourceId: `cluster-${upper(making.digits(26))}`,
    databaseInsightsMode: "standard",
    databaseName: "",
    dbClusterParameterGroupName: `default.${familyOf(engine, version)}`,
    dbSubnetGroupName: "default",
    endpoint: host,
    engineLifecycleSupport: "open-source-rds-extended-support",
    engineVersion: version,
    engineVersionActual: version,
    hostedZoneId: hostedZone("rds", region),
    iamRoles: [],
    kmsKeyId: making.inputs.storageEncrypted === true ? making.arn("kms", `key/${making.uuid()}`) : "",
    masterUserSecrets: managedSecret(making),
    networkType: "IPV4",
    port: engines[engine]?.port ?? 3306,
    preferredBackupWindow: "07:10-07:40",
    preferredMaintenanceWindow: "sat:04:30-sat:05:00",
    readerEndpoint: host.replace(".cluster-", ".cluster-ro-"),
    storageEncrypted: false,
    storageType: "",
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
    identifierPrefix: "",
    kmsKeyId: parent?.kmsKeyId ?? "",
    monitoringRoleArn: "",
    networkType: "IPV4",
    performanceInsightsEnabled: false,
    performanceInsightsKmsKeyId: "",
    performanceInsightsRetentionPeriod: 0,
    port: parent?.port ?? engines[engine]?.port ?? 3306,
    preferredBackupWindow: parent?.preferredBackupWindow ?? "",
    preferredMaintenanceWindow: "sat:04:30-sat:05:00",
    publiclyAccessible: false,
    storageEncrypted: parent?.storageEncrypted ?? false,
    writer: siblings.length === 0,
  };
}

function replicationGroup(making: Making & { id: string }): Properties {
  const { id, inputs, text, region } = making;
  const engine = text("engine", "redis");
  const version = actualVersion(engine, text("engineVersion"));
  const hash = making.digits(6);
  const zone = `${shortRegion(region)}.cache.amazonaws.com`;
  const shards = Number(text("numNodeGroups", "1"));
  const nodes = Number(
    text("numCacheClusters", String(shards * (1 + Number(text("replicasPerNodeGroup", "0"))))),
  );
  const isClustered = inputs.clusterMode === "enabled" || shards > 1;
  // With encryption in transit the name says what it is for; without, which shard it is.
  const encrypted = inputs.transitEncryptionEnabled === true;
  const primary = encrypted ? `master.${id}.${hash}.${zone}` : `${id}.${hash}.ng.0001.${zone}`;
  const reader = encrypted ? `replica.${id}.${hash}.${zone}` : `${id}-ro.${hash}.ng.0001.${zone}`;
  const family = familyOf(engine, version);
  return {
    applyImmediately: false,
    arn: making.arn("elasticache", `replicationgroup:${id}`),
    atRestEncryptionEnabled: engine === "valkey",
    autoMinorVersionUpgrade: true,
    clusterEnabled: isClustered,
    clusterMode: isClustered ? "enabled" : "disabled",
    configurationEndpointAddress: isClustered ? `clustercfg.${id}.${hash}.${zone}` : "",
    dataTieringEnabled: false,
    engineVersion: version.split(".").slice(0, 2).join("."),
    engineVersionActual: version,
    globalReplicationGroupId: "",
    ipDiscovery: "ipv4",
    maintenanceWindow: "sun:07:30-sun:08:30",
    memberClusters: Array.from({ length: nodes }, (_, i) => `${id}-${String(i + 1).padStart(3, "0")}`),
    networkType: "ipv4",
    nodeType: "cache.t4g.micro",
    numCacheClusters: nodes,
    numNodeGroups: shards,
    parameterGroupName: `default.${family}${isClustered ? ".cluster.on" : ""}`,
    primaryEndpointAddress: isClustered ? "" : primary,
    readerEndpointAddress: isClustered ? "" : reader,
    replicasPerNodeGroup: Math.max(0, Math.floor(nodes / shards) - 1),
    securityGroupIds: [],
    securityGroupNames: [],
    snapshotWindow: "03:00-04:00",
    subnetGroupName: "default",
    transitEncryptionEnabled: engine === "valkey",
    transitEncryptionMode: encrypted ? "required" : "",
  };
}

export const databases: Recipes = {
  "aws:rds/instance:Instance": {
    id: ({ digits }) => `db-${upper(digits(26))}`,
    filled: instance,
    updated: updatedInstance,
    unsettled: {
      engineVersion: ["engineVersionActual"],
      identifier: ["address", "arn", "endpoint"],
      port: ["endpoint"],
    },
    remains: ({ state }) =>
      state.skipFinalSnapshot === true || state.replicateSourceDb
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
      vpcId: vpcOfSubnets(making),
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
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    id: ({ text }) => text("replicationGroupId"),
    filled: replicationGroup,
    updated: ({ before, changed, text }): Properties =>
      changed.has("engineVersion")
        ? {
            engineVersionActual: actualVersion(String(before.engine), text("engineVersion")),
          }
        : {},
    unsettled: {
      engineVersion: ["engineVersionActual"],
      numCacheClusters: ["memberClusters"],
    },
    remains: ({ id, state }) =>
      state.finalSnapshotIdentifier
        ? {
            kind: "cache-snapshot",
            id: String(state.finalSnapshotIdentifier),
            state: { replicationGroupId: id, snapshotStatus: "available" },
          }
        : undefined,
  },
  "aws:elasticache/cluster:Cluster": {
    id: ({ text }) => text("clusterId"),
    filled: (making) => {
      const engine = making.text("engine", "redis");
      const version = actualVersion(engine, making.text("engineVersion"));
      const address = `${making.id}.${making.digits(6)}.0001.${shortRegion(making.region)}.cache.amazonaws.com`;
      const port = engines[engine]?.port ?? 6379;
      const zone = zonesOf(making.region)[0]?.name ?? "";
      return {
        applyImmediately: false,
        arn: making.arn("elasticache", `cluster:${making.id}`),
        availabilityZone: zone,
        azMode: "single-az",
        cacheNodes: [{ address, availabilityZone: zone, id: "0001", outpostArn: "", port }],
        clusterAddress: engine === "memcached" ? address.replace(".0001.", ".cfg.") : "",
        configurationEndpoint: engine === "memcached" ? `${address.replace(".0001.", ".cfg.")}:${port}` : "",
        engine,
        engineVersion: version,
        engineVersionActual: version,
        ipDiscovery: "ipv4",
        maintenanceWindow: "sun:07:30-sun:08:30",
        networkType: "ipv4",
        nodeType: "cache.t4g.micro",
        numCacheNodes: 1,
        parameterGroupName: `default.${familyOf(engine, version)}`,
        port,
        preferredOutpostArn: "",
        replicationGroupId: "",
        securityGroupIds: [],
        snapshotWindow: "03:00-04:00",
        subnetGroupName: "default",
        transitEncryptionEnabled: false,
      };
    },
  },
  "aws:elasticache/subnetGroup:SubnetGroup": byName(
    "name",
    ({ arn, id }) => arn("elasticache", `subnetgroup:${id}`),
    (making) => ({ vpcId: vpcOfSubnets(making) }),
  ),
  "aws:elasticache/parameterGroup:ParameterGroup": byName("name", ({ arn, id }) =>
    arn("elasticache", `parametergroup:${id}`),
  ),
  "aws:elasticache/user:User": byName("userId", ({ arn, id }) => arn("elasticache", `user:${id}`)),
  "aws:elasticache/userGroup:UserGroup": byName("userGroupId", ({ arn, id }) =>
    arn("elasticache", `usergroup:${id}`),
  ),
  "aws:elasticache/userGroupAssociation:UserGroupAssociation": {
    id: ({ text }) => `${text("userGroupId")},${text("userId")}`,
  },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    id: ({ text }) => text("name"),
    filled: (making) => {
      const engine = making.text("engine");
      const host = `${making.id}-${making.digits(6)}.serverless.${shortRegion(making.region)}.cache.amazonaws.com`;
      const major = making.text("majorEngineVersion", engine === "valkey" ? "8" : "7");
      return {
        arn: making.arn("elasticache", `serverlesscache:${making.id}`),
        createTime: making.world.now(),
        dailySnapshotTime: "",
        description: " ",
        endpoints: [{ address: host, port: engines[engine]?.port ?? 6379 }],
        fullEngineVersion: actualVersion(engine, major),
        majorEngineVersion: major,
        readerEndpoints: [{ address: host, port: 6380 }],
        securityGroupIds: [],
        snapshotRetentionLimit: 0,
        status: "available",
        subnetIds: [],
      };
    },
  },
};
