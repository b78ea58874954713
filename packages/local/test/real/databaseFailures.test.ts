import { DATABASE_FAILURE, databaseScript } from "pulumi-aws-django/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../src/servers/freePort.ts";
import {
  app,
  asApp,
  asMaster,
  type Differences,
  makeDatabase,
  openSession,
  prepare,
  query,
  startServer,
  type TestServer,
} from "./support/database.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer(16);
});
afterAll(() => server.stop());

const alpha = app("alpha");

/** The script, with its longest waits made short. */
const impatient = [
  ["+ 100))", "+ 1))"],
  ["lock_timeout = '2s'", "lock_timeout = '50ms'"],
  ["pg_sleep(1)", "pg_sleep(0.01)"],
].reduce((script, [from = "", to = ""]) => {
  expect(script).toContain(from);
  return script.replaceAll(from, to);
}, databaseScript);

describe("a failing run ends with one line that says why", () => {
  const failsWith = async (reason: string, differences: Differences = {}, one = alpha) => {
    const { code, lines } = await makeDatabase(server, one, differences);
    expect([code, lines.at(-1)]).toEqual([1, `${DATABASE_FAILURE} ${reason}`]);
    return lines.slice(0, -1);
  };

  test("the server isn't there", async () => {
    const port = `${await freePort()}`;
    await failsWith(
      `no connection to 127.0.0.1: connection to server at "127.0.0.1", port ${port} failed: Connection refused`,
      { environment: { PGPORT: port } },
    );
  });

  test("the password is refused", async () => {
    await failsWith("127.0.0.1 refuses the password of the master user postgres.", {
      environment: { PGPASSWORD: "other" },
    });
  });

  test("the master may not make roles, and then has made nothing", async () => {
    await server.asSuperuser("CREATE ROLE weak LOGIN PASSWORD 'weak'");
    const said = await failsWith(
      "the master user weak may not do it in postgres: permission denied to create role",
      { environment: { PGUSER: "weak", PGPASSWORD: "weak" } },
    );
    expect(said).toEqual([]);
  });

  test("another run has the lock", async () => {
    const other = openSession(server, asMaster("postgres"));
    const [, key] = /pg_advisory_lock\((\d+)\)/.exec(databaseScript) ?? [];
    await other.query(`SELECT pg_advisory_lock(${key});`);
    await failsWith("another update of a database on this server goes on. Try again when it has ended.", {
      script: impatient,
    });
    other.close();
  });

  test("an extension doesn't exist; what was made before stays, and the next run goes on", async () => {
    await failsWith('its extension "nonsense" can\'t be made: extension "nonsense" is not available', {
      environment: { EXTENSIONS: "nonsense" },
    });
    expect((await makeDatabase(server, alpha)).lines).toEqual([
      'The database "alpha-db" is ready for "alpha-1".',
    ]);
  });

  test("the database belongs to somebody else, and nothing is changed", async () => {
    const taken = app("taken");
    await server.asSuperuser("CREATE ROLE somebody");
    await server.asSuperuser('CREATE DATABASE "taken-db" OWNER somebody');
    const said = await failsWith(
      'it belongs to the role "somebody", and should to "taken-owner" or "postgres". Its owner can give it away: ALTER DATABASE "taken-db" OWNER TO postgres',
      {},
      taken,
    );
    expect(said).toEqual([]);
    expect(await server.asSuperuser("SELECT rolname FROM pg_roles WHERE rolname ~ '^taken'")).toBe("");
  });

  test("a table is in use for too long", async () => {
    const old = openSession(server, asMaster(alpha.database));
    await old.query("CREATE TABLE busy (id int);");
    await old.query("BEGIN; SELECT * FROM busy;");
    await failsWith(
      'the table public.busy has been in use without a pause for some seconds, so it can\'t be given to "alpha-owner". Try again when no long transaction is running.',
      { script: impatient },
    );
    old.close();
  });
});

test("more objects than there is time for are taken over by several runs", async () => {
  const many = app("many");
  await prepare(server, asMaster("postgres"), 'CREATE DATABASE "many-db"');
  await prepare(server, asMaster("many-db"), "CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE c ()");
  const time = "secs => current_setting('app.seconds')::integer";
  expect(databaseScript).toContain(time);
  const first = await makeDatabase(server, many, { script: databaseScript.replace(time, "secs => 0") });
  expect(first.lines.at(-1)).toBe(
    `${DATABASE_FAILURE} so many objects of "postgres" are to be taken over that time is up after 1. Try again: it goes on with the rest.`,
  );
  expect((await makeDatabase(server, many)).lines).toEqual([
    'Took over 2 objects of "postgres".',
    'The database "many-db" is ready for "many-1".',
  ]);
});

