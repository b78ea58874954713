/** A process that a file of a deployment declares. */
export interface Declared {
  /** The file, as messages name it. */
  from: string;
  /** What the file calls it: `web`, `worker`, `beat`. */
  name: string;
  /** What the file says it is for; undefined where only the command shows that. */
  kind: "release" | "cron" | undefined;
  /** The command as a shell line. */
  line: string;
  /** When it runs, as five fields of cron; only of a `cron`. */
  schedule?: string | undefined;
}

/** What a file of a deployment says. */
export interface Deployment {
  file: string;
  processes: Declared[];
  /** Variables by name, with the values that are written in the clear; undefined where there is none, or it comes from elsewhere. */
  variables: Record<string, string | undefined>;
  healthCheckPath?: string | undefined;
  /** Where the image is built from, below the project's folder. */
  image?: { context: string; dockerfile: string } | undefined;
  /** Servers beside the application: `mysql`, `rabbitmq`, `elasticsearch`. */
  servers: readonly string[];
}

/** What a file uses besides the application, by the names of images and products. */
export function serversIn(names: readonly string[]): string[] {
  const known: Record<string, RegExp> = {
    postgres: /postg(res|is)|timescale/i,
    redis: /redis|valkey|keydb|keyvalue/i,
    mysql: /mysql|mariadb/i,
    rabbitmq: /rabbitmq|amqp/i,
    elasticsearch: /elasticsearch|opensearch/i,
    mongodb: /mongo/i,
    memcached: /memcache/i,
    minio: /minio/i,
  };
  return Object.keys(known).filter((server) => names.some((name) => known[server]?.test(name)));
}
