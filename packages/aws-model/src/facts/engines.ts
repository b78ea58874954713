/** When the versions below were read. */
export const enginesAsOf = "November 2026";

/** Minor versions of one major version of PostgreSQL that RDS offers. */
interface PostgresReleases {
  /** The oldest that a new server can have. */
  oldest: number;
  /** What a server gets if only the major version is asked for. */
  usual: number;
  newest: number;
}

/**
 * After what was deprecated on 31 October 2026:
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const postgres: Record<string, PostgresReleases> = {
  "11": { oldest: 22, usual: 22, newest: 22 },
  "12": { oldest: 22, usual: 22, newest: 22 },
  "13": { oldest: 20, usual: 23, newest: 23 },
  "14": { oldest: 20, usual: 22, newest: 25 },
  "15": { oldest: 15, usual: 17, newest: 20 },
  "16": { oldest: 11, usual: 13, newest: 16 },
  "17": { oldest: 7, usual: 9, newest: 12 },
  "18": { oldest: 1, usual: 3, newest: 6 },
};

/**
 * The newest major version that is under Extended Support only: its fixes are released as `13.23-rds.20260224`.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extendedsupport.html
 */
const newestExtended = 13;

/**
 * The minor version of each major one that came out with 18.0, or would have: all majors get new ones on the same day as long as they
 * get any.
 */
const postgresOffsets: Record<string, number> = {
  "11": 31,
  "12": 26,
  "13": 22,
  "14": 19,
  "15": 14,
  "16": 10,
  "17": 6,
  "18": 0,
};

/** The newest minor version of each major one, and the port, by engine. */
export const engines: Record<string, { port: number; license: string; versions: Record<string, string> }> = {
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
    versions: Object.fromEntries(
      Object.entries(postgres).map(([major, { usual }]) => [major, `${major}.${usual}`]),
    ),
  },
  redis: {
    port: 6379,
    license: "",
    versions: {
      "6": "6.2.6",
      "6.0": "6.0.5",
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
      "8": "8.2.0",
      "8.0": "8.0.1",
      "8.1": "8.1.0",
      "8.2": "8.2.0",
      "9": "9.1.0",
      "9.0": "9.0.0",
      "9.1": "9.1.0",
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

/** The family of parameter groups: `postgres17`, `mysql8.0`, `redis6.x`, `valkey8`. */
export function familyOf(engine: string, version: string): string {
  const [major = "", minor] = version.split(".");
  if (engine === "redis" && Number(major) < 7) return major === "6" ? "redis6.x" : `redis${major}.0`;
  const isMajorOnly = ["postgres", "aurora-postgresql", "redis", "valkey"].includes(engine);
  return `${engine}${isMajorOnly || minor === undefined ? major : `${major}.${minor}`}`;
}

/** Whether RDS makes new servers of a version of PostgreSQL: a major version, a major and a minor one, or one of Extended Support. */
export function isPostgresVersion(version: string): boolean {
  const [, major = "", minor, correction] = /^(\d+)(?:\.(\d+)(-rds\.\d{8})?)?$/i.exec(version) ?? [];
  const releases = postgres[major];
  if (!releases || (correction !== undefined && Number(major) > newestExtended)) return false;
  return minor === undefined || (Number(minor) >= releases.oldest && Number(minor) <= releases.newest);
}

/**
 * Whether a server of PostgreSQL can go from one full version to another: never back, and to another major version only if
 * that came out on the same day or later.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html
 */
export function isPostgresUpgrade(from: string, to: string): boolean {
  const [fromMajor = 0, fromMinor = 0] = from.split(".").map((part) => Number.parseInt(part, 10));
  const [toMajor = 0, toMinor = 0] = to.split(".").map((part) => Number.parseInt(part, 10));
  if (toMajor <= fromMajor) return toMajor === fromMajor && toMinor >= fromMinor;
  const day = (major: number, minor: number) => minor - (postgresOffsets[major] ?? 0);
  return day(toMajor, toMinor) >= day(fromMajor, fromMinor);
}

/** The versions that a server of a full version of PostgreSQL can go to. */
export const postgresUpgrades = (version: string): string[] =>
  Object.entries(postgres)
    .flatMap(([major, { oldest, newest }]) =>
      Array.from({ length: newest - oldest + 1 }, (_, i) => `${major}.${oldest + i}`),
    )
    .filter((target) => target !== version && isPostgresUpgrade(version, target));

/** Whether ElastiCache has a version of its engine: major and minor, or `6.x`. */
export function isCacheVersion(engine: string, version: string): boolean {
  const versions = engines[engine]?.versions ?? {};
  const short = version.replace(/^(\d+)\.x$/, "$1");
  return short in versions || (engine === "redis" && /^[2-5]\.\d+\.\d+$/.test(version));
}
