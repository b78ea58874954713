import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { autonameBase, cutName } from "../shared/names.ts";
import { type CacheArgs, CacheEngine } from "./args.ts";
import type { BaseContext } from "./context.ts";
import { protectedWith, protectionOf } from "./durability.ts";
import type { DataPlace } from "./network.ts";
import { makeJsonSecret, makePassword, type StoredSecret } from "./secret.ts";
import { CACHE_PORT } from "./securityGroups.ts";

/** Longest name of a replication group. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
const MAX_GROUP_ID = 40;

/** The newest ones. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html */
const DEFAULT_VERSIONS: Record<CacheEngine, string> = { valkey: "9.1", redis: "7.1" };

export interface Cache {
  replicationGroup: aws.elasticache.ReplicationGroup;
  /** JSON with `url` and `token`. */
  secret: StoredSecret;
}

/**
 * The Valkey or Redis server: a replication group even with one node, because TLS, the token and replicas can't be
 * added to a lone cluster afterwards.
 */
export function makeCache(
  args: CacheArgs,
  { network, securityGroup }: DataPlace,
  context: BaseContext,
): Cache {
  const { base, defaults, kmsKeyArn, opts } = context;
  const name = `${base}-cache`;
  const engine = args.engine ?? CacheEngine.Valkey;
  const engineVersion = args.engineVersion ?? DEFAULT_VERSIONS[engine];
  const replicas = args.replicas ?? 0;
  const automaticFailover = args.automaticFailover ?? replicas > 0;
  const held = protectedWith(protectionOf(args, defaults), opts);
  const token = makePassword(name, 64, held);
  const subnetGroup = new aws.elasticache.SubnetGroup(
    autonameBase(name, 255),
    { description: `Subnets of ${name}`, subnetIds: network.dataSubnetIds },
    held,
  );
  const replicationGroup = new aws.elasticache.ReplicationGroup(
    autonameBase(name, MAX_GROUP_ID),
    {
      description: `Cache of the apps on ${name}`,
      engine,
      engineVersion,
      // AWS would go on to the next minor version by itself, and this version would then be a downgrade, which
      // replaces the group. Patches are still installed.
      autoMinorVersionUpgrade: false,
      nodeType: args.nodeType ?? "cache.t4g.micro",
      numCacheClusters: 1 + replicas,
      automaticFailoverEnabled: automaticFailover,
      multiAzEnabled: automaticFailover,
      port: CACHE_PORT,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [securityGroup.id],
      atRestEncryptionEnabled: true,
      kmsKeyId: kmsKeyArn,
      transitEncryptionEnabled: true,
      authToken: token,
      // If the token is ever changed, the old one stays valid beside it.
      authTokenUpdateStrategy: "ROTATE",
      snapshotRetentionLimit: args.snapshotRetentionDays ?? defaults.cacheSnapshotDays,
      snapshotWindow: args.snapshotWindow,
      maintenanceWindow: args.maintenanceWindow,
      ...((args.finalSnapshot ?? defaults.finalSnapshot)
        ? {
            finalSnapshotIdentifier: makeFinalSnapshotName(
              name,
              { engine, engineVersion, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) },
              opts,
            ),
          }
        : {}),
      applyImmediately: args.applyImmediately ?? false,
    },
    held,
  );
  const { primaryEndpointAddress: host, port } = replicationGroup;
  const secret = makeJsonSecret(
    name,
    `Connection to ${name}`,
    { url: pulumi.interpolate`rediss://:${token}@${host}:${port}`, token },
    context,
    held,
  );
  return { replicationGroup, secret };
}

/** A name of its own for each group that ever exists: another engine, version or key may replace the group. */
function makeFinalSnapshotName(
  name: string,
  keepers: Record<string, pulumi.Input<string>>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const suffix = new random.RandomId(name, { byteLength: 4, keepers }, opts);
  return pulumi.interpolate`${cutName(name, 200)}-${suffix.hex}-final`;
}
