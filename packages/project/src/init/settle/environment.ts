import { looksSecret } from "pulumi-aws-django/looks-secret";
import type { ProjectFacts } from "../facts.ts";

/** The variables of the Django processes beyond those that every app gets. */
export interface Environment {
  /** What the settings write: text, or another variable's value under this name. */
  values: Record<string, string | { from: string }>;
  /** Names without which the settings fail, and that have no value yet. */
  missing: string[];
  /** The same, for what only some people may know. */
  missingSecrets: string[];
  /** Secrets that the project reads where they are set. */
  optionalSecrets: string[];
  /** Keys of AWS, which the tasks' role replaces. */
  awsKeys: string[];
}

/** Other names for what every app is given. */
const OTHER_NAMES: readonly [RegExp, string][] = [
  [
    /^(DJANGO_)?(POSTGRES|PG|DB|DATABASE|SQL|RDS|POSTGRESQL)_?(HOST|HOSTNAME|SERVER|SERVICE)$/,
    "POSTGRES_SERVICE_HOST",
  ],
  [/^(DJANGO_)?(POSTGRES|PG|DB|DATABASE|SQL|RDS|POSTGRESQL)_?PORT$/, "POSTGRES_SERVICE_PORT"],
  [
    /^(DJANGO_)?(POSTGRES_DB|POSTGRES_DATABASE|PGDATABASE|(PG|DB|DATABASE|SQL|RDS|POSTGRESQL)_(NAME|DB|DATABASE|DB_NAME))$/,
    "POSTGRES_NAME",
  ],
  [/^(DJANGO_)?(POSTGRES|PG|DB|DATABASE|SQL|RDS|POSTGRESQL)_?(USER|USERNAME)$/, "POSTGRES_USER"],
  [/^(DJANGO_)?(POSTGRES|PG|DB|DATABASE|SQL|RDS|POSTGRESQL)_?(PASSWORD|PASS|PWD)$/, "POSTGRES_PASSWORD"],
  [/^(DJANGO_)?(DATABASE_URI|DB_URL|POSTGRES_URL|POSTGRESQL_URL|DJANGO_DATABASE_URL)$/, "DATABASE_URL"],
  [/^(REDIS|CACHE|VALKEY)_?(HOST|HOSTNAME)$/, "REDIS_SERVICE_HOST"],
  [/^(REDIS|CACHE|VALKEY)_?PORT$/, "REDIS_SERVICE_PORT"],
  [
    /^(DJANGO_)?((CELERY_)?BROKER(_URL)?|CELERY_RESULT_BACKEND(_URL)?|CELERY_BACKEND|CELERY_REDIS_URL|(DJANGO_)?(CACHE|REDIS_TLS|REDIS_CACHE|VALKEY)_(URL|LOCATION)|REDIS_URI|REDIS)$/,
    "REDIS_URL",
  ],
  [/^(DJANGO_|APP_)?(ALLOWED_HOSTS?|HOSTS)$/, "DJANGO_ALLOWED_HOSTS"],
  [
    /^(DJANGO_)?(CSRF_TRUSTED_ORIGINS?|CORS_ALLOWED_ORIGINS?|CORS_ORIGINS?|CORS_ORIGIN_WHITELIST|SITE_URL|BASE_URL|APP_URL|PUBLIC_URL|FRONTEND_ORIGIN|FRONTEND_BASE_URL)$/,
    "FRONTEND_URL",
  ],
  [/^(APP_SECRET_KEY|DJANGO_SECRET|SECRET|APP_SECRET)$/, "DJANGO_SECRET_KEY"],
  [
    /^(DJANGO_)?(AWS_STORAGE_BUCKET_NAME|AWS_S3_BUCKET_NAME|AWS_BUCKET_NAME|AWS_BUCKET|S3_BUCKET|BUCKET_NAME)$/,
    "S3_BUCKET_NAME",
  ],
  [/^DJANGO_AWS_S3_CUSTOM_DOMAIN$/, "AWS_S3_CUSTOM_DOMAIN"],
  [/^DJANGO_DEFAULT_FROM_EMAIL$/, "DEFAULT_FROM_EMAIL"],
  [/^DJANGO_SENTRY_DSN$/, "SENTRY_DSN"],
];

