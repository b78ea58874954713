import type { PropertyChange } from "../../descriptor/change.ts";
import { byName } from "../../descriptor/named.ts";
import { FREE } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { lowerCase } from "../../descriptor/spelling.ts";
import { LOGS, ONE_CALL, seconds, type Times } from "../../descriptor/times.ts";
import { actualVersion, familyOf } from "../../facts/engines.ts";
import { cacheNodeHour, perMonth, prices, VALKEY } from "../../facts/prices.ts";
import { shortRegion } from "../../facts/regions.ts";
import type { Properties } from "../../world/world.ts";
import { vpcOf } from "../ec2/vpcOf.ts";
import { failoverRules } from "./failover.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";
import { cacheRules } from "./settings.ts";

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
  // With encryption in transit the name says what it is for; without it, which shard it is.
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

const isDowngrade: Condition = ({ old, after }) => older(String(after), String(old));

type Condition = (change: PropertyChange) => boolean;

/** True if version `a` comes before version `b`, as far as both are given. */
function older(a: string, b: string): boolean {
  const [left, right] = [a.split("."), b.split(".")].map((parts) => parts.map(Number));
  for (let i = 0; i < Math.min(left?.length ?? 0, right?.length ?? 0); i++) {
    const [x = 0, y = 0] = [left?.[i], right?.[i]];
    if (x !== y) return x < y;
  }
  return false;
}

const defaultCachePort = 6379;

function cache({ numCacheClusters, finalSnapshotIdentifier }: Properties): Times {
  const replicas = Math.max(0, Number(numCacheClusters ?? 1) - 1);
  const snapshot = finalSnapshotIdentifier === undefined ? 0 : 90;
  return {
    create: seconds(420 + 60 * replicas, 358, 555),
    update: seconds(60, 30, 900),
    delete: seconds(240 + snapshot, 82, 420),
    source: `${LOGS}: made in 5m58s to 9m15s (five logs of Redis with a password and TLS); of deletions only single nodes were found (1m22s, more than 3m20s): those of a group, a minute for each replica and 90 s for a final snapshot are estimates.`,
  };
}

/** Caches. */
export const elasticache: Service = {
  name: "ElastiCache",
  types: {
    "aws:elasticache/replicationGroup:ReplicationGroup": {
      recipe: {
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
      autoname: {
        property: "replicationGroupId",
        maxLength: 40,
        lowerCase: true,
      },
      keptBlocks: ["nodeGroupConfigurations"],
      replacesIf: {
        engine: ({ old, after }) => !(old === "redis" && after === "valkey"),
        engineVersion: isDowngrade,
        // Before Redis 7.0.5, encryption in transit can't be changed later.
        transitEncryptionEnabled: ({ state }) => older(String(state.engineVersionActual), "7.0.5"),
      },
      overlooks: {
        port: ({ old, after }) => after === undefined && Number(old) === defaultCachePort,
      },
      writtenAs: { maintenanceWindow: lowerCase },
      times: cache,
      price: ({ nodeType, numCacheClusters, engine }) => {
        const nodes = Number(numCacheClusters ?? 1);
        const hour = cacheNodeHour.usd[String(nodeType)];
        const rate = engine === "valkey" ? VALKEY : 1;
        return {
          parts: [
            {
              what: `${nodes === 1 ? "" : `${nodes} × `}${nodeType} with ${engine}`,
              usd: hour === undefined ? undefined : nodes * perMonth(hour) * rate,
            },
          ],
          byUse: `${prices.cacheBackupGbMonth.usd} USD a GB and month of snapshots`,
        };
      },
    },
    "aws:elasticache/subnetGroup:SubnetGroup": {
      recipe: byName(
        "name",
        ({ arn, id }) => arn("elasticache", `subnetgroup:${id}`),
        (making) => ({ vpcId: vpcOf(making, "subnetIds") }),
      ),
      defaults: { description: "Managed by Pulumi" },
      times: ONE_CALL,
      price: FREE,
      words: { create: "CreateCacheSubnetGroup", remove: "DeleteCacheSubnetGroup" },
    },
    "aws:elasticache/user:User": {
      recipe: byName("userId", ({ arn, id }) => arn("elasticache", `user:${id}`)),
    },
    "aws:elasticache/userGroup:UserGroup": {
      recipe: byName("userGroupId", ({ arn, id }) => arn("elasticache", `usergroup:${id}`)),
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules, settings: cacheRules, failover: failoverRules },
  },
};
