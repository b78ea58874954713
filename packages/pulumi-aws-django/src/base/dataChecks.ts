import { checkChoice, checkInteger, checkValue, type Problem, wrongValue } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";
import { LOG_RETENTION_DAYS } from "../shared/logRetention.ts";
import { type CacheArgs, CacheEngine, type DatabaseArgs } from "./args.ts";
import { dailyWindowLength, weeklyWindowLength, windowsOverlap } from "./formats.ts";

export function checkDatabase(path: string, args: DatabaseArgs): Problem[] {
  const storage = plainValue(args.allocatedStorage) ?? 20;
  const backupWindow = plainValue(args.backupWindow);
  const windows = [
    ...checkValue(
      `${path}.backupWindow`,
      args.backupWindow,
      (window) => (dailyWindowLength(window) ?? 0) >= 30,
      'Write a time of at least 30 minutes in UTC: "03:00-04:00".',
    ),
    ...checkValue(
      `${path}.maintenanceWindow`,
      args.maintenanceWindow,
      (window) => (weeklyWindowLength(window) ?? 0) >= 30,
      'Write a time of at least 30 minutes in UTC: "sun:04:30-sun:05:30".',
    ),
  ];
  return [
    ...checkValue(
      `${path}.engineVersion`,
      args.engineVersion,
      (version) => /^\d\d$/.test(version),
      'Write the major version alone, for example "17": AWS installs minor versions by itself, and a pinned one would be a downgrade then.',
    ),
    ...checkValue(
      `${path}.instanceClass`,
      args.instanceClass,
      (name) => /^db\.[a-z0-9-]+\.[a-z0-9-]+$/.test(name),
      'Write an RDS instance class, for example "db.t4g.micro".',
    ),
    ...checkInteger(`${path}.allocatedStorage`, args.allocatedStorage, 20, 65536),
    ...checkValue(
      `${path}.maxAllocatedStorage`,
      args.maxAllocatedStorage,
      (most) => most === storage || (Number.isInteger(most) && most >= storage * 1.1 && most <= 65536),
      `Write allocatedStorage (${storage}), or a whole number that is at least a tenth more, up to 65536.`,
    ),
    ...checkInteger(`${path}.backupRetentionDays`, args.backupRetentionDays, 0, 35),
    ...(windows.length > 0
      ? windows
      : checkValue(
          `${path}.maintenanceWindow`,
          args.maintenanceWindow,
          (window) => backupWindow === undefined || !windowsOverlap(backupWindow, window),
          `AWS refuses it at the time of backupWindow (${backupWindow}). Write another time.`,
        )),
    ...checkValue(
      `${path}.logRetentionDays`,
      args.logRetentionDays,
      (days) => LOG_RETENTION_DAYS.includes(days),
      `Write one of the values that CloudWatch knows: ${LOG_RETENTION_DAYS.join(", ")}.`,
    ),
    ...checkValue(
      `${path}.username`,
      args.username,
      (name) => /^[a-z][a-z0-9_]{0,62}$/.test(name) && !RESERVED_USERS.includes(name),
      `Write 1 to 63 small letters, digits and underscores, beginning with a letter, and none of ${RESERVED_USERS.join(", ")}.`,
    ),
  ];
}

/** Names that RDS keeps to itself. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.Settings.html */
const RESERVED_USERS = ["admin", "rdsadmin", "rdsrepladmin", "rdstopmgr"];

/** Versions as AWS writes them: major and minor since Redis 7 and for Valkey. */
const CACHE_VERSIONS: Record<CacheEngine, { pattern: RegExp; remedy: string }> = {
  valkey: { pattern: /^[7-9]\.\d+$/, remedy: 'Write major and minor version, for example "8.0".' },
  redis: { pattern: /^(6\.x|6\.2|7\.\d+)$/, remedy: 'Write major and minor version, for example "7.1".' },
};

export function checkCache(path: string, args: CacheArgs): Problem[] {
  const versions = CACHE_VERSIONS[args.engine ?? CacheEngine.Valkey] ?? CACHE_VERSIONS.valkey;
  const failover: Problem[] =
    args.automaticFailover === true && (args.replicas ?? 0) === 0
      ? [
          wrongValue(
            `${path}.automaticFailover`,
            true,
            "There is no replica that could take over. Set replicas to 1 or more, or take it out.",
          ),
        ]
      : [];
  return [
    ...checkChoice(`${path}.engine`, args.engine, CacheEngine),
    ...checkValue(
      `${path}.engineVersion`,
      args.engineVersion,
      (version) => versions.pattern.test(version),
      versions.remedy,
    ),
    ...checkValue(
      `${path}.nodeType`,
      args.nodeType,
      (name) => /^cache\.[a-z0-9]+\.[a-z0-9]+$/.test(name),
      'Write an ElastiCache node type, for example "cache.t4g.micro".',
    ),
    ...checkInteger(`${path}.replicas`, args.replicas, 0, 5),
    ...failover,
    ...checkInteger(`${path}.snapshotRetentionDays`, args.snapshotRetentionDays, 0, 35),
    ...checkValue(
      `${path}.snapshotWindow`,
      args.snapshotWindow,
      (window) => (dailyWindowLength(window) ?? 0) >= 60,
      'Write a time of at least one hour in UTC: "03:00-04:00".',
    ),
    ...checkValue(
      `${path}.maintenanceWindow`,
      args.maintenanceWindow,
      (window) => (weeklyWindowLength(window) ?? 0) >= 60,
      'Write a time of at least one hour in UTC: "sun:04:30-sun:05:30".',
    ),
  ];
}
