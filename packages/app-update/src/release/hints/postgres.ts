import type { LogRule } from "./logRule.ts";

const MIGRATING = /\bmigrat|Applying [\w.]+\.\.\./i;

/** Rows and locks concern a migration: in the update task, or where a log says that it migrates. */
function ofMigration(hint: string): LogRule["hint"] {
  return (_, { subject, text }) =>
    subject === undefined || subject.kind === "update" || MIGRATING.test(text) ? hint : undefined;
}

/**
 * Postgres, in the words of libpq and the server, as psycopg 2 and 3 hand them on. A client that prefers encryption
 * (libpq's default) tries again without when its password is refused, so the line about encryption comes after the reason.
 */
export const POSTGRES: LogRule[] = [
  {
    pattern: /password authentication failed|no password supplied/,
    hint: "Postgres doesn't accept the password: DATABASES must use POSTGRES_USER and POSTGRES_PASSWORD as they are, and where the database's secret was changed, restart what still runs with the old one.",
  },
  {
    pattern: /database "([^"]+)" does not exist/,
    hint: ([, name]) =>
      `The server has no database ${name}: DATABASES must use POSTGRES_NAME, whose database the update task makes. Where \`database.enabled\` is false, \`update.command\` must make it.`,
  },
  {
    pattern:
      /sorry, too many clients already|remaining connection slots are reserved|too many connections for/,
    hint: "Postgres has no connection left: fewer tasks, `gunicorn.processes` or `gunicorn.threads`, a smaller CONN_MAX_AGE, or a larger `database.instanceClass` of the base. A roll-out needs the connections of both versions.",
  },
  {
    pattern: /no pg_hba\.conf entry for .*(no encryption|SSL off)/,
    hint: 'Postgres takes encrypted connections only: set "sslmode": "require" (or verify-full) in the OPTIONS of DATABASES.',
  },
  {
    pattern: /no pg_hba\.conf entry for .*user "([^"]+)", database "([^"]+)"/,
    hint: ([, user, database]) =>
      `Postgres lets the user ${user} into no database ${database} by this way: check POSTGRES_USER and POSTGRES_NAME.`,
  },
  {
    pattern:
      /the database system is (starting up|shutting down|in recovery)|terminating connection due to|server closed the connection unexpectedly|SSL (SYSCALL error: EOF|connection has been closed)/,
    hint: "Postgres ended the connection: it restarts, for maintenance, another size or a failover, or ran out of memory. Try again when it is there; its log says more.",
  },
  {
    pattern: /root certificate file "([^"]+)" does not exist/,
    hint: ([, file]) =>
      `The image has no ${file}: put AWS's bundle there (https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem).`,
  },
  {
    pattern: /(connection to server|OperationalError).*certificate verify failed/,
    hint: "The image doesn't trust the database's certificate: sslrootcert must be AWS's bundle (https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem).",
  },
  {
    pattern: /connection to server on socket|Is the server running locally and accepting/,
    hint: "DATABASES has no HOST, so Postgres is looked for in the container itself: use POSTGRES_SERVICE_HOST.",
  },
  {
    pattern: /permission denied to create (database|extension "([^"]+)"|role)/,
    hint: ([, what, extension]) =>
      extension === undefined
        ? `The application may not make a ${what}: the update task has made its database already, so take that out of \`update.command\`.`
        : `The application may not make the extension ${extension}: add it to \`database.extensions\`, and the update task makes it.`,
  },
  {
    pattern: /permission denied for (schema|database|table|relation) (\S+)/,
    hint: "The user of the database lacks the right: the object belongs to another user, or POSTGRES_USER isn't the one that made it.",
  },
  {
    pattern: /No space left on device.*(postgres|relation)|could not extend file/,
    hint: "The database's disk is full: raise `database.maxAllocatedStorageGiB` of the base.",
  },
  {
    pattern:
      /could not translate host name "?([^"\s]+)|failed to resolve host '([^']+)'|connection to server at .* failed|could not connect to server|connection timeout expired|(?:psycopg2?|django\.db\.utils)\.OperationalError.*(timeout|timed out|refused)/,
    // Where the server answered, what it said isn't about the network.
    hint: (_, { text }) =>
      /failed: FATAL: /.test(text)
        ? undefined
        : "Postgres can't be reached: check POSTGRES_SERVICE_HOST and the security groups.",
  },
  {
    pattern: /relation "([^"]+)" does not exist/,
    hint: ([, table]) =>
      `The table ${table} doesn't exist: its migration isn't in this version, or depends on another database.`,
  },
  {
    pattern: /column "?([\w.]+)"? (?:of relation "[^"]+" )?does not exist/,
    hint: ([, column]) =>
      `The column ${column} doesn't exist: its migration isn't in this version, or code uses it before it ran.`,
  },
  {
    pattern: /(relation|column) "([^"]+)"(?: of relation "[^"]+")? already exists/,
    hint: ofMigration(
      "The database has already what the migration makes: it ran in part, or by hand, or another run migrates at the same time. Compare with `app-update run -- python manage.py showmigrations`.",
    ),
  },
  {
    pattern:
      /IntegrityError|could not create unique index|contains null values|violates (foreign key|check|not-null|unique) constraint|value too long for type/,
    hint: ofMigration(
      "Rows in the database don't fit the migration: clean the data in a migration before it, then release again.",
    ),
  },
  {
    pattern: /lock timeout|deadlock detected|canceling statement due to statement timeout/,
    hint: ofMigration("The migration waited too long for a lock: run it at a quiet time, or split it."),
  },
  {
    pattern:
      /OperationalError: (no such table|unable to open database file|attempt to write a readonly database)/,
    hint: "It runs on SQLite, in the container: DATABASES must use Postgres with POSTGRES_SERVICE_HOST, POSTGRES_NAME, POSTGRES_USER and POSTGRES_PASSWORD.",
  },
];
