/*
 * What psql does, for psql 14 and later and servers from 14 on. The master is what RDS gives: no superuser, but it may make databases and roles.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html
 *
 * Every part can be cut off and run again. Messages for people are raised as INFO.
 */

/**
 * Beginning of each part: the names, and the lock that keeps two runs apart in a database. Values come from the environment, so that none
 * is in a process's arguments (`\getenv` is newer than psql 14).
 */
const BEGIN = String.raw`
\set database ${"`printenv DATABASE`"}
\set owner ${"`printenv OWNER`"}
\set login ${"`printenv LOGIN`"}
\set other ${"`printenv OTHER_LOGIN`"}
\set extensions ${"`printenv EXTENSIONS`"}
\set seconds ${"`printenv SECONDS_LEFT`"}
SELECT set_config('lock_timeout', :'seconds' || 's', false), set_config('app.seconds', :'seconds', false),
  set_config('app.database', :'database', false), set_config('app.owner', :'owner', false),
  set_config('app.login', :'login', false), set_config('app.other', :'other', false),
  set_config('app.extensions', :'extensions', false);
SELECT pg_advisory_lock(1970432887);
SET lock_timeout = '2s';
`;

/** In the database postgres: roles, the database, and who may connect to the server's databases. */
export const SERVER = String.raw`${BEGIN}
\set verifier ${"`printenv VERIFIER`"}
SELECT set_config('app.verifier', :'verifier', false),
  set_config('app.found', EXISTS (SELECT FROM pg_database WHERE datname = :'database')::text, false);
DO $$
DECLARE
  holder text := (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_setting('app.database'));
  owner text := current_setting('app.owner');
  login text;
  -- From 16 on, a role is in the hands of who has this option, which its maker does. A server that comes from 15 must have it already.
  keeps text := CASE WHEN current_setting('server_version_num')::integer < 160000 THEN ' WITH ADMIN OPTION' ELSE '' END;
BEGIN
  IF holder NOT IN (owner, current_user) THEN
    RAISE EXCEPTION 'it belongs to the role "%", and should to "%" or "%". Its owner can give it away: %', holder, owner, current_user,
      format('ALTER DATABASE %I OWNER TO %I', current_setting('app.database'), current_user);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    EXECUTE format('CREATE ROLE %I NOLOGIN', owner);
    RAISE INFO 'Made the role "%", which owns the database.', owner;
  END IF;
  -- To make databases for it, and so that tasks that still have the master's user go on working.
  EXECUTE format('GRANT %I TO CURRENT_USER', owner) || keeps;
  FOREACH login IN ARRAY ARRAY[current_setting('app.login'), current_setting('app.other')] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', login);
      RAISE INFO 'Made the role "%" for logins.', login;
    END IF;
    IF keeps <> '' THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', login) || keeps;
    END IF;
    EXECUTE format('GRANT %I TO %I', owner, login);
    -- What it makes belongs to the owner.
    EXECUTE format('ALTER ROLE %I SET role = %L', login, owner);
  END LOOP;
  EXECUTE format('ALTER ROLE %I PASSWORD %L', current_setting('app.login'), current_setting('app.verifier'));
END $$;
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner') WHERE NOT current_setting('app.found')::boolean
\gexec
DO $$
DECLARE
  database text := current_setting('app.database');
  owner text := current_setting('app.owner');
  other record;
BEGIN
  IF NOT current_setting('app.found')::boolean THEN
    RAISE INFO 'Made the database "%".', database;
  ELSIF (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = database) <> owner THEN
    EXECUTE format('ALTER DATABASE %I OWNER TO %I', database, owner);
    RAISE INFO 'The database "%" belonged to "%" and belongs to "%" now.', database, current_user, owner;
  END IF;
  FOR other IN
    SELECT datname FROM pg_database
    WHERE pg_has_role(datdba, 'USAGE')
      AND EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE grantee = 0)
    ORDER BY datname
  LOOP
    BEGIN
      EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', other.datname);
      RAISE INFO 'Closed the database "%" to roles that have no right of their own in it.', other.datname;
    EXCEPTION WHEN OTHERS THEN
      -- Another app must not be able to hold up this one.
      IF other.datname = database THEN RAISE; END IF;
      RAISE INFO 'Passed over the database "%", which is open to all roles: %', other.datname, SQLERRM;
    END;
  END LOOP;
END $$;
`;

