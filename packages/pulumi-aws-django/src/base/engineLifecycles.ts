import type * as pulumi from "@pulumi/pulumi";
import { type Problem, wrongValue } from "../shared/errors.ts";
import { plainValue } from "../shared/inputs.ts";
import { type CacheArgs, type DatabaseArgs, type DjangoBaseArgs, EngineLifecycleSupport } from "./args.ts";
import { majorOf } from "./databaseVersion.ts";

/**
 * The last day of RDS's standard support, by major version of Postgres. As of November 2026:
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const POSTGRES_ENDS: Record<string, string> = {
  "11": "29 February 2024",
  "12": "28 February 2025",
  "13": "28 February 2026",
  "14": "28 February 2027",
};

/**
 * The last day of ElastiCache's standard support of Redis 6; Extended Support begins on the next day, by itself.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/extended-support-versions.html
 */
const REDIS_6_END = "31 January 2027";

/** Versions that AWS stops supporting, or has stopped: they work, and people should know the day. */
export function endingVersions({ database = {}, cache = {} }: DjangoBaseArgs): Problem[] {
  return [
    ...endOf(database.engineVersion, (version) => databaseEnd("database.engineVersion", version, database)),
    ...endOf(cache.engineVersion, (version) => cacheEnd("cache.engineVersion", version, cache)),
  ];
}

function endOf(
  input: pulumi.Input<string> | undefined,
  check: (version: string) => Problem | undefined,
): Problem[] {
  const version = plainValue(input);
  const problem = version === undefined ? undefined : check(version);
  return problem === undefined ? [] : [problem];
}

function databaseEnd(path: string, version: string, args: DatabaseArgs): Problem | undefined {
  const end = POSTGRES_ENDS[majorOf(version)];
  if (end === undefined) return undefined;
  const then =
    args.engineLifecycleSupport === EngineLifecycleSupport.Extended
      ? "From then on Extended Support costs 0.10 USD a vCPU and hour."
      : "From then on RDS makes no new server of it, and upgrades an existing one by itself, or charges 0.10 USD a vCPU and hour where it was made with Extended Support.";
  return wrongValue(
    path,
    version,
    `RDS's standard support of it lasts until ${end}. ${then} Upgrade it with allowMajorVersionUpgrade.`,
  );
}

function cacheEnd(path: string, version: string, { engine }: CacheArgs): Problem | undefined {
  if (engine !== "redis" || majorOf(version) !== "6") return undefined;
  return wrongValue(
    path,
    version,
    `ElastiCache's standard support of Redis 6 lasts until ${REDIS_6_END}; from the next day on it charges for Extended Support by itself. Upgrade before, which happens in place: engine "valkey", or engineVersion "7.1".`,
  );
}
