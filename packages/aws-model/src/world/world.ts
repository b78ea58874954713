import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./database.ts";

/** A plain value as AWS keeps it: no unknowns, no secret wrappers. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Properties of a resource by name. */
export type Properties = Record<string, Value>;

/** One live resource. `inputs` is what the program asked for, `state` everything that AWS knows about it. */
export interface WorldResource {
  type: string;
  id: string;
  urn: string;
  inputs: Properties;
  state: Properties;
}

/**
 * What exists without being a resource of a stack: what a deletion leaves behind, for example a final snapshot or a retained
 * task-definition revision, and the revisions that releases register.
 */
export interface Remains {
  /** Such as `snapshot`, `task-definition`, `secret` or `host`, a DNS name that leads nowhere any more. */
  kind: string;
  /** The resource type that it came from. */
  type: string;
  id: string;
  urn: string;
  state: Properties;
}

/** What is in a resource without being one, for example an item of a table, a task of a service or the lines of a log. */
export interface Content {
  /** Such as `item`, `task` or `log`. */
  kind: string;
  key: string;
  value: unknown;
}

/**
 * The in-memory AWS: everything that exists in the one account, in one SQLite file that several processes
 * may use at once. A change happens in a transaction, so that a process killed at any moment leaves either
 * all of it or nothing.
 */
export interface World {
  /** Runs `change` as one transaction; another process's change comes wholly before or wholly after it. */
  transaction<T>(change: () => T): T;
  /** Live resources in the order they were created, of one type if it is given. */
  resources(type?: string): WorldResource[];
  get(type: string, id: string): WorldResource | undefined;
  /** Adds a resource, or replaces the one with the same type and id. */
  put(resource: WorldResource): void;
  /** Removes a live resource; true if it was there. */
  delete(type: string, id: string): boolean;
  /** What deletions left behind, of one kind if it is given. */
  remains(kind?: string): Remains[];
  /** Records remains, or replaces those of the same kind and id. */
  leave(remains: Remains): void;
  /** Removes remains, for example when a secret's name is freed; true if they were there. */
  clear(kind: string, id: string): boolean;
  /** Contents of one kind, in the order of their keys; only those whose key begins with `prefix`, if it is given. */
  contents(kind: string, prefix?: string): Content[];
  /** Adds contents, or replaces those of the same kind and key. They are removed with the resource that they are in. */
  keep(content: Content, within?: Pick<WorldResource, "type" | "id">): void;
  /** Removes contents; true if they existed. */
  drop(kind: string, key: string): boolean;
  /** Counts up: 1, 2, 3 … for each name. Never goes back, not even when resources are deleted. */
  next(counter: string): number;
  /** What a counter has reached, 0 if it was never used. */
  count(counter: string): number;
  /**
   * Hexadecimal digits for an identifier of `urn`, the same in every world that saw the same history of that
   * URN, and different for each call: they do not depend on the order in which other resources were made.
   */
  digits(urn: string, length: number): string;
  /** The world's own clock, as an ISO 8601 time. It stands still unless it is advanced. */
  now(): string;
  advance(milliseconds: number): void;
  close(): void;
}

const clockStart = Date.UTC(2026, 0, 1);

