import { text } from "@ublog/aws-model/src/world/reading.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";

/** What the servers of a base have to be like. */
export interface BaseServers {
  database: { host: string; port: number; username: string; password: string; majorVersion: number };
  cache: { host: string; port: number; token: string };
  /** Names of the buckets. */
  buckets: string[];
  /** Secrets by their names. */
  secrets: Record<string, string>;
  /** Domains that mail may be sent from. */
  mailDomains: string[];
  region: string;
}

/** Reads the servers of the only base in a world. */
export function readBase(world: World): BaseServers {
  const only = (type: string) => {
    const [one, ...others] = world.resources(type);
    if (one === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type}, or none`);
    return one.state;
  };
  const database = only("aws:rds/instance:Instance");
  const cache = only("aws:elasticache/replicationGroup:ReplicationGroup");
  return {
    database: {
      host: text(database.address),
      port: Number(database.port),
      username: text(database.username),
      password: text(database.password),
      majorVersion: Number.parseInt(text(database.engineVersion), 10),
    },
    cache: {
      host: text(cache.primaryEndpointAddress),
      port: Number(cache.port),
      token: text(cache.authToken),
    },
    buckets: world.resources("aws:s3/bucket:Bucket").map(({ id }) => id),
    secrets: Object.fromEntries(
      world
        .resources("aws:secretsmanager/secretVersion:SecretVersion")
        .map(({ state }) => [secretName(String(state.secretId)), text(state.secretString)]),
    ),
    mailDomains: world.resources("aws:sesv2/emailIdentity:EmailIdentity").map(({ id }) => id),
    region: text(database.region),
  };
}

/** `arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>`. */
const secretName = (arn: string): string => (arn.split(":")[6] ?? "").replace(/-[^-]{6}$/, "");