/** The databases of the server that the master may change, but for the app's own. */
export const OTHER_DATABASES = String.raw`
\set database ${"`printenv DATABASE`"}
SELECT datname FROM pg_database
WHERE datallowconn AND datconnlimit <> -2 AND datname <> :'database' AND pg_has_role(datdba, 'USAGE')
ORDER BY datname;
`;

/** In every database: nobody uses the schema public by being somebody. */
const PUBLIC_SCHEMA = `
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) AS right_of
    WHERE nspname = 'public' AND pg_has_role(nspowner, 'USAGE') AND right_of.grantee = 0
  ) THEN
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
  END IF;
END $$;
`;

export const OTHER_DATABASE = `${BEGIN}${PUBLIC_SCHEMA}`;

/**
 * In the app's own database: what the master owns there goes over to the owner, object by object, because REASSIGN OWNED would take the
 * master's other databases too. What belongs to an extension stays with it. A lock is waited for shortly and several times, so that the
 * queries of running tasks don't pile up behind it.
 */
export const OWN_DATABASE = `${BEGIN}
DO $$
DECLARE
  owner text := current_setting('app.owner');
  object record;
  taken integer := 0;
  deadline timestamptz := clock_timestamp() + make_interval(secs => current_setting('app.seconds')::integer);
BEGIN
  FOR object IN
    SELECT o.type, o.identity, s.classid, s.objid, CASE WHEN o.type IN ('function', 'procedure', 'aggregate') THEN 'ROUTINE'
      WHEN o.type = 'statistics object' THEN 'STATISTICS' ELSE upper(o.type) END AS kind
    FROM pg_shdepend s, pg_identify_object(s.classid, s.objid, s.objsubid) o
    WHERE s.deptype = 'o' AND s.refclassid = 'pg_authid'::regclass
      AND s.refobjid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND o.type IN ('schema', 'table', 'view', 'materialized view', 'foreign table', 'sequence', 'function', 'procedure', 'aggregate',
        'type', 'collation', 'conversion', 'operator', 'statistics object', 'text search configuration', 'text search dictionary',
        'large object')
      AND coalesce(o.schema, '') !~ '^pg_temp'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = s.classid AND d.objid = s.objid AND d.deptype = 'e')
    ORDER BY array_position(ARRAY['schema', 'table'], o.type), (SELECT typtype = 'm' FROM pg_type WHERE oid = s.objid), o.type, o.identity
  LOOP
    -- A column's sequence has followed its table by now, and on newer versions a multirange its range.
    CONTINUE WHEN NOT EXISTS (
      SELECT FROM pg_shdepend s WHERE s.classid = object.classid AND s.objid = object.objid AND s.deptype = 'o'
        AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND s.refobjid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
    );
    IF taken > 0 AND clock_timestamp() > deadline THEN
      RAISE EXCEPTION 'so many objects of "%" are to be taken over that time is up after %. Try again: it goes on with the rest.', current_user, taken;
    END IF;
    FOR attempt IN 1..5 LOOP
      BEGIN
        EXECUTE format('ALTER %s %s OWNER TO %I', object.kind, object.identity, owner);
        EXIT;
      EXCEPTION WHEN lock_not_available THEN
        IF attempt = 5 THEN
          RAISE EXCEPTION 'the % % has been in use without a pause for some seconds, so it can''t be given to "%". Try again when no long transaction is running.',
            object.type, object.identity, owner;
        END IF;
      END;
      COMMIT;
      PERFORM pg_sleep(1);
    END LOOP;
    COMMIT;
    taken := taken + 1;
  END LOOP;
  IF taken > 0 THEN
    RAISE INFO 'Took over % of "%".', CASE taken WHEN 1 THEN '1 object' ELSE format('%s objects', taken) END, current_user;
  END IF;
END $$;
${PUBLIC_SCHEMA}
DO $$
DECLARE
  extension text;
BEGIN
  FOREACH extension IN ARRAY string_to_array(replace(current_setting('app.extensions'), ' ', ''), ',') LOOP
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = extension) THEN
      BEGIN
        -- Some have a schema of their own. The others go where they would by default.
        EXECUTE format('CREATE EXTENSION %I %s CASCADE', extension, CASE WHEN EXISTS (
          SELECT FROM pg_available_extensions a JOIN pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
          WHERE a.name = extension AND v.schema IS NOT NULL
        ) THEN '' ELSE 'SCHEMA public' END);
      EXCEPTION WHEN OTHERS THEN
        RAISE EXCEPTION 'its extension "%" can''t be made: %', extension, SQLERRM;
      END;
      RAISE INFO 'Made the extension "%".', extension;
    END IF;
  END LOOP;
END $$;
`;