/** What platforms and programs set by themselves, or what only steers a start on a machine. */
const OF_A_PLATFORM =
  /^(PORT|HOST|HOME|PATH|USER|PWD|TZ|LANG|LC_ALL|DYNO|CI|GITHUB_\w+|WEB_CONCURRENCY|PYTHON\w*|PIP_\w+|UV_\w+|POETRY_\w+|DJANGO_SETTINGS_MODULE|(HEROKU|FLY|RENDER|RAILWAY|KUBERNETES|ECS|COMPOSE|DOCKER)_\w+|RENDER|PRIMARY_REGION|NODE_ENV|TESTING|DJANGO_READ_DOT_ENV_FILE|READ_DOT_ENV_FILE|ENV_FILE|IPYTHONDIR|AWS_(DEFAULT_)?REGION|AWS_(S3_)?REGION_NAME|AWS_S3_REGION_NAME|CELERY_FLOWER_\w+|POSTGRES_DB|GUNICORN_CMD_ARGS)$/;

const OF_CELERY = /^CELERY_(BROKER_URL|RESULT_BACKEND)$/;
const AWS_KEY = /AWS_(SECRET_)?ACCESS_KEY(_ID)?$|AWS_SESSION_TOKEN$/;
const DEBUG = /^(DJANGO_)?DEBUG$/;

/** Variables that the settings read, and those that files of a deployment set. `given` are the names that every app has. */
export function environmentOf(
  { settings, runs, entrypointVariables }: ProjectFacts,
  given: ReadonlySet<string>,
): Environment {
  const environment: Environment = {
    values: {},
    missing: [],
    missingSecrets: [],
    optionalSecrets: [],
    awsKeys: [],
  };
  const { values } = environment;
  const reads = settings.scope.variables;
  for (const [name, { isRequired }] of reads) {
    if (given.has(name) || settings.scope.choices.has(name)) continue;
    const other = OTHER_NAMES.find(([form]) => form.test(name))?.[1];
    if (other !== undefined) {
      // Celery itself reads these before the settings that the kit puts right.
      if (isRequired || !OF_CELERY.test(name)) values[name] = { from: other };
    } else if (AWS_KEY.test(name)) {
      if (isRequired) environment.awsKeys.push(name);
    } else if (OF_A_PLATFORM.test(name)) continue;
    else if (DEBUG.test(name)) {
      if (isRequired) values[name] = "False";
    } else takeRead(environment, name, isRequired, runs.variables.get(name)?.value);
  }
  for (const name of entrypointVariables) {
    const other = given.has(name) ? undefined : OTHER_NAMES.find(([form]) => form.test(name))?.[1];
    if (other !== undefined && other !== name) values[name] ??= { from: other };
  }
  for (const [name, value] of settings.scope.choices) values[name] = value;
  if (settings.configuration !== undefined) values.DJANGO_CONFIGURATION = settings.configuration;
  for (const [name, { value }] of runs.variables) {
    const isKnown = given.has(name) || reads.has(name) || OF_A_PLATFORM.test(name) || DEBUG.test(name);
    if (isKnown || AWS_KEY.test(name) || OTHER_NAMES.some(([form]) => form.test(name))) continue;
    if (isUsable(name, value)) values[name] = value;
  }
  return environment;
}

function takeRead(
  environment: Environment,
  name: string,
  isRequired: boolean,
  value: string | undefined,
): void {
  if (isUsable(name, value)) environment.values[name] = value;
  else if (looksSecret(name, undefined))
    environment[isRequired ? "missingSecrets" : "optionalSecrets"].push(name);
  else if (isRequired) environment.missing.push(name);
}

/** Whether a value can be taken along: it is no secret, is whole, and doesn't name a place of the former platform. */
function isUsable(name: string, value: string | undefined): value is string {
  return (
    value !== undefined &&
    value !== "" &&
    !looksSecret(name, value) &&
    !/\$\{?\w|\.(fly\.dev|onrender\.com|herokuapp\.com|railway\.app)\b|\b(localhost|127\.0\.0\.1)\b|:\/\//.test(
      value,
    )
  );
}
