import { record } from "@ublog/aws-model/src/world/reading.ts";
import type { Properties } from "@ublog/aws-model/src/world/world.ts";
import { LOGS, PROVIDER, seconds } from "./seconds.ts";
import type { Times, TimesOf } from "./times.ts";

/** Database, cache, buckets and tables. */
export const dataTimes: Record<string, TimesOf> = {
  "aws:rds/instance:Instance": database,
  "aws:rds/parameterGroup:ParameterGroup": {
    create: seconds(2),
    update: seconds(2),
    delete: seconds(3),
    source: "An estimate: a call for the group and one for its parameters.",
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    create: seconds(2),
    update: seconds(1),
    delete: seconds(1),
    source: `${LOGS}: made in 2 s.`,
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": cache,
  "aws:s3/bucket:Bucket": {
    create: seconds(2),
    update: seconds(1),
    delete: seconds(1),
    source: `${LOGS}: made in 2 s; deleting what is in it first takes as long as there is something.`,
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    create: seconds(2, 1, 8),
    update: seconds(2),
    delete: seconds(1),
    source: `${LOGS}: made in 8 s in one; the provider tries again while the bucket or a principal isn't known everywhere.`,
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    create: seconds(2),
    update: seconds(2),
    delete: seconds(1),
    source: `${LOGS}: made in 2 s.`,
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    create: seconds(30, 20, 60),
    update: seconds(30),
    delete: seconds(2),
    source: `The provider wants to read the same rules three times, 10 s apart (${PROVIDER}/s3/bucket_lifecycle_configuration.go).`,
  },
  "aws:dynamodb/table:Table": ({ pointInTimeRecovery }) => ({
    create: seconds(record(pointInTimeRecovery).enabled === true ? 20 : 9, 7, 30),
    update: seconds(10),
    delete: seconds(8, 8, 9),
    source: `${LOGS}: made in 7 to 12 s and deleted in 8 to 9 s; another 10 s until backups can be turned on are an estimate.`,
  }),
};

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
