import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { plainValue } from "../shared/inputs.ts";
import { type DatabaseArgs, EngineLifecycleSupport } from "./args.ts";
import type { BaseContext } from "./context.ts";
import { parametersOf } from "./databaseParameters.ts";
import { nameServer } from "./databaseServer.ts";
import { refuseUnknownSnapshot } from "./databaseSnapshot.ts";
import { majorOf, offeredVersion, refuseOtherVersion } from "./databaseVersion.ts";
import { protectedWith, protectionOf } from "./durability.ts";
import type { DataPlace } from "./network.ts";
import { makeJsonSecret, makePassword, type StoredSecret } from "./secret.ts";
import { DATABASE_PORT } from "./securityGroups.ts";

/**
 * What a server keeps for life: its name and that of its last snapshot, which are not to follow a replacement that failed; and the
 * support that it was made with, because AWS ignores another one, and the provider would try again on every `up`
 * (https://github.com/hashicorp/terraform-provider-aws/issues/40870).
 */
const KEPT = ["identifier", "finalSnapshotIdentifier", "engineLifecycleSupport"];

export interface Database {
  instance: aws.rds.Instance;
  /** JSON with `username`, `password`, `host` and `port`. */
  secret: StoredSecret;
  /** Major version of Postgres that is asked for. */
  majorVersion: pulumi.Output<number>;
}

/**
 * The Postgres server.
 *
 * Its master password is generated and stored here, and not left to RDS: a password that RDS manages is changed every
 * week, which tasks that got the old one at their start would notice as failed logins, and its secret has neither host
 * nor port. The provider's write-only password isn't used, because Pulumi keeps it in the state just the same; there it
 * is encrypted, as every secret.
 */
