import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseScript, scramVerifier } from "pulumi-aws-django/database";
import type { PostgresMajor } from "../../../src/install/postgres.ts";
import { certify, type KeyPair, makeAuthority } from "../../../src/servers/certificates.ts";
import { type PostgresServer, startPostgres } from "../../../src/servers/postgres.ts";

export const master = { username: "postgres", password: "password-of-the-master" };

/** A server of a version, with what is needed to talk to it. */
export interface TestServer extends PostgresServer {
  pair: KeyPair;
}

export async function startServer(major: PostgresMajor): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const pair = await certify(await makeAuthority(folder), "postgres", ["127.0.0.1"]);
  const server = await startPostgres({ major, pair, master, settings: { log_statement: "all" } });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, pair, stop };
}

/** Names as the library makes them of an app's. */
export interface App {
  database: string;
  owner: string;
  login: string;
  otherLogin: string;
  password: string;
}

export const app = (name: string): App => ({
  database: `${name}-db`,
  owner: `${name}-owner`,
  login: `${name}-1`,
  otherLogin: `${name}-2`,
  password: `password-of-${encodeURIComponent(name)}`,
});

export interface Ended {
  code: number | null;
  /** Lines of both streams, as they are in a log. */
  lines: string[];
}

export interface Differences {
  environment?: Record<string, string>;
  script?: string;
}

/** The container's environment for an app on a server. */
export const environmentOf = (server: PostgresServer, app: App): Record<string, string> => ({
  PGHOST: "127.0.0.1",
  PGPORT: `${server.port}`,
  PGUSER: master.username,
  PGPASSWORD: master.password,
  PGSSLMODE: "require",
  PGCONNECT_TIMEOUT: "10",
  DATABASE: app.database,
  OWNER: app.owner,
  LOGIN: app.login,
  OTHER_LOGIN: app.otherLogin,
  EXTENSIONS: "",
  VERIFIER: scramVerifier(app.password, Buffer.from("sixteen bytes   ")),
});

/** Runs the container's command. */
export function makeDatabase(
  server: PostgresServer,
  app: App,
  { environment = {}, script = databaseScript }: Differences = {},
): Promise<Ended> {
  const env = { PATH: path(server), ...environmentOf(server, app), ...environment };
  return ended("sh", ["-c", script], env);
}

export interface Session {
  user: string;
  password: string;
  database: string;
}

export const asMaster = (database: string): Session => ({
  user: master.username,
  password: master.password,
  database,
});

export const asApp = ({ login, password, database }: App, other = database): Session => ({
  user: login,
  password,
  database: other,
});

const sessionEnvironment = (server: PostgresServer, { user, password, database }: Session) => ({
  PATH: path(server),
  PGHOST: "127.0.0.1",
  PGPORT: `${server.port}`,
  PGUSER: user,
  PGPASSWORD: password,
  PGDATABASE: database,
  PGSSLMODE: "require",
});

/** What statements print, or the first error. */
export async function query(server: PostgresServer, session: Session, sql: string): Promise<string> {
  const { lines } = await ended(
    "psql",
    ["-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql],
    sessionEnvironment(server, session),
  );
  return lines.join("\n");
}

/** Runs statements that have to go well: what a test begins with. */
export async function prepare(server: PostgresServer, session: Session, sql: string): Promise<void> {
  const printed = await query(server, session, sql);
  if (printed.includes("ERROR: ")) throw new Error(printed);
}

/** A session that stays open: each call runs statements in it. */
export function openSession(server: PostgresServer, session: Session) {
  const child = spawn("psql", ["-XqAt"], { env: sessionEnvironment(server, session) });
  let text = "";
  const more = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      for (const look of more) look();
    });
  return {
    query(sql: string): Promise<string> {
      text = "";
      child.stdin.write(`${sql}\n\\warn\n\\echo --end\n`);
      return new Promise((resolve) => {
        const look = () => {
          if (!text.includes("--end\n")) return;
          more.delete(look);
          resolve(text.replace("--end\n", "").trim());
        };
        more.add(look);
      });
    },
    close: () => child.stdin.end("\\q\n"),
  };
}

export const path = ({ psql }: PostgresServer) => `${psql}:${process.env.PATH}`;

/** Runs a program to its end. */
export function ended(file: string, args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, lines: text.trim().split("\n") }));
  });
}
