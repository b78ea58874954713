import type { PostgresServer } from "../../../src/servers/postgres.ts";

/** Roles with their passwords' verifiers, memberships, settings at login, and databases. */
const SERVER = `
SELECT format('role %s %s', rolname, to_jsonb(r) - '{oid,rolname}'::text[]) FROM pg_authid r WHERE rolname !~ '^pg_';
SELECT format('member %s of %s %s', member::regrole, roleid::regrole, to_jsonb(m) - '{oid,roleid,member,grantor}'::text[])
FROM pg_auth_members m WHERE roleid::regrole::text !~ '^pg_';
SELECT format('setting %s %s', setrole::regrole, setconfig) FROM pg_db_role_setting;
SELECT format('database %s of %s %s', datname, datdba::regrole, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a)) FROM pg_database;
`;

/** Owners and rights of all that is in a database. */
const DATABASE = `
SELECT format('%s %s of %s', o.type, o.identity, s.refobjid::regrole)
FROM pg_shdepend s, pg_identify_object(s.classid, s.objid, s.objsubid) o
WHERE s.deptype = 'o' AND s.refclassid = 'pg_authid'::regclass
  AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database());
SELECT format('schema %s of %s %s', nspname, nspowner::regrole, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(nspacl) a))
FROM pg_namespace WHERE nspname !~ '^pg_';
SELECT format('relation %s of %s %s', oid::regclass, relowner::regrole, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(relacl) a))
FROM pg_class WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace;
SELECT format('extension %s of %s', extname, extowner::regrole) FROM pg_extension;
`;

/** All that the script could change, as sorted lines. */
export async function catalog(server: PostgresServer): Promise<string[]> {
  const names = await server.asSuperuser(
    "SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname",
  );
  const databases = names.trim().split("\n");
  const statements = databases.flatMap((name) => [`\\connect "${name}"`, `\\echo in ${name}`, DATABASE]);
  return linesOf(await server.asSuperuser([SERVER, ...statements]));
}

/** The lines of one database's objects. */
export async function catalogOf(server: PostgresServer, database: string): Promise<string[]> {
  return linesOf(await server.asSuperuser([`\\echo in ${database}`, DATABASE], database));
}

function linesOf(printed: string): string[] {
  let place = "";
  const lines = printed.split("\n").flatMap((line) => {
    if (line.startsWith("in ")) place = `${line.slice(3)}: `;
    return line === "" || line.startsWith("in ") ? [] : [place + line];
  });
  return lines.sort();
}
