import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPostgres, type PostgresMajor } from "../install/postgres.ts";
import { installPsql } from "../install/psql.ts";
import { mustRun } from "../install/run.ts";
import { startProcess } from "../processes/startProcess.ts";
import { temporaryFolder } from "../processes/temporaryFolder.ts";
import type { KeyPair } from "./certificates.ts";
import { freePort } from "./freePort.ts";

export interface PostgresOptions {
  major: PostgresMajor;
  /** What it speaks TLS with. */
  pair: KeyPair;
  /** Who may make databases and roles. */
  master: { username: string; password: string };
  /** More lines of postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
}

/** A running server as RDS gives it: TLS only, and a master that is no superuser. */
export interface PostgresServer {
  port: number;
  /** The folder with `psql`. */
  psql: string;
  /** What the server has logged. */
  log(): string;
  /** How programs of Postgres connect as the superuser that RDS keeps for itself. */
  superuser: Record<string, string>;
  /** Runs statements as that one, and hands back rows as lines. Several are run one by one; `\\connect` is one, too. */
  asSuperuser(statements: string | readonly string[], database?: string): Promise<string>;
  stop(): Promise<void>;
}

/** RDS's own superuser; it owns what initdb makes. */
const SUPERUSER = "rdsadmin";

/**
 * What RDS makes of a server: the master may make databases and roles, and owns the databases `postgres` and `template1`, with their schema
 * public where that belongs to a role (before 15). `rdsadmin` is closed, `template0` stays with the superuser.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
 */
const asOnRds = (username: string, password: string) => [
  "CREATE ROLE rds_superuser NOLOGIN",
  "GRANT pg_monitor, pg_signal_backend, pg_read_all_data, pg_write_all_data TO rds_superuser WITH ADMIN OPTION",
  `CREATE ROLE ${username} LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD '${password}'`,
  `GRANT rds_superuser TO ${username}`,
  `ALTER DATABASE postgres OWNER TO ${username}`,
  `ALTER DATABASE template1 OWNER TO ${username}`,
  "CREATE DATABASE rdsadmin",
  "REVOKE ALL ON DATABASE rdsadmin FROM PUBLIC",
];

/** Starts a server on a free port; its data are gone when it stops. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const [home, psql, port] = await Promise.all([installPostgres(options.major), installPsql(), freePort()]);
  const { folder, remove } = temporaryFolder(tmpdir(), "postgres-");
  const data = join(folder, "data");
  mkdirSync(data);
  for (const place of [folder, data]) giveAway(place);
  const environment = { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, LC_ALL: "C" } };
  const [program = "", ...args] = asServerUser(
    join(home, "bin/initdb"),
    ...["-D", data, "-U", SUPERUSER, "-E", "UTF8", "-A", "trust", "-N"],
  );
  await mustRun(program, args, environment);
  configure({ folder, data, port }, options);
  const server = await startProcess(asServerUser(join(home, "bin/postgres"), "-D", data), {
    ...environment,
    log: join(folder, "log"),
  });
  await server.printed(/database system is ready to accept connections/);

  const superuser = { PGHOST: folder, PGPORT: `${port}`, PGUSER: SUPERUSER };
  const asSuperuser = (database: string, ...statements: string[]) =>
    mustRun(
      join(psql, "psql"),
      ["-XqAt", "-v", "ON_ERROR_STOP=1", ...statements.flatMap((one) => ["-c", one])],
      { env: { ...superuser, PGDATABASE: database } },
    );
  const { username, password } = options.master;
  await asSuperuser("postgres", ...asOnRds(username, password));
  if (options.major < 15)
    for (const database of ["postgres", "template1"])
      await asSuperuser(database, `ALTER SCHEMA public OWNER TO ${username}`);
  return {
    port,
    psql,
    log: server.output,
    superuser,
    asSuperuser: (statements, database = "postgres") => asSuperuser(database, ...[statements].flat()),
    async stop() {
      server.signal("SIGQUIT");
      await server.exit;
      remove();
    },
  };
}

function configure(
  { folder, data, port }: { folder: string; data: string; port: number },
  options: PostgresOptions,
) {
  const [certificate, key] = [join(data, "server.pem"), join(data, "server.key")];
  copyFileSync(options.pair.certificate, certificate);
  copyFileSync(options.pair.key, key);
  chmodSync(key, 0o600);
  for (const file of [certificate, key]) giveAway(file);
  const settings = {
    listen_addresses: "127.0.0.1",
    port: `${port}`,
    unix_socket_directories: folder,
    fsync: "off",
    ssl: "on",
    ssl_cert_file: certificate,
    ssl_key_file: key,
    password_encryption: "scram-sha-256",
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  writeFileSync(join(data, "postgresql.auto.conf"), lines.join(""));
  const access = [`local all ${SUPERUSER} trust`, "hostssl all all 127.0.0.1/32 scram-sha-256", ""];
  writeFileSync(join(data, "pg_hba.conf"), access.join("\n"));
}

/** Postgres refuses to run as root, so it runs as nobody there. */
const serverUser = process.getuid?.() === 0 ? 65534 : undefined;

const asServerUser = (...command: string[]) =>
  serverUser === undefined
    ? command
    : ["setpriv", `--reuid=${serverUser}`, `--regid=${serverUser}`, "--clear-groups", ...command];

function giveAway(file: string): void {
  if (serverUser !== undefined) chownSync(file, serverUser, serverUser);
}
