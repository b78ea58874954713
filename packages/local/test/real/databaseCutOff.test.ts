import { DATABASE_FAILURE } from "pulumi-aws-django/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { catalog } from "./support/catalog.ts";
import { type Cutter, startCutter } from "./support/cutter.ts";
import {
  app,
  asMaster,
  makeDatabase,
  openSession,
  prepare,
  startServer,
  type TestServer,
} from "./support/database.ts";
import { EVERY_KIND } from "./support/everyKind.ts";

const alpha = app("alpha");

let server: TestServer;
let cutter: Cutter;
beforeAll(async () => {
  server = await startServer(17);
  cutter = await startCutter(server.port, server.pair);
});
afterAll(async () => {
  cutter.stop();
  await server.stop();
});

/** As before the first run. */
async function undo(): Promise<void> {
  await server.asSuperuser([
    `DROP DATABASE IF EXISTS "${alpha.database}" WITH (FORCE)`,
    ...[alpha.login, alpha.otherLogin, alpha.owner].map((role) => `DROP ROLE IF EXISTS "${role}"`),
    "GRANT CONNECT, TEMPORARY ON DATABASE postgres TO PUBLIC",
    "GRANT CONNECT ON DATABASE template1 TO PUBLIC",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
    "\\connect template1",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
  ]);
}

const run = (port: number) =>
  makeDatabase(server, alpha, { environment: { PGPORT: `${port}`, EXTENSIONS: "citext" } });

const nothing = async () => {};
async function filledByTheMaster(): Promise<void> {
  await prepare(server, asMaster("postgres"), `CREATE DATABASE "${alpha.database}"`);
  await prepare(server, asMaster(alpha.database), EVERY_KIND);
}

/** What is there after a run that nobody disturbs. */
async function undisturbed(begin: () => Promise<void>): Promise<string[]> {
  await undo();
  await begin();
  cutter.cutAt(0, "before");
  expect((await run(cutter.port)).code).toBe(0);
  return catalog(server);
}

async function completes(expected: string[]): Promise<void> {
  expect((await run(server.port)).lines.at(-1)).toBe('The database "alpha-db" is ready for "alpha-1".');
  expect(await catalog(server)).toEqual(expected);
}

test.each([
  ["before", "a new database", nothing],
  ["during", "a database that the master has filled", filledByTheMaster],
] as const)(
  "a run that is cut off %s each statement is completed by the next one: %s",
  async (how, _, begin) => {
    const expected = await undisturbed(begin);
    const count = cutter.statements.length;
    expect(count).toBeGreaterThan(20);
    for (let n = 1; n <= count; n++) {
      await undo();
      await begin();
      cutter.cutAt(n, how);
      const { code, lines } = await run(cutter.port);
      // In the databases of others it is told, and the run goes on.
      const told = code === 1 ? lines.at(-1) : lines.at(-2);
      expect([n, told]).toEqual([
        n,
        expect.stringMatching(`^(${DATABASE_FAILURE}|Passed over the schema public of the database) `),
      ]);
      await completes(expected);
    }
  },
);

test("so is one that ends in the middle of taking over", async () => {
  const expected = await undisturbed(filledByTheMaster);
  await undo();
  await filledByTheMaster();
  const old = openSession(server, asMaster(alpha.database));
  await old.query("BEGIN; SELECT * FROM notes;");
  const cutOff = run(server.port);
  const waiting = "wait_event_type = 'Lock' AND application_name = 'database of alpha-db'";
  const count = `SELECT count(*) FROM pg_stat_activity WHERE ${waiting}`;
  await expect.poll(() => server.asSuperuser(count), { timeout: 60_000 }).toBe("1\n");
  await server.asSuperuser(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${waiting}`);
  expect((await cutOff).code).toBe(1);
  await old.query("COMMIT;");
  old.close();
  const half = await catalog(server);
  for (const owner of ['"alpha-owner"', "postgres"])
    expect(half).toContainEqual(expect.stringMatching(`^alpha-db: (table|view) .* of ${owner}$`));
  await completes(expected);
});
