import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POSTGRES_MAJORS } from "../../src/install/postgres.ts";
import { catalog } from "./support/catalog.ts";
import {
  app,
  asApp,
  asMaster,
  makeDatabase,
  openSession,
  query,
  startServer,
  type TestServer,
} from "./support/database.ts";

const [alpha, beta] = [app("alpha"), app("beta-2")];
const refused = (database: string) =>
  expect.stringMatching(
    `FATAL:  permission denied for database "${database}"\nDETAIL:  User does not have CONNECT privilege.$`,
  );

describe.each(POSTGRES_MAJORS)("Postgres %i", (major) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(major);
  });
  afterAll(() => server.stop());

  test("the first run makes the database and its roles, and the second one nothing", async () => {
    expect(await makeDatabase(server, alpha, { environment: { EXTENSIONS: "hstore, pg_trgm" } })).toEqual({
      code: 0,
      lines: [
        'Made the role "alpha-owner", which owns the database.',
        'Made the role "alpha-1" for logins.',
        'Made the role "alpha-2" for logins.',
        'Made the database "alpha-db".',
        'Closed the database "alpha-db" to roles that have no right of their own in it.',
        'Closed the database "postgres" to roles that have no right of their own in it.',
        'Closed the database "template1" to roles that have no right of their own in it.',
        // Before 15 the schema public belongs to a role, the master.
        ...(major < 15 ? ['Took over 1 object of "postgres".'] : []),
        'Made the extension "hstore".',
        'Made the extension "pg_trgm".',
        'The database "alpha-db" is ready for "alpha-1".',
      ],
    });
    const before = await catalog(server);
    expect(await makeDatabase(server, alpha, { environment: { EXTENSIONS: "hstore,pg_trgm" } })).toEqual({
      code: 0,
      lines: ['The database "alpha-db" is ready for "alpha-1".'],
    });
    expect(await catalog(server)).toEqual(before);
  });

  test("what a login makes belongs to the owner, so the other login can change it", async () => {
    await server.asSuperuser(`ALTER ROLE "alpha-2" PASSWORD 'second'`);
    const made = `CREATE TABLE a (id serial PRIMARY KEY, word text); CREATE SCHEMA s; SELECT current_user, session_user, tableowner FROM pg_tables WHERE tablename = 'a'`;
    expect(await query(server, asApp(alpha), made)).toBe("alpha-owner|alpha-1|alpha-owner");
    const second = { ...asApp(alpha), user: "alpha-2", password: "second" };
    const changed =
      "ALTER TABLE a ADD COLUMN more int; INSERT INTO a (word) VALUES ('x'); SELECT id FROM a; DROP SCHEMA s";
    expect(await query(server, second, changed)).toBe("1");
  });

  test("several runs at once do what one does", async () => {
    const runs = [alpha, beta, beta, beta].map((one) => makeDatabase(server, one));
    const ended = await Promise.all(runs);
    expect(ended.map(({ code, lines }) => [code, lines.at(-1)])).toEqual(
      [alpha, beta, beta, beta].map(({ database, login }) => [
        0,
        `The database "${database}" is ready for "${login}".`,
      ]),
    );
    expect(
      ended.flatMap(({ lines }) => lines).filter((line) => line === 'Made the database "beta-2-db".'),
    ).toHaveLength(1);
  });

  test("a login reaches its own database and no other one", async () => {
    for (const database of [beta.database, "postgres", "template1", "rdsadmin"])
      expect(await query(server, asApp(alpha, database), "SELECT 1")).toEqual(refused(database));
    expect(await query(server, asApp(beta, alpha.database), "SELECT 1")).toEqual(refused(alpha.database));
    expect(await query(server, asApp(beta), "SELECT 1")).toBe("1");
  });

  test("nobody without a right of their own uses the schema public, and no database is open", async () => {
    const open = `SELECT datname FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) a
      WHERE a.grantee = 0 AND datname <> 'template0' ORDER BY 1`;
    expect(await server.asSuperuser(open)).toBe("");
    const rights = `SELECT privilege_type FROM pg_namespace, aclexplode(nspacl) a WHERE nspname = 'public' AND a.grantee = 0`;
    for (const database of [alpha.database, beta.database, "postgres", "template1"])
      expect(await server.asSuperuser(rights, database)).toBe("");
  });

  test("tasks that have the master's user go on working, and what they make is taken over by the next run", async () => {
    const old = openSession(server, asMaster(alpha.database));
    const made = await old.query(
      "CREATE TABLE late (id int); INSERT INTO a (word) VALUES ('y'); ALTER TABLE a ADD COLUMN old int; SELECT count(*) FROM a;",
    );
    expect(made).toBe("2");
    expect((await makeDatabase(server, alpha)).lines).toEqual([
      'Took over 1 object of "postgres".',
      'The database "alpha-db" is ready for "alpha-1".',
    ]);
    expect(
      await old.query(
        "INSERT INTO late VALUES (1); ALTER TABLE late ADD COLUMN b int; SELECT count(*) FROM late;",
      ),
    ).toBe("1");
    old.close();
    expect(await query(server, asApp(alpha), "DROP TABLE late; SELECT 'dropped'")).toBe("dropped");
  });

  test("the password is in no statement", () => {
    expect(server.log()).toContain("PASSWORD");
    for (const { password } of [alpha, beta]) expect(server.log()).not.toContain(password);
  });
});
