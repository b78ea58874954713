import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPostgres, type PostgresMajor } from "../install/postgres.ts";
import { installPsql } from "../install/psql.ts";
import { mustRun } from "../install/run.ts";
import { guarded } from "../processes/guard.ts";
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
  /** Runs statements as the superuser that RDS keeps for itself, and hands back rows as lines. */
  asSuperuser(statements: string, database?: string): Promise<string>;
  stop(): Promise<void>;
}

/** RDS's own superuser; it owns what initdb makes. */
const SUPERUSER = "rdsadmin";

/**
 * What RDS makes of a server: the master may make databases and roles, and owns the databases `postgres` and `template1`, with their schema
 * public where that belongs to a role (before 15). `rdsadmin` is closed, `template0` stays with the superuser.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
 */
const asOnRds = (username: string, password: string) => `
CREATE ROLE rds_superuser NOLOGIN;
GRANT pg_monitor, pg_signal_backend, pg_read_all_data, pg_write_all_data TO rds_superuser WITH ADMIN OPTION;
CREATE ROLE ${username} LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD '${password}';
GRANT rds_superuser TO ${username};
ALTER DATABASE postgres OWNER TO ${username};
ALTER DATABASE template1 OWNER TO ${username};
CREATE DATABASE rdsadmin;
REVOKE ALL ON DATABASE rdsadmin FROM PUBLIC;
`;

/** Starts a server on a free port; its data are gone when it stops. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const [home, psql, port] = await Promise.all([installPostgres(options.major), installPsql(), freePort()]);
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const own = (file: string) => user && chownSync(file, user.uid, user.gid);
  for (const place of [folder, data]) own(place);
  const env = { ...process.env, LC_ALL: "C", HOME: folder };
  const as = user ? ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"] : [];
  const initdb = [join(home, "bin/initdb"), "-D", data, "-U", SUPERUSER, "-E", "UTF8", "-A", "trust", "-N"];
  const [program = "", ...args] = [...as, ...initdb];
  await mustRun(program, args, { env, cwd: folder });

  const [certificate, key] = [join(data, "server.pem"), join(data, "server.key")];
  copyFileSync(options.pair.certificate, certificate);
  copyFileSync(options.pair.key, key);
  chmodSync(key, 0o600);
  for (const file of [certificate, key]) own(file);
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
  writeFileSync(
    join(data, "pg_hba.conf"),
    `local all ${SUPERUSER} trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n`,
  );

  const server = spawn(join(home, "bin/postgres"), ["-D", data], {
    env,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
    ...user,
  });
  const released = [guarded({ group: server.pid ?? 0 }), guarded({ folder })];
  let log = "";
  const ready = new Promise<void>((resolve, reject) => {
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("database system is ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Postgres ended with ${code}:\n${log}`)));
  });
  const kill = () => server.kill("SIGQUIT");
  process.once("exit", kill);
  await ready;

  const asSuperuser = (statements: string, database = "postgres") =>
    mustRun(join(psql, "psql"), ["-XqAt", "-v", "ON_ERROR_STOP=1", "-c", statements], {
      env: { PGHOST: folder, PGPORT: `${port}`, PGUSER: SUPERUSER, PGDATABASE: database },
    });
  const { username, password } = options.master;
  for (const statement of asOnRds(username, password)
    .split(";\n")
    .filter((line) => line.trim()))
    await asSuperuser(statement);
  if (options.major < 15)
    for (const database of ["postgres", "template1"])
      await asSuperuser(`ALTER SCHEMA public OWNER TO ${username}`, database);
  return {
    port,
    psql,
    log: () => log,
    asSuperuser,
    stop: async () => {
      process.removeListener("exit", kill);
      const gone = once(server, "exit");
      kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
      for (const release of released) release();
    },
  };
}

/** Postgres refuses to run as root, so it runs as nobody there. */
function serverUser(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}
