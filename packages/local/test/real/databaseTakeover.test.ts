import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogOf } from "./support/catalog.ts";
import {
  app,
  asApp,
  asMaster,
  makeDatabase,
  openSession,
  prepare,
  query,
  startServer,
  type TestServer,
} from "./support/database.ts";
import { EVERY_KIND } from "./support/everyKind.ts";

/** A multirange has an owner of its own on older versions, and the schema public before 15. */
const taken = { 14: 25, 15: 24, 18: 23 };
const alpha = app("alpha");

/** The first version in which the schema public belongs to whoever owns the database, the one before, and the newest. */
describe.each([14, 15, 18] as const)("what an app made with the master's user on Postgres %i", (major) => {
  let server: TestServer;
  let before: string[];
  let second: string[];
  beforeAll(async () => {
    server = await startServer(major);
    for (const database of [alpha.database, "beta-db"]) {
      await prepare(server, asMaster("postgres"), `CREATE DATABASE "${database}"`);
      await prepare(server, asMaster(database), EVERY_KIND);
    }
    before = await catalogOf(server, alpha.database);
    second = await catalogOf(server, "beta-db");
  });
  afterAll(() => server.stop());

  test("goes over to the owner with all that is in it", async () => {
    const open = openSession(server, asMaster(alpha.database));
    await open.query("CREATE TEMPORARY TABLE mine (id int);");
    const ended = await makeDatabase(server, alpha);
    expect(ended).toEqual({
      code: 0,
      lines: [
        'Made the role "alpha-owner", which owns the database.',
        'Made the role "alpha-1" for logins.',
        'Made the role "alpha-2" for logins.',
        'The database "alpha-db" belonged to "postgres" and belongs to "alpha-owner" now.',
        ...["alpha-db", "beta-db", "postgres", "template1"].map(
          (database) => `Closed the database "${database}" to roles that have no right of their own in it.`,
        ),
        `Took over ${taken[major]} objects of "postgres".`,
        'The database "alpha-db" is ready for "alpha-1".',
      ],
    });
    expect(
      await open.query(
        "INSERT INTO mine VALUES (1); INSERT INTO note (word) VALUES ('z'); SELECT count(*) FROM notes;",
      ),
    ).toBe("2");
    open.close();

    const kept = /: (extension|publication) /;
    const after = await catalogOf(server, alpha.database);
    const owned = (lines: string[]) => lines.filter((line) => / of postgres/.test(line));
    expect(owned(before).length).toBeGreaterThan(24);
    expect(owned(after).filter((line) => !/ mine | pg_temp/.test(line))).toEqual(
      owned(before).filter((line) => kept.test(line)),
    );
    // The rights of others stay.
    expect(after).toContain(
      'alpha-db: relation note of "alpha-owner" {"\\"alpha-owner\\"=arwdDxt' +
        `${major > 16 ? "m" : ""}/\\"alpha-owner\\"","rds_superuser=r/\\"alpha-owner\\""}`,
    );
    expect(
      await query(
        server,
        asApp(alpha),
        "DROP VIEW notes; DROP MATERIALIZED VIEW counts; DROP TABLE note; DROP TYPE span; SELECT total(1)",
      ),
    ).toBe("1");
  });

  test("a second database of the master keeps its owner and all that is in it", async () => {
    const publicSchema = /: schema public of /;
    const others = (lines: string[]) => lines.filter((line) => !publicSchema.test(line));
    expect(others(await catalogOf(server, "beta-db"))).toEqual(others(second));
    expect(
      await server.asSuperuser(`SELECT datdba::regrole FROM pg_database WHERE datname = 'beta-db'`),
    ).toBe("postgres\n");
    expect(
      await query(
        server,
        asMaster("beta-db"),
        "INSERT INTO note (word) VALUES ('z'); SELECT count(*) FROM note",
      ),
    ).toBe("2");
  });
});
