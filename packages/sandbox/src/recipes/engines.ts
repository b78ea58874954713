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
    versions: {
      "13": "13.22",
      "14": "14.19",
      "15": "15.14",
      "16": "16.10",
      "17": "17.6",
      "18": "18.1",
    },
  },
  redis: {
    port: 6379,
    license: "",
    versions: {
      "6": "6.2.6",
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
      "8": "8.1.0",
      "8.0": "8.0.1",
      "8.1": "8.1.0",
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

/** The family of parameter groups: `postgres17`, `mysql8.0`, `redis7`. */
export function familyOf(engine: string, version: string): string {
  const parts = version.split(".");
  const isMajorOnly = ["postgres", "aurora-postgresql", "redis", "valkey"].includes(engine);
  return `${engine}${isMajorOnly ? parts[0] : parts.slice(0, 2).join(".")}`;
}