/** Opens the world in the file `path`, making it if it is not there; `":memory:"` gives a world of one's own. */
export function openWorld(path: string): World {
  const db = openDatabase(path);

  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const sql = (text: string) => {
    const known = statements.get(text);
    if (known) return known;
    const statement = db.prepare(text);
    statements.set(text, statement);
    return statement;
  };

  let depth = 0;
  function transaction<T>(change: () => T): T {
    if (depth > 0) return change();
    sql("BEGIN IMMEDIATE").run();
    depth = 1;
    try {
      const result = change();
      sql("COMMIT").run();
      return result;
    } catch (error) {
      sql("ROLLBACK").run();
      throw error;
    } finally {
      depth = 0;
    }
  }

  const add = (counter: string, amount: number): number => {
    const row = sql(
      "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value",
    ).get(counter, amount) as { value: number };
    return row.value;
  };

  const count = (counter: string): number => {
    const row = sql("SELECT value FROM counter WHERE name = ?").get(counter) as { value: number } | undefined;
    return row?.value ?? 0;
  };

  return {
    transaction,
    resources(type) {
      const rows =
        type === undefined
          ? sql("SELECT type, id, urn, inputs, state FROM resource ORDER BY seq").all()
          : sql("SELECT type, id, urn, inputs, state FROM resource WHERE type = ? ORDER BY seq").all(type);
      return rows.map(toResource);
    },
    get(type, id) {
      const row = sql("SELECT type, id, urn, inputs, state FROM resource WHERE type = ? AND id = ?").get(
        type,
        id,
      );
      return row && toResource(row);
    },
    put({ type, id, urn, inputs, state }) {
      sql(
        "INSERT INTO resource (type, id, urn, inputs, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (type, id) DO UPDATE SET urn = excluded.urn, inputs = excluded.inputs, state = excluded.state",
      ).run(type, id, urn, JSON.stringify(inputs), JSON.stringify(state));
    },
    delete(type, id) {
      return sql("DELETE FROM resource WHERE type = ? AND id = ?").run(type, id).changes > 0;
    },
    remains(kind) {
      const rows =
        kind === undefined
          ? sql("SELECT kind, type, id, urn, state FROM remains ORDER BY seq").all()
          : sql("SELECT kind, type, id, urn, state FROM remains WHERE kind = ? ORDER BY seq").all(kind);
      return rows.map(toRemains);
    },
    leave({ kind, type, id, urn, state }) {
      sql(
        "INSERT INTO remains (kind, type, id, urn, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET type = excluded.type, urn = excluded.urn, state = excluded.state",
      ).run(kind, type, id, urn, JSON.stringify(state));
    },
    clear(kind, id) {
      return sql("DELETE FROM remains WHERE kind = ? AND id = ?").run(kind, id).changes > 0;
    },
    contents(kind, prefix = "") {
      const rows = sql(
        "SELECT kind, key, value FROM content WHERE kind = ? AND substr(key, 1, length(?)) = ? ORDER BY key",
      ).all(kind, prefix, prefix);
      return rows.map((row) => ({
        kind: String(row.kind),
        key: String(row.key),
        value: JSON.parse(String(row.value)),
      }));
    },
    keep({ kind, key, value }, within) {
      const owner =
        within && sql("SELECT seq FROM resource WHERE type = ? AND id = ?").get(within.type, within.id);
      if (within && !owner)
        throw new Error(`There is no ${within.type} ${within.id} to keep ${kind} ${key} in.`);
      sql(
        "INSERT INTO content (kind, key, value, resource) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value, resource = excluded.resource",
      ).run(kind, key, JSON.stringify(value), owner ? Number(owner.seq) : null);
    },
    drop(kind, key) {
      return sql("DELETE FROM content WHERE kind = ? AND key = ?").run(kind, key).changes > 0;
    },
    next: (counter) => add(counter, 1),
    count,
    digits(urn, length) {
      const nth = add(`digits ${urn}`, 1);
      return createHash("sha512").update(`${urn}\n${nth}`).digest("hex").slice(0, length);
    },
    now: () => new Date(clockStart + count("clock")).toISOString(),
    advance: (milliseconds) => void add("clock", milliseconds),
    close: () => db.close(),
  };
}

type Row = Record<string, unknown>;

function toResource(row: Row): WorldResource {
  return {
    type: String(row.type),
    id: String(row.id),
    urn: String(row.urn),
    inputs: JSON.parse(String(row.inputs)) as Properties,
    state: JSON.parse(String(row.state)) as Properties,
  };
}

function toRemains(row: Row): Remains {
  return {
    kind: String(row.kind),
    type: String(row.type),
    id: String(row.id),
    urn: String(row.urn),
    state: JSON.parse(String(row.state)) as Properties,
  };
}
