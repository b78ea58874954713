import { randomUUID } from "node:crypto";
import { existsSync, linkSync, unlinkSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { worldError } from "./brokenWorld.ts";

const schema = `
CREATE TABLE IF NOT EXISTS resource (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, id TEXT NOT NULL, urn TEXT NOT NULL,
  inputs TEXT NOT NULL, state TEXT NOT NULL, UNIQUE (type, id));
CREATE TABLE IF NOT EXISTS remains (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, urn TEXT NOT NULL,
  state TEXT NOT NULL, UNIQUE (kind, id));
CREATE TABLE IF NOT EXISTS content (
  kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, resource INTEGER REFERENCES resource (seq) ON DELETE CASCADE,
  PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS content_of_resource ON content (resource);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;

/** The database of a world, made if it is not there. Says what to do about a file that isn't one. */
export function openDatabase(path: string): DatabaseSync {
  try {
    if (path !== ":memory:" && !existsSync(path)) makeFile(path);
    const db = new DatabaseSync(path, { timeout: 10_000 });
    if (path === ":memory:") db.exec(schema);
    // In WAL mode NORMAL survives a killed process; only a power cut can lose the last changes.
    db.exec("PRAGMA synchronous = NORMAL;");
    // Each table with each of its columns: a file from elsewhere fails here, and not half-way.
    for (const query of columns) db.prepare(query);
    return db;
  } catch (error) {
    throw worldError(error, path);
  }
}

const columns = [
  "SELECT seq, type, id, urn, inputs, state FROM resource",
  "SELECT seq, kind, type, id, urn, state FROM remains",
  "SELECT kind, key, value, resource FROM content",
  "SELECT name, value FROM counter",
];

/**
 * Made whole under another name and then linked: SQLite does not wait its timeout for a lock when the journal mode changes, so of several
 * processes that open a new file at once one would fail.
 * https://sqlite.org/wal.html#activating_and_configuring_wal_mode
 */
function makeFile(path: string): void {
  const draft = `${path}.${randomUUID()}`;
  const db = new DatabaseSync(draft);
  db.exec("PRAGMA journal_mode = WAL");
  db.exec(schema);
  db.close();
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