export function makeDatabase(
  args: DatabaseArgs,
  { network, securityGroup }: DataPlace,
  context: BaseContext,
): Database {
  const { base, defaults, kmsKeyArn, opts } = context;
  const name = `${base}-database`;
  const username = args.username ?? "postgres";
  const deletionProtection = protectionOf(args, defaults);
  const held = protectedWith(deletionProtection, opts);
  const { snapshotIdentifier } = args;
  const { identifier, origin } = nameServer(
    name,
    { username, snapshotIdentifier, kmsKeyArn },
    deletionProtection,
    opts,
  );
  if (snapshotIdentifier !== undefined) refuseUnknownSnapshot(snapshotIdentifier, origin, opts);
  const password = makePassword(name, 40, held);
  const logGroups = makeLogGroups(
    name,
    identifier,
    { retentionInDays: args.logRetentionDays ?? 30, kmsKeyId: kmsKeyArn },
    held,
  );
  const subnetGroup = new aws.rds.SubnetGroup(
    name,
    { description: `Subnets of ${name}`, subnetIds: network.dataSubnetIds },
    held,
  );
  const asked = args.engineVersion ?? "17";
  const upgrades = mayUpgrade(args);
  const engineVersion = upgrades ? offeredVersion(asked, identifier, { parent: opts.parent }) : asked;
  // A new family makes a new group beside the old one, which goes when the server has left it. The value is the default of
  // Postgres 15 and later, which RDS reports as pending-reboot whatever was asked for: any other method would be a difference
  // on every `up` (https://github.com/hashicorp/terraform-provider-aws/issues/39252). A new server has it from its start.
  const parameterGroup = new aws.rds.ParameterGroup(
    name,
    {
      description: `Parameters of ${name}`,
      family: pulumi.output(engineVersion).apply((version) => `postgres${majorOf(version)}`),
      parameters: parametersOf(args.parameters),
    },
    opts,
  );
  const insights = pulumi.output(args.databaseInsights ?? true);
  const allocatedStorage = args.allocatedStorageGiB ?? 20;
  const instance = new aws.rds.Instance(
    name,
    {
      identifier,
      engine: "postgres",
      engineVersion,
      engineLifecycleSupport: args.engineLifecycleSupport ?? EngineLifecycleSupport.Standard,
      allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
      autoMinorVersionUpgrade: true,
      instanceClass: args.instanceClass ?? "db.t4g.micro",
      allocatedStorage,
      maxAllocatedStorage: args.maxAllocatedStorageGiB ?? pulumi.output(allocatedStorage).apply(roomToGrow),
      storageType: "gp3",
      iops: pulumi.output(allocatedStorage).apply((gib) => baseline(gib)?.iops),
      storageThroughput: pulumi.output(allocatedStorage).apply((gib) => baseline(gib)?.throughput),
      storageEncrypted: true,
      kmsKeyId: kmsKeyArn,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      port: DATABASE_PORT,
      publiclyAccessible: false,
      multiAz: args.multiAz ?? false,
      username,
      password,
      parameterGroupName: parameterGroup.name,
      caCertIdentifier: args.caCertificate ?? "rds-ca-rsa2048-g1",
      backupRetentionPeriod: args.backupRetentionDays ?? 7,
      backupWindow: args.backupWindow,
      maintenanceWindow: args.maintenanceWindow,
      copyTagsToSnapshot: true,
      snapshotIdentifier,
      deletionProtection,
      skipFinalSnapshot: !(args.finalSnapshot ?? defaults.finalSnapshot),
      // Even where it is skipped: what is made with the server can stay as it is.
      finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final`,
      enabledCloudwatchLogsExports: Object.keys(logGroups),
      performanceInsightsEnabled: insights,
      performanceInsightsRetentionPeriod: insights.apply((on) => (on ? 7 : undefined)),
      performanceInsightsKmsKeyId: pulumi
        .all([insights, kmsKeyArn])
        .apply(([on, key]) => (on ? key : undefined)),
      applyImmediately: args.applyImmediately ?? false,
    },
    {
      ...held,
      // RDS makes log groups that it doesn't find, and keeps what is in them forever.
      dependsOn: Object.values(logGroups),
      // Another server is made before the old one is deleted: if that fails, the old one is still there.
      deleteBeforeReplace: false,
      ignoreChanges: [...KEPT, ...(upgrades ? [] : ["engineVersion"])],
    },
  );
  if (!upgrades) refuseOtherVersion(engineVersion, instance);
  const secret = makeJsonSecret(
    name,
    `Master user of ${name}`,
    { username: instance.username, password, host: instance.address, port: instance.port },
    context,
    held,
  );
  const majorVersion = pulumi.output(engineVersion).apply((version) => Number(majorOf(version)));
  return { instance, secret, majorVersion };
}

/** Whether the version that is asked for is one to upgrade to. What isn't known yet counts as a yes: AWS decides. */
function mayUpgrade({ allowMajorVersionUpgrade = false }: DatabaseArgs): boolean {
  return plainValue(allowMajorVersionUpgrade) ?? true;
}

/** GiB up to which a disk may grow by itself: AWS requires some distance from the initial size. */
function roomToGrow(allocatedStorage: number): number {
  return Math.min(65536, Math.max(100, Math.ceil(allocatedStorage * 1.3)));
}

/**
 * What RDS gives a gp3 disk of 400 GiB and more at no extra price. A disk that grows to that size must ask for it: the provider
 * would send the smaller one's 3000, which RDS refuses. For smaller disks, RDS accepts no such values at all.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
function baseline(allocatedStorage: number): { iops: number; throughput: number } | undefined {
  return allocatedStorage >= 400 ? { iops: 12000, throughput: 500 } : undefined;
}

function makeLogGroups(
  name: string,
  identifier: pulumi.Output<string>,
  settings: Pick<aws.cloudwatch.LogGroupArgs, "retentionInDays" | "kmsKeyId">,
  opts: pulumi.CustomResourceOptions,
) {
  const make = (log: string) =>
    new aws.cloudwatch.LogGroup(
      `${name}-${log}`,
      { name: pulumi.interpolate`/aws/rds/instance/${identifier}/${log}`, ...settings },
      opts,
    );
  return { postgresql: make("postgresql"), upgrade: make("upgrade") };
}
