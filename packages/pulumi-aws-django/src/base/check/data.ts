import type * as pulumi from "@pulumi/pulumi";
import { checkChoice, checkInteger, checkValue, type Problem, wrongValue } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import { checkLogRetention } from "../../shared/logRetention.ts";
import { type CacheArgs, CacheEngine, type DatabaseArgs, EngineLifecycleSupport } from "../args.ts";
import { OWN_PARAMETERS } from "../databaseParameters.ts";
import { dailyWindowLength, weeklyWindowLength, windowsOverlap } from "./formats.ts";

export function checkDatabase(path: string, args: DatabaseArgs): Problem[] {
  const storage = plainValue(args.allocatedStorageGiB) ?? 20;
  return [
    ...checkValue(
      `${path}.engineVersion`,
      args.engineVersion,
      (version) => /^\d\d(\.\d{1,2})?$/.test(version),
      'Write the major version, for example "17", or for an upgrade that needs a certain minor version both, for example "17.12".',
    ),
    ...checkChoice(`${path}.engineLifecycleSupport`, args.engineLifecycleSupport, EngineLifecycleSupport),
    ...checkValue(
      `${path}.instanceClass`,
      args.instanceClass,
      (name) => /^db\.[a-z0-9-]+\.[a-z0-9-]+$/.test(name),
      'Write an RDS instance class, for example "db.t4g.micro".',
    ),
    ...checkInteger(`${path}.allocatedStorageGiB`, args.allocatedStorageGiB, 20, 65536),
    ...checkValue(
      `${path}.maxAllocatedStorageGiB`,
      args.maxAllocatedStorageGiB,
      (most) => most === storage || (Number.isInteger(most) && most >= storage * 1.1 && most <= 65536),
      `Write allocatedStorageGiB (${storage}), or a whole number that is at least a tenth more, up to 65536.`,
    ),
    ...checkInteger(`${path}.backupRetentionDays`, args.backupRetentionDays, 0, 35),
    ...checkWindows(path, "backupWindow", args.backupWindow, args.maintenanceWindow, {
      minutes: 30,
      text: "30 minutes",
    }),
    ...checkLogRetention(`${path}.logRetentionDays`, args.logRetentionDays),
    ...Object.entries(args.parameters ?? {}).flatMap(([name, value]) =>
      checkParameter(`${path}.parameters.${name}`, name, value),
    ),
    ...checkValue(
      `${path}.username`,
      args.username,
      (name) => /^[a-z][a-z0-9_]{0,62}$/.test(name) && !RESERVED_USERS.includes(name),
      `Write 1 to 63 small letters, digits and underscores, beginning with a letter, and none of ${RESERVED_USERS.join(", ")}.`,
    ),
  ];
}

/** A parameter of Postgres. Which there are, and which values they take, RDS knows. */
function checkParameter(path: string, name: string, value: pulumi.Input<string>): Problem[] {
  if (Object.hasOwn(OWN_PARAMETERS, name))
    return [{ path, reason: "is set by the base: connections are encrypted. Take it out." }];
  if (!/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$/.test(name)) {
    const reason =
      'can\'t be a parameter of Postgres. Write its name in small letters: "log_min_duration_statement".';
    return [{ path, reason }];
  }
  return checkValue(path, value, (text) => text !== "", "Write a value, or take it out for RDS's default.");
}

/** Names that RDS reserves. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.Settings.html */
const RESERVED_USERS = ["admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "user"];

/** Versions as AWS writes them: major and minor since Redis 7 and for Valkey. */
const CACHE_VERSIONS: Record<CacheEngine, { pattern: RegExp; remedy: string }> = {
  valkey: { pattern: /^(7\.2|[89]\.\d+)$/, remedy: 'Write major and minor version, for example "9.1".' },
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
    ...checkWindows(path, "snapshotWindow", args.snapshotWindow, args.maintenanceWindow, {
      minutes: 60,
      text: "one hour",
    }),
  ];
}

/** A daily and a weekly window, which must not overlap. */
function checkWindows(
  path: string,
  dailyName: "backupWindow" | "snapshotWindow",
  daily: pulumi.Input<string> | undefined,
  weekly: pulumi.Input<string> | undefined,
  least: { minutes: number; text: string },
): Problem[] {
  const problems = [
    ...checkValue(
      `${path}.${dailyName}`,
      daily,
      (window) => (dailyWindowLength(window) ?? 0) >= least.minutes,
      `Write a time of at least ${least.text} in UTC: "03:00-04:00".`,
    ),
    ...checkValue(
      `${path}.maintenanceWindow`,
      weekly,
      (window) => (weeklyWindowLength(window) ?? 0) >= least.minutes,
      `Write a time of at least ${least.text} in UTC: "sun:04:30-sun:05:30".`,
    ),
  ];
  const every = plainValue(daily);
  if (problems.length > 0 || every === undefined) return problems;
  return checkValue(
    `${path}.maintenanceWindow`,
    weekly,
    (window) => !windowsOverlap(every, window),
    `AWS refuses it at the time of ${dailyName} (${every}). Write another time.`,
  );
}
