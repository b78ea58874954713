import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { cutName } from "../shared/names.ts";
import type { DatabaseArgs } from "./args.ts";
import { type DurabilityDefaults, protectedLikeInAws } from "./durability.ts";
import type { Network } from "./network.ts";
import { makePassword, makeSecret, type StoredSecret } from "./secret.ts";
import { DATABASE_PORT } from "./securityGroups.ts";

/** Longest identifier of an RDS instance, and how much of it the random end takes. */
const MAX_IDENTIFIER = 63;
const SUFFIX_LENGTH = "-00000000".length;

export interface Database {
  instance: aws.rds.Instance;
  /** JSON with `username`, `password`, `host` and `port`. */
  secret: StoredSecret;
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
  name: string,
  args: DatabaseArgs,
  network: Network,
  securityGroup: aws.ec2.SecurityGroup,
  defaults: DurabilityDefaults,
  opts: pulumi.CustomResourceOptions,
): Database {
  const username = args.username ?? "postgres";
  const identifier = makeIdentifier(name, username, args.snapshotIdentifier, opts);
  const password = makePassword(name, 40, opts);
  const logGroups = makeLogGroups(name, identifier, args.logRetentionDays ?? 30, opts);
  const subnetGroup = new aws.rds.SubnetGroup(
    name,
    { description: `Subnets of ${name}`, subnetIds: network.dataSubnetIds },
    opts,
  );
  const engineVersion = args.engineVersion ?? "17";
  // A new family makes a new group beside the old one, which goes when the server has left it. The value is the default of
  // Postgres 15 and later, which RDS reports as pending-reboot whatever was asked for: any other method would be a difference
  // on every `up` (https://github.com/hashicorp/terraform-provider-aws/issues/39252). A new server has it from its start.
  const parameterGroup = new aws.rds.ParameterGroup(
    name,
    {
      description: `Parameters of ${name}`,
      family: pulumi.interpolate`postgres${engineVersion}`,
      parameters: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
    },
    opts,
  );
  const performanceInsights = pulumi.output(args.performanceInsights ?? true);
  const allocatedStorage = args.allocatedStorage ?? 20;
  const deletionProtection = args.deletionProtection ?? defaults.deletionProtection;
  const instance = new aws.rds.Instance(
    name,
    {
      identifier,
      engine: "postgres",
      engineVersion,
      allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
      autoMinorVersionUpgrade: true,
      instanceClass: args.instanceClass ?? "db.t4g.micro",
      allocatedStorage,
      maxAllocatedStorage: args.maxAllocatedStorage ?? pulumi.output(allocatedStorage).apply(roomToGrow),
      storageType: "gp3",
      iops: pulumi.output(allocatedStorage).apply((gib) => baseline(gib)?.iops),
      storageThroughput: pulumi.output(allocatedStorage).apply((gib) => baseline(gib)?.throughput),
      storageEncrypted: true,
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
      snapshotIdentifier: args.snapshotIdentifier,
      deletionProtection,
      ...finalSnapshot(identifier, args.finalSnapshot ?? defaults.finalSnapshot),
      enabledCloudwatchLogsExports: Object.keys(logGroups),
      performanceInsightsEnabled: performanceInsights,
      performanceInsightsRetentionPeriod: performanceInsights.apply((on) => (on ? 7 : undefined)),
      applyImmediately: args.applyImmediately ?? false,
    },
    // RDS makes log groups that it doesn't find, and keeps what is in them for ever.
    protectedLikeInAws(deletionProtection, { ...opts, dependsOn: Object.values(logGroups) }),
  );
  const secret = makeSecret(
    name,
    `Master user of ${name}`,
    { username: instance.username, password, host: instance.address, port: instance.port },
    defaults.secretRecoveryDays,
    opts,
  );
  return { instance, secret };
}

/** GiB up to which a disk may grow by itself: AWS wants some distance to where it starts. */
function roomToGrow(allocatedStorage: number): number {
  return Math.min(65536, Math.max(100, Math.ceil(allocatedStorage * 1.3)));
}

/**
 * What RDS gives a gp3 disk of 400 GiB and more at no extra price. A disk that grows to that size must ask for it: the provider
 * would send the smaller one's 3000, which RDS refuses. Below, RDS takes no such values at all.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
 */
function baseline(allocatedStorage: number): { iops: number; throughput: number } | undefined {
  return allocatedStorage >= 400 ? { iops: 12000, throughput: 500 } : undefined;
}

/** A name of its own for each server that there ever is, so that a replacement, its logs and its last snapshot never meet their predecessor's. */
function makeIdentifier(
  name: string,
  username: pulumi.Input<string>,
  snapshotIdentifier: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  // Another name would rename the server. It gets one when it is replaced, and not when the setting that named the
  // snapshot is taken out again, which replaces nothing.
  const suffix =
    snapshotIdentifier === undefined
      ? new random.RandomId(
          name,
          { byteLength: 4, keepers: { username } },
          { ...opts, ignoreChanges: ["keepers.snapshotIdentifier"] },
        )
      : new random.RandomId(name, { byteLength: 4, keepers: { username, snapshotIdentifier } }, opts);
  return pulumi.interpolate`${cutName(name, MAX_IDENTIFIER - SUFFIX_LENGTH)}-${suffix.hex}`;
}

function finalSnapshot(identifier: pulumi.Output<string>, wanted: boolean) {
  return wanted
    ? { skipFinalSnapshot: false, finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final` }
    : { skipFinalSnapshot: true };
}

function makeLogGroups(
  name: string,
  identifier: pulumi.Output<string>,
  retentionInDays: pulumi.Input<number>,
  opts: pulumi.CustomResourceOptions,
) {
  const make = (log: string) =>
    new aws.cloudwatch.LogGroup(
      `${name}-${log}`,
      { name: pulumi.interpolate`/aws/rds/instance/${identifier}/${log}`, retentionInDays },
      opts,
    );
  return { postgresql: make("postgresql"), upgrade: make("upgrade") };
}
