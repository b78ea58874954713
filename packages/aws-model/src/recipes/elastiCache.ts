import { actualVersion, familyOf } from "../facts/engines.ts";
import { shortRegion } from "../facts/regions.ts";
import type { Properties } from "../world/world.ts";
import { byName } from "./named.ts";
import { vpcOf } from "./network.ts";
import type { Making, Recipes } from "./recipe.ts";

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
    engine,
    engineVersion: version.split(".").slice(0, 2).join("."),
    engineVersionActual: version,
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
    transitEncryptionEnabled: false,
    transitEncryptionMode: encrypted ? "required" : "",
  };
}

export const elastiCache: Recipes = {
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    id: ({ text }) => text("replicationGroupId"),
    filled: replicationGroup,
    updated: ({ before, changed, inputs, text }): Properties => {
      if (!changed.has("engineVersion")) return {};
      const engine = text("engine", String(before.engine));
      const version = actualVersion(engine, text("engineVersion"));
      const group = String(before.parameterGroupName);
      const isDefault = inputs.parameterGroupName === undefined && group.startsWith("default.");
      return {
        engineVersionActual: version,
        ...(isDefault
          ? {
              parameterGroupName: group.replace(
                /^default\..*?(?=\.cluster|$)/,
                `default.${familyOf(engine, version)}`,
              ),
            }
          : {}),
      };
    },
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
  "aws:elasticache/subnetGroup:SubnetGroup": byName(
    "name",
    ({ arn, id }) => arn("elasticache", `subnetgroup:${id}`),
    (making) => ({ vpcId: vpcOf(making, "subnetIds") }),
  ),
  "aws:elasticache/user:User": byName("userId", ({ arn, id }) => arn("elasticache", `user:${id}`)),
  "aws:elasticache/userGroup:UserGroup": byName("userGroupId", ({ arn, id }) =>
    arn("elasticache", `usergroup:${id}`),
  ),
};
