import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "@ublog/aws-model/src/world/world.ts";
import { UserError } from "@ublog/terminal/errors";
import { seed } from "../aws/seed.ts";
import { type SeenCall, startAws } from "../aws/startAws.ts";
import { refusedIn } from "../environment/permissions.ts";
import { readBase } from "../environment/readBase.ts";
import { POSTGRES_MAJORS, type PostgresMajor } from "../install/postgres.ts";
import { temporaryFolder } from "../processes/temporaryFolder.ts";
import { startCache } from "./cache.ts";
import { certify, makeAuthority } from "./certificates.ts";
import { type PostgresServer, startPostgres } from "./postgres.ts";

/** What the containers of a base's environments find here. */
export interface Servers {
  /** Where the servers and the containers keep their logs. */
  folder: string;
  /** The file of the certificate authority that certifies the servers. */
  authority: string;
  /** Where AWS answers. */
  awsUrl: string;
  /** The cache's URL here, with its token. */
  cacheUrl: string;
  database: PostgresServer;
  /** What stands for the image of a container with `psql`, such as the one that makes the app's database. */
  psqlImage: { folder: string; programs: readonly string[] };
  /** Calls to AWS with the roles of tasks until now, also those that their policies refused. */
  calls(): readonly SeenCall[];
  /** What `replacements.ts` has to know of the servers, for a container with a role. */
  place(roleArn?: string): {
    servers: { host: string; port: number; localPort: number }[];
    authority: string;
    aws: { url: string; credentialsUrl?: string; region: string };
  };
  /** Stops them, and removes the folder if it was made here. */
  stop(): Promise<void>;
}

export interface ServersOptions {
  /** Where logs are kept. Defaults to a temporary folder. */
  folder?: string;
}

/**
 * Starts the servers of the base in a sandbox's world, with its passwords, buckets and secrets. Calls to AWS are allowed and refused by the
 * policies that the world has at that moment: keep it open.
 */
export async function startServers(world: World, { folder }: ServersOptions = {}): Promise<Servers> {
  const base = readBase(world);
  const own = folder === undefined ? temporaryFolder(tmpdir(), "ublog-local-") : undefined;
  const place = folder ?? own?.folder ?? "";
  mkdirSync(place, { recursive: true });
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()));
    own?.remove();
  };
  try {
    const authority = await makeAuthority(join(place, "certificates"));
    const pair = await certify(authority, "servers", ["localhost", "127.0.0.1"]);
    const awsPair = await certify(authority, "aws", [`*.${base.region}.amazonaws.com`]);
    const starting = [
      startPostgres({ major: majorOf(base.database.majorVersion), pair, master: base.database }),
      startCache({ folder: place, token: base.cache.token, pair }),
      startAws({ folder: place, authorize: (call) => refusedIn(world, call), pair: awsPair }),
    ] as const;
    for (const one of await Promise.allSettled(starting))
      if (one.status === "fulfilled") running.push(one.value);
    const [database, cache, aws] = await Promise.all(starting);
    await seed(aws.url, base);
    const servers = [
      { ...base.database, localPort: database.port },
      { ...base.cache, localPort: cache.port },
    ].map(({ host, port, localPort }) => ({ host, port, localPort }));
    return {
      folder: place,
      authority: authority.certificate,
      awsUrl: aws.url,
      cacheUrl: cache.url,
      database,
      psqlImage: { folder: place, programs: [database.psql] },
      calls: aws.calls,
      place: (roleArn) => ({
        servers,
        authority: authority.certificate,
        aws: {
          url: aws.url,
          region: base.region,
          ...(roleArn === undefined ? {} : { credentialsUrl: aws.credentialsUrl(roleArn) }),
        },
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function majorOf(version: number): PostgresMajor {
  const major = POSTGRES_MAJORS.find((one) => one === version);
  if (major === undefined)
    throw new UserError(`Postgres ${version} can't be started here: ${POSTGRES_MAJORS.join(", ")} can.`);
  return major;
}