test("a table that is in use for a moment is waited for", async () => {
  const old = openSession(server, asMaster(alpha.database));
  await old.query("CREATE TABLE moment (id int);");
  await old.query("BEGIN; SELECT * FROM moment;");
  const run = makeDatabase(server, alpha);
  const waiting =
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'database of alpha-db'";
  await expect.poll(() => server.asSuperuser(waiting), { timeout: 60_000 }).toBe("1\n");
  await old.query("COMMIT;");
  expect((await run).lines.at(-1)).toBe('The database "alpha-db" is ready for "alpha-1".');
  expect(await query(server, asApp(alpha), "DROP TABLE moment; SELECT 'dropped'")).toBe("dropped");
  old.close();
});

describe("names", () => {
  const names = [
    "a",
    "a--b",
    "select",
    "user",
    "a-1",
    `a${"-longest".repeat(4)}-of-all`,
    `it's "quoted" $HOME \\ ;--`,
    "Größe %I",
  ];
  test.each(names)("%s", async (name) => {
    const one = app(name);
    expect((await makeDatabase(server, one)).lines.at(-1)).toBe(
      `The database "${one.database}" is ready for "${one.login}".`,
    );
    expect((await makeDatabase(server, one)).lines).toHaveLength(1);
    const made = "CREATE TABLE t (); SELECT tableowner FROM pg_tables WHERE tablename = 't'";
    expect(await query(server, asApp(one), made)).toBe(one.owner);
  });
});

test("an existing database of the owner stays as it is", async () => {
  const existing = app("existing");
  await prepare(server, asMaster("postgres"), `CREATE ROLE "existing-owner"`);
  await prepare(server, asMaster("postgres"), `GRANT "existing-owner" TO CURRENT_USER`);
  await prepare(
    server,
    asMaster("postgres"),
    `CREATE DATABASE "existing-db" OWNER "existing-owner" ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
  );
  expect((await makeDatabase(server, existing)).lines).toEqual([
    'Made the role "existing-1" for logins.',
    'Made the role "existing-2" for logins.',
    'Closed the database "existing-db" to roles that have no right of their own in it.',
    'The database "existing-db" is ready for "existing-1".',
  ]);
});

describe("an app that is in somebody else's hands", () => {
  const [evil, good] = [app("evil"), app("good")];
  const trap = `CREATE SCHEMA evil; CREATE TABLE evil.caught AS SELECT current_user::text AS who;
    CREATE FUNCTION evil.format(text, VARIADIC text[]) RETURNS text LANGUAGE sql AS
      $$ INSERT INTO evil.caught VALUES (current_user); SELECT pg_catalog.format($1, VARIADIC $2) $$;
    CREATE FUNCTION evil.pg_has_role(oid, text) RETURNS boolean LANGUAGE sql AS
      $$ INSERT INTO evil.caught VALUES (current_user); SELECT pg_catalog.pg_has_role($1, $2) $$;
    CREATE FUNCTION evil.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS
      $$ INSERT INTO evil.caught VALUES (current_user); SELECT pg_catalog.set_config($1, $2, $3) $$;
    GRANT ALL ON SCHEMA evil TO PUBLIC; GRANT ALL ON evil.caught TO PUBLIC`;
  const settings = `ALTER DATABASE "evil-db" SET search_path = evil, public, pg_catalog; ALTER DATABASE "evil-db" SET role = 'evil-owner'`;

  beforeAll(async () => {
    for (const one of [evil, good]) expect((await makeDatabase(server, one)).code).toBe(0);
    await prepare(server, asApp(evil), trap);
    await prepare(server, asApp(evil), settings);
  });

  test("can't have the master run its functions", async () => {
    for (const one of [evil, good]) {
      const { code, lines } = await makeDatabase(server, one, { environment: { EXTENSIONS: "citext" } });
      expect([code, lines]).toEqual([
        0,
        ['Made the extension "citext".', `The database "${one.database}" is ready for "${one.login}".`],
      ]);
    }
    expect(await query(server, asApp(evil), "SELECT who FROM evil.caught")).toBe("evil-owner");
  });

  test("can't hold up another app's run", async () => {
    const open = openSession(server, asApp(evil));
    await open.query('GRANT CONNECT ON DATABASE "evil-db" TO PUBLIC;');
    const [, key] = /pg_advisory_lock\((\d+)\)/.exec(databaseScript) ?? [];
    await open.query(
      `SELECT pg_catalog.pg_advisory_lock(${key}); BEGIN; GRANT TEMPORARY ON DATABASE "evil-db" TO PUBLIC;`,
    );
    expect(await makeDatabase(server, good)).toEqual({
      code: 0,
      lines: [
        'Passed over the database "evil-db", which is open to all roles: canceling statement due to lock timeout',
        'Passed over the schema public of the database "evil-db": another update of a database on this server goes on. Try again when it has ended.',
        'The database "good-db" is ready for "good-1".',
      ],
    });
    open.close();
  });
});
