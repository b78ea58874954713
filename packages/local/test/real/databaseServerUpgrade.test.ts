import { expect, test } from "vitest";
import { app, asApp, ended, makeDatabase, path, query, startServer } from "./support/database.ts";

/** `pg_upgrade` takes roles along as they are in a dump, too. */
test("a server that is upgraded from 15 to 17 leaves its master in charge of the app's roles", async () => {
  const alpha = app("alpha");
  const [old, upgraded] = await Promise.all([startServer(15), startServer(17)]);
  try {
    expect((await makeDatabase(old, alpha)).code).toBe(0);
    await query(old, asApp(alpha), "CREATE TABLE note (id serial)");
    const environment = { ...upgraded.superuser, PATH: path(old) };
    const dump = `pg_dumpall -h "$OLD_HOST" -p "$OLD_PORT" | psql -Xq -d postgres -o /dev/null`;
    await ended("sh", ["-c", dump], {
      ...environment,
      OLD_HOST: `${old.superuser.PGHOST}`,
      OLD_PORT: `${old.superuser.PGPORT}`,
    });
    expect(
      await query(upgraded, asApp(alpha), "SELECT tableowner FROM pg_tables WHERE tablename = 'note'"),
    ).toBe("alpha-owner");
    const other = { ...alpha, password: "another" };
    expect((await makeDatabase(upgraded, other)).lines.at(-1)).toBe(
      'The database "alpha-db" is ready for "alpha-1".',
    );
    expect(await query(upgraded, asApp(other), "DROP TABLE note; SELECT current_user")).toBe("alpha-owner");
  } finally {
    await Promise.all([old.stop(), upgraded.stop()]);
  }
});
