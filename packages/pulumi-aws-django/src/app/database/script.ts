import { DATABASE_FAILURE } from "../../vocabulary.ts";
import { OTHER_DATABASE, OTHER_DATABASES, OWN_DATABASE, SERVER } from "./sql.ts";

export { scramVerifier } from "./scram.ts";
export { DATABASE_FAILURE };

/**
 * What the script reads from its environment, beside libpq's `PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD` (the master), `PGSSLMODE` and
 * `PGCONNECT_TIMEOUT`. `VERIFIER` is a secret, as are the master's user and password.
 */
export interface DatabaseScriptEnvironment {
  /** Name of the app's database. */
  DATABASE: string;
  /** The role that owns it. Nobody can log in as it. */
  OWNER: string;
  /** The role that the app logs in as. */
  LOGIN: string;
  /** A second one, without a password: for a rotation. */
  OTHER_LOGIN: string;
  /** Names of extensions, with commas between them. Empty for none. */
  EXTENSIONS: string;
  /** SCRAM-SHA-256 verifier of the password of `LOGIN` (`scramVerifier`). */
  VERIFIER: string;
}

/**
 * Makes the app's database and its roles on a Postgres server, as its master: the command of a container of the official Postgres image.
 * It can be run at any time, by two at once, and again after it was cut off: it only does what is missing. Ends with 0, or with 1 and
 * one line that says why.
 */
export const databaseScript = String.raw`set -eu
: "$PGHOST" "$PGUSER" "$PGPASSWORD" "$DATABASE" "$OWNER" "$LOGIN" "$OTHER_LOGIN" "$VERIFIER"
export LC_ALL=C PGAPPNAME="database of $DATABASE"
fail() {
  printf '%s\n' "${DATABASE_FAILURE} $1" >&2
  exit 1
}
in_database() {
  status=0
  output=$(PGDATABASE="$1" psql -XqAt "$2" -v ON_ERROR_STOP=1 -v VERBOSITY=verbose 2>&1) || status=$?
  printf '%s\n' "$output" | sed -n 's/^INFO:  00000: //p'
  [ "$status" != 0 ] || return 0
  reason=$(printf '%s\n' "$output" | sed -n 's/^ERROR:  [0-9A-Z]*: //p; s/^psql: error: //p' | tail -n 1)
  case "$output" in
    *"ERROR:  55P03: "*) fail "another update of a database on this server has gone on for a minute. Try again when it has ended." ;;
    *"ERROR:  42501: "*) fail "the master user $PGUSER may not do it in $1: $reason" ;;
    *"password authentication failed"*) fail "$PGHOST refuses the password of the master user $PGUSER." ;;
    *"ERROR:  "*) fail "$reason" ;;
    *"psql: error: "*) fail "no connection to $PGHOST: $reason" ;;
    *) fail "the connection to $PGHOST was lost. $(printf '%s\n' "$output" | tail -n 1)" ;;
  esac
}
in_database postgres -o/dev/null <<'SQL'
${SERVER}
SQL
in_database "$DATABASE" -o/dev/null <<'SQL'
${OWN_DATABASE}
SQL
others=$(PGDATABASE=postgres psql -XqAt -v ON_ERROR_STOP=1 <<'SQL'
${OTHER_DATABASES}
SQL
) || fail "the connection to $PGHOST was lost."
printf '%s\n' "$others" | while IFS= read -r other; do
  [ -n "$other" ] || continue
  in_database "$other" -o/dev/null <<'SQL'
${OTHER_DATABASE}
SQL
done
printf '%s\n' "The database \"$DATABASE\" is ready for \"$LOGIN\"."
`;
