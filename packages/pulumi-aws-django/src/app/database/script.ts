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

/** Seconds after which it gives up; ECS ends the wait for the container after 120. */
const SECONDS = 100;

/**
 * Settings that win over those of a database, which belong to its owner: an app must not be able to put functions of its own before
 * Postgres's, which the master would run then (https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058).
 */
const SESSION =
  "-c search_path=pg_catalog -c role=none -c statement_timeout=0 -c client_min_messages=warning -c default_transaction_read_only=off";

/**
 * Makes the app's database and its roles on a Postgres server, as its master: the command of a container of the official Postgres image.
 * It can be run at any time, by two at once, and again after it was cut off: it only does what is missing. Ends with 0, or with 1 and
 * one line that says why.
 */
export const databaseScript = String.raw`set -eu
: "$PGHOST" "$PGUSER" "$PGPASSWORD" "$DATABASE" "$OWNER" "$LOGIN" "$OTHER_LOGIN" "$VERIFIER"
export LC_ALL=C PGAPPNAME="database of $DATABASE"
export PGOPTIONS="${SESSION}"
deadline=$(($(date +%s) + ${SECONDS}))
half_of_the_rest() {
  half=$(((deadline - $(date +%s)) / 2))
  [ "$half" -gt 0 ] || half=1
  printf '%s\n' "$half"
}
fail() {
  printf '%s\n' "${DATABASE_FAILURE} $1" >&2
  exit 1
}
in_database() {
  status=0
  output=$(PGDATABASE="$1" SECONDS_LEFT="$2" psql -XqAt -o/dev/null -v ON_ERROR_STOP=1 -v VERBOSITY=verbose 2>&1) || status=$?
  printf '%s\n' "$output" | sed -n 's/^INFO:  00000: //p'
  [ "$status" != 0 ] || return 0
  said=$(printf '%s\n' "$output" | sed -n 's/^ERROR:  [0-9A-Z]*: //p; s/^psql: error: //p' | tail -n 1)
  case "$output" in
    *"ERROR:  55P03: "*) reason="another update of a database on this server goes on. Try again when it has ended." ;;
    *"ERROR:  42501: "*) reason="the master user $PGUSER may not do it in $1: $said" ;;
    *"password authentication failed"*) reason="$PGHOST refuses the password of the master user $PGUSER." ;;
    *"ERROR:  "*) reason="$said" ;;
    *"psql: error: "*) reason="no connection to $PGHOST: $said" ;;
    *"psql: not found"* | *"psql: command not found"*) reason="the container's image has no psql." ;;
    *) reason="the connection to $PGHOST was lost. $(printf '%s\n' "$output" | tail -n 1)" ;;
  esac
  return 1
}
in_database postgres "$(half_of_the_rest)" <<'SQL' || fail "$reason"
${SERVER}
SQL
in_database "$DATABASE" "$(half_of_the_rest)" <<'SQL' || fail "$reason"
${OWN_DATABASE}
SQL
others=$(PGDATABASE=postgres psql -XqAt -v ON_ERROR_STOP=1 <<'SQL'
${OTHER_DATABASES}
SQL
) || fail "the connection to $PGHOST was lost."
printf '%s\n' "$others" | while IFS= read -r other; do
  [ -n "$other" ] || continue
  in_database "$other" 2 <<'SQL' || printf '%s\n' "Passed over the schema public of the database \"$other\": $reason"
${OTHER_DATABASE}
SQL
done
printf '%s\n' "The database \"$DATABASE\" is ready for \"$LOGIN\"."
`;
