import { describe, expect, test } from "vitest";
import { MINUTE } from "../src/clock.ts";
import { EXIT } from "../src/outcome.ts";
import { diagnoseHealth, diagnoseTask, hintFor } from "../src/release/diagnose.ts";
import { hintFromLog } from "../src/release/hints/fromLog.ts";
import type { Subject } from "../src/release/hints/subject.ts";
import { failureOf } from "../src/release/oneOffTask.ts";
import { run } from "./support/program.ts";
import { makeWorld, pushVersion } from "./support/world.ts";

const subject = (process: string, kind: Subject["kind"], image = "backend"): Subject => ({
  process,
  kind,
  image,
});
const UPDATE = subject("update", "update");
const RUN = subject("update", "run");
const GUNICORN = subject("gunicorn", "service");
const WORKER = subject("mail", "service");
const NUXT = subject("frontend", "service", "frontend");

const UNREACHABLE = "Postgres can't be reached: check POSTGRES_SERVICE_HOST and the security groups.";
const PASSWORD = "Postgres doesn't accept the password:";
const ENCRYPTED = "Postgres takes encrypted connections only:";
const FULL = "Postgres has no connection left:";
const CLOSED = "Postgres ended the connection:";
const BROKER = "The broker can't be reached:";
const server = 'connection to server at "10.0.20.4", port 5432 failed:';

/** What programs really wrote (Django 5.2, psycopg 3.3, psycopg 2.9 and 2.8, redis-py 8, Celery 5.7, boto3, Node.js), and how the hint begins. */
const RECORDED: [log: string, hint: string | undefined, whose?: Subject][] = [
  // Postgres
  [
    `psycopg.OperationalError: connection failed: ${server} FATAL:  database "alpha-db" does not exist`,
    "The server has no database alpha-db: DATABASES must use POSTGRES_NAME, whose database the update task makes.",
  ],
  [
    `django.db.utils.OperationalError: ${server} FATAL:  database "alpha" does not exist`,
    "The server has no database alpha:",
  ],
  [
    `psycopg2.OperationalError: ${server} FATAL:  no pg_hba.conf entry for host "10.0.1.5", user "postgres", database "alpha-db", no encryption`,
    ENCRYPTED,
  ],
  [
    'psycopg2.OperationalError: FATAL:  no pg_hba.conf entry for host "10.0.1.5", user "postgres", database "alpha-db", SSL off',
    ENCRYPTED,
  ],
  [
    `psycopg.OperationalError: ${server} FATAL:  no pg_hba.conf entry for host "10.0.1.5", user "ada", database "alpha-db", SSL encryption`,
    "Postgres lets the user ada into no database alpha-db by this way:",
  ],
  [
    `psycopg.OperationalError: connection failed: ${server} FATAL:  password authentication failed for user "postgres"\n${server} FATAL:  no pg_hba.conf entry for host "10.0.1.5", user "postgres", database "alpha-db", no encryption`,
    PASSWORD,
  ],
  [`psycopg.OperationalError: connection failed: ${server} fe_sendauth: no password supplied`, PASSWORD],
  [`psycopg2.OperationalError: ${server} FATAL:  sorry, too many clients already`, FULL],
  [
    `psycopg2.OperationalError: ${server} FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute`,
    FULL,
  ],
  [`psycopg.OperationalError: ${server} FATAL:  too many connections for role "postgres"`, FULL],
  [`psycopg.OperationalError: ${server} FATAL:  the database system is starting up`, CLOSED],
  [
    `psycopg.OperationalError: ${server} server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally`,
    CLOSED,
  ],
  ["django.db.utils.OperationalError: SSL connection has been closed unexpectedly", CLOSED],
  [`psycopg.OperationalError: connection failed: ${server} FATAL:  something new`, undefined],
  [
    "psycopg.OperationalError: failed to resolve host 'db.invalid': [Errno -2] Name or service not known",
    UNREACHABLE,
  ],
  [
    'psycopg2.OperationalError: could not translate host name "db.invalid" to address: Name or service not known',
    UNREACHABLE,
  ],
  [
    `psycopg2.OperationalError: ${server} Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?`,
    UNREACHABLE,
  ],
  [
    'psycopg2.OperationalError: could not connect to server: Connection timed out\n\tIs the server running on host "db" (10.0.20.4) and accepting\n\tTCP/IP connections on port 5432?',
    UNREACHABLE,
  ],
  ["psycopg.errors.ConnectionTimeout: connection timeout expired", UNREACHABLE],
  [
    'psycopg.OperationalError: connection is bad: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory',
    "DATABASES has no HOST, so Postgres is looked for in the container itself: use POSTGRES_SERVICE_HOST.",
  ],
  [
    `psycopg.OperationalError: connection failed: ${server} root certificate file "/certs/global-bundle.pem" does not exist`,
    "The image has no /certs/global-bundle.pem: put AWS's bundle there",
  ],
  [
    `psycopg2.OperationalError: ${server} SSL error: certificate verify failed`,
    "The image doesn't trust the database's certificate:",
  ],
  [
    "psycopg.errors.InsufficientPrivilege: permission denied to create database",
    "The application may not make a database: the update task has made its database already",
  ],
  [
    'django.db.utils.ProgrammingError: permission denied to create extension "postgis"',
    "The application may not make the extension postgis: add it to `database.extensions`",
  ],
  [
    "django.db.utils.ProgrammingError: permission denied for schema public",
    "The user of the database lacks the right:",
  ],
  ["django.db.utils.OperationalError: no such table: django_session", "It runs on SQLite, in the container:"],
  [
    'psycopg2.errors.UndefinedTable: relation "blog_post" does not exist',
    "The table blog_post doesn't exist:",
  ],
  [
    "psycopg.errors.UndefinedColumn: column blog_post.slug does not exist",
    "The column blog_post.slug doesn't exist:",
  ],
  [
    'psycopg.errors.DuplicateTable: relation "blog_post" already exists',
    "The database has already what the migration makes:",
    UPDATE,
  ],
  // Migrations, and the same words elsewhere
  [
    'django.db.utils.IntegrityError: could not create unique index "slug"',
    "Rows in the database don't fit the migration:",
    UPDATE,
  ],
  [
    'django.db.utils.IntegrityError: column "slug" of relation "blog_post" contains null values',
    "Rows in the database don't fit the migration:",
    UPDATE,
  ],
  [
    'django.db.utils.IntegrityError: duplicate key value violates unique constraint "slug"',
    undefined,
    GUNICORN,
  ],
  [
    "psycopg.errors.LockNotAvailable: canceling statement due to lock timeout",
    "The migration waited too long for a lock:",
    UPDATE,
  ],
  ["psycopg.errors.DeadlockDetected: deadlock detected", undefined, WORKER],
  [
    "CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph: (0002_a, 0002_b in blog).",
    "Two branches have each added a migration:",
    UPDATE,
  ],
  // Django and Python
  [
    "Unknown command: 'pre_update'\nType 'manage.py help' for usage.",
    "This version has no management command `pre_update`: add it (its app must be in INSTALLED_APPS), or set `update.command` to one it has,",
    UPDATE,
  ],
  [
    "Unknown command: 'chek'. Did you mean check?",
    "This version has no management command `chek`: check its spelling,",
    RUN,
  ],
  [
    "Unknown command: 'consume'",
    "This version has no management command `consume`: add it (its app must be in INSTALLED_APPS), or set `command` of `mail` to",
    WORKER,
  ],
  [
    "ModuleNotFoundError: No module named 'backend.settings.production'; 'backend.settings' is not a package",
    "The image has no settings module `backend.settings.production`: set `django.settingsModule` to the one it has",
  ],
  [
    "ModuleNotFoundError: No module named 'config.settings'",
    "The image has no settings module `config.settings`: set `django.settingsModule`",
  ],
  [
    "ModuleNotFoundError: No module named 'backend.wsgi'",
    "The image has no module `backend.wsgi` for gunicorn: set `django.wsgiModule`",
  ],
  [
    "ModuleNotFoundError: No module named 'pydantic_settings'",
    "The image lacks the Python package of `pydantic_settings`.",
  ],
  ["/usr/local/bin/python: No module named celery", "The image lacks the Python package of `celery`."],
  [
    "Failed to find attribute 'application' in 'backend.settings'.\n[ERROR] Reason: App failed to load.",
    "`backend.settings` has no `application`: set `django.wsgiModule`",
  ],
  [
    "Error: \nUnable to load celery application.\nThe module backend.celery_app was not found.",
    "The image has no Celery app `backend.celery_app`: set `django.celeryApp`",
  ],
  [
    "python: can't open file '/app/manage.py': [Errno 2] No such file or directory",
    "The image has no /app/manage.py: set WORKDIR to the folder that holds it, or change `update.command`.",
    UPDATE,
  ],
  [
    "python: can't open file '/app/x.py': [Errno 2] No such file or directory",
    "The image has no /app/x.py: set WORKDIR to the folder that holds it, or change the command.",
    RUN,
  ],
  [
    "django.core.exceptions.ImproperlyConfigured: Set the STRIPE_KEY environment variable",
    "The variable STRIPE_KEY is missing: add it to the app's settings (`environment`, or `secrets`)",
  ],
  [
    "decouple.UndefinedValueError: STRIPE_KEY not found. Declare it as envvar or define a default value.",
    "The variable STRIPE_KEY is missing:",
  ],
  [
    "django.core.exceptions.ImproperlyConfigured: Error loading psycopg2 or psycopg module",
    "The image lacks Postgres's driver:",
  ],
  [
    "django.core.exceptions.ImproperlyConfigured: The app label 'x' isn't unique.",
    "Django doesn't accept its settings: The app label 'x' isn't unique.",
  ],
  [
    "ImportError: libpq.so.5: cannot open shared object file: No such file or directory",
    "The image lacks the system library libpq.so.5:",
  ],
  [
    "ValueError: Missing staticfiles manifest entry for 'core/v1.css'",
    "The manifest of static files doesn't know core/v1.css: `update.command` must run collectstatic",
  ],
  [
    "FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp', '/usr/tmp', '/app']",
    "The image's user can't write to /tmp: take it out of `writablePaths` of `mail`, bring the stack up and release again. It is in memory then, and any user may write there.",
    WORKER,
  ],
  [
    "OSError: [Errno 30] Read-only file system: '/app/static'",
    "The process may not write /app/static: use /tmp, or see `update.writablePaths`.",
    UPDATE,
  ],
  [
    "exec /usr/local/bin/python: exec format error",
    "The image is built for another processor than `gunicorn.architecture`",
    GUNICORN,
  ],
  // Broker and cache
  ["redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.", BROKER],
  [
    "kombu.exceptions.OperationalError: Error -2 connecting to cache:6379. Name or service not known.",
    BROKER,
  ],
  ["kombu.exceptions.OperationalError: Error 111 connecting to cache:6379. Connection refused.", BROKER],
  [
    "[ERROR/MainProcess] consumer: Cannot connect to rediss://:**@cache:6379//: Error 110 connecting to cache:6379.",
    BROKER,
  ],
  [
    "redis.exceptions.AuthenticationError: invalid username-password pair or user is disabled.",
    "The broker doesn't accept the token:",
  ],
  ["redis.exceptions.ConnectionError: Connection closed by server.", "The cache takes TLS connections only:"],
  [
    "ValueError: A rediss:// URL must have parameter ssl_cert_reqs and this must be set to CERT_REQUIRED",
    "Celery wants `?ssl_cert_reqs=required` behind REDIS_URL.",
  ],
  [
    "[ERROR/MainProcess] consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.",
    "Celery doesn't know its broker and tries RabbitMQ",
  ],
  // AWS
  [
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::1:assumed-role/alpha-task/x is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/notes/a.txt" because no identity-based policy allows the s3:PutObject action',
    "The task may only use its own part of the bucket, and S3 denies PutObject: set the storage's `location` below AWS_LOCATION,",
  ],
  [
    "botocore.exceptions.ClientError: An error occurred (403) when calling the HeadObject operation: Forbidden",
    "The task may only use its own part of the bucket, and S3 denies HeadObject:",
  ],
  [
    "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied",
    "The task may only use its own part of the bucket, and S3 denies ListObjectsV2:",
  ],
  [
    "botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the GetSecretValue operation: User: x is not authorized",
    "The task's role may not read that secret:",
  ],
  [
    "botocore.errorfactory.ResourceNotFoundException: An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
    "There is no secret of that name in this region,",
  ],
  [
    "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the SendRawEmail operation: User x is not authorized",
    "The task's role may not call SendRawEmail: add it to `permissions.task`",
  ],
  [
    "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
    "The AWS SDK finds no credentials:",
  ],
  [
    'botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "https://secretsmanager.us-east-1.amazonaws.com/"',
    "https://secretsmanager.us-east-1.amazonaws.com can't be reached:",
  ],
  // Node.js
  [
    "Error: Cannot find module '/app/.output/server/index.mjs'",
    "The image has no /app/.output/server/index.mjs: run `nuxt build` in its Dockerfile, copy .output, and set WORKDIR to where it is, or `frontend.command`",
    NUXT,
  ],
  [
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'vue' imported from /app/.output/server/index.mjs",
    "The image lacks the npm package `vue`.",
    NUXT,
  ],
  [
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    "Node.js ran out of memory: raise `frontend.memoryMiB`,",
    NUXT,
  ],
  // Nothing
  ["Listening on http://0.0.0.0:3000", undefined, NUXT],
  ["ValueError: x", undefined, UPDATE],
];

test.each(RECORDED)("%s", (log, hint, whose) => {
  const found = hintFromLog(["starting", ...log.split("\n"), "bye"], whose);
  if (hint === undefined) expect(found).toBeUndefined();
  else expect(found?.slice(0, hint.length)).toBe(hint);
});

describe("where a module is missing, who imports it says which setting is meant", () => {
  const frozen = [
    '  File "/usr/local/lib/python3.13/importlib/__init__.py", line 88, in import_module',
    "    return _bootstrap._gcd_import(name[level:], package, level)",
    '  File "<frozen importlib._bootstrap>", line 1387, in _gcd_import',
    '  File "<frozen importlib._bootstrap>", line 1324, in _find_and_load_unlocked',
  ];
  test.each([
    [
      "django/conf/__init__.py",
      "config",
      "The image has no settings module `config`: set `django.settingsModule`",
    ],
    ["gunicorn/util.py", "config", "The image has no module `config` for gunicorn: set `django.wsgiModule`"],
    [
      "django/apps/config.py",
      "django_filters",
      "INSTALLED_APPS names `django_filters`, which the image lacks.",
    ],
  ])("%s", (file, name, hint) => {
    const log = [
      "Traceback (most recent call last):",
      '  File "/app/manage.py", line 22, in <module>',
      `  File "/usr/local/lib/python3.13/site-packages/${file}", line 166, in __init__`,
      ...frozen,
      `ModuleNotFoundError: No module named '${name}'`,
    ];
    expect(hintFromLog(log, GUNICORN)?.slice(0, hint.length)).toBe(hint);
  });

  test("a package that the settings import is none of them", () => {
    const log = [
      "Traceback (most recent call last):",
      '  File "/usr/local/lib/python3.13/site-packages/django/conf/__init__.py", line 166, in __init__',
      ...frozen,
      '  File "/app/backend/settings/production.py", line 3, in <module>',
      "    import environ",
      "ModuleNotFoundError: No module named 'environ'",
    ];
    expect(hintFromLog(log, UPDATE)).toBe("The image lacks the Python package of `environ`.");
  });
});

test("the last traceback counts before an error that was handled, with the one that led to it", () => {
  const traceback = "Traceback (most recent call last):";
  const handled = [traceback, "KeyError: 'OPTIONAL_KEY'", "using the default"];
  const redis = "redis.exceptions.ConnectionError: Error 111 connecting to cache:6379.";
  const chain = [
    traceback,
    redis,
    "",
    "During handling of the above exception, another exception occurred:",
    "",
    traceback,
    "app.errors.NotReady: not ready",
  ];
  expect(hintFromLog([...handled, ...chain], UPDATE)).toMatch(/^The broker can't be reached:/);
  expect(hintFromLog([...handled, traceback, redis, "bye"], UPDATE)).toMatch(/^The broker can't be reached:/);
  expect(hintFromLog([...handled, traceback, "ValueError: x"], UPDATE)).toBeUndefined();
});

describe("what an exit code may say depends on whose it is", () => {
  const ended = (exitCode: number) => ({
    stopCode: "EssentialContainerExited" as const,
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "c", exitCode }],
  });
  test.each<[number, Subject, string | undefined]>([
    [0, GUNICORN, "A service's command must keep running: see `gunicorn.command`."],
    [0, UPDATE, undefined],
    [3, GUNICORN, "gunicorn ends with 3 when it can't import the application."],
    [3, UPDATE, undefined],
    [3, RUN, undefined],
    [3, WORKER, undefined],
    [3, NUXT, undefined],
    [4, GUNICORN, "gunicorn ends with 4 when it can't import the application."],
    [127, UPDATE, "The command (`update.command`) isn't in the image."],
    [127, RUN, "The command isn't in the image."],
    [127, NUXT, "The command (`frontend.command`) isn't in the image."],
    [137, UPDATE, "That is mostly too little memory: raise `update.memoryMiB`."],
    [
      137,
      WORKER,
      "That is mostly too little memory: raise `memoryMiB` of `mail`. Or the process doesn't end within its stop timeout.",
    ],
    [143, UPDATE, undefined],
    [1, UPDATE, undefined],
  ])("%i of %o", (code, whose, hint) => {
    expect(hintFor(diagnoseTask(ended(code), "c", whose), [], whose)).toBe(hint);
  });

  test("what somebody, or AWS for its Spot capacity, stopped keeps that word, whatever else is said of it", () => {
    for (const words of ["capacity is needed", "over quota", "network interface", "health checks"]) {
      const stopped = { ...ended(137), stoppedReason: words };
      expect(diagnoseTask({ ...stopped, stopCode: "UserInitiated" }, "c", UPDATE).cause).toBe(
        `somebody stopped it (${words})`,
      );
      expect(diagnoseTask({ ...stopped, stopCode: "SpotInterruption" }, "c", UPDATE)).toMatchObject({
        cause: "AWS took its Spot capacity back",
        isSure: true,
      });
    }
  });

  test("a task that somebody stopped isn't short of memory", () => {
    const stopped = { ...ended(137), stopCode: "UserInitiated" as const, stoppedReason: "by ada" };
    expect(diagnoseTask(stopped, "c", UPDATE)).toMatchObject({ cause: "somebody stopped it (by ada)" });
    expect(hintFor(diagnoseTask(stopped, "c", UPDATE), ["KeyError: 'X'"], UPDATE)).toBeUndefined();
  });

  test("what ECS is sure of counts before what the log says", () => {
    const reason = "OutOfMemoryError: Container killed due to memory usage";
    const killed = { ...ended(137), containers: [{ name: "c", exitCode: 137, reason }] };
    const log = ["redis.exceptions.ConnectionError: Error 111 connecting to cache:6379."];
    expect(hintFor(diagnoseTask(killed, "c", UPDATE), log, UPDATE)).toBe("Raise `update.memoryMiB`.");
    expect(hintFor(diagnoseTask(killed, "c", GUNICORN), log, GUNICORN)).toBe(
      "Raise `gunicorn.memoryMiB`, or lower `gunicorn.processes`.",
    );
  });

  test("an image that may not be pulled is not called missing", () => {
    const stoppedReason =
      "CannotPullContainerError: pull access denied, repository does not exist or may require authorization: authorization failed: denied";
    expect(diagnoseTask({ stoppedReason }, "c").cause).toMatch(/^it may not pull its image/);
  });
});

test("a health check of the Nuxt server gets no hint of Django's", () => {
  const answers = (code: number) =>
    diagnoseHealth(`Health checks failed with these codes: [${code}]`, "/", NUXT).hint;
  expect([400, 302, 404, 500].map(answers)).toEqual([
    undefined,
    "The health check is redirected: let `frontend.route.healthCheckPath` name a page that answers itself.",
    "This version has no such page: change `frontend.route.healthCheckPath`.",
    "The page fails: see the log.",
  ]);
});

describe("a migration", () => {
  const release = async (update: object, args = "release v1") => {
    const world = makeWorld({ services: ["gunicorn"], scenarios: { v1: { backend_update: update } } });
    pushVersion(world, "v1");
    return run(world, args);
  };

  test("that ends with 3 gets no hint of gunicorn's", async () => {
    const failed = await release({ log: ["no"], exit: { code: 3, afterSeconds: 2 } });
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("  Why: The update task failed: it ended with exit code 3.\n");
    expect(failed.stdout).not.toContain("What to do:");
  });

  test.each([0, 1, 137, 143])(
    "that ran out of time and then ended with %i gets a hint at --timeout",
    async (code) => {
      const failed = await release({ exit: { code, afterSeconds: 4000 } });
      expect(failed.stdout).toContain(
        "  Why: The update task took longer than 30 min and was stopped.\n  What to do: Give it longer, for example --timeout 60m; the credentials and the job must last as long. Or take long work out of the release:",
      );
    },
  );

  test("that ran out of time waiting for the database gets a hint at the database", async () => {
    const log = ['connection to server at "10.0.20.4", port 5432 failed: timeout expired'];
    const failed = await release({ log, exit: { code: 0, afterSeconds: 4000 } }, "release v1 --timeout 5m");
    expect(failed.stdout).toContain(
      "took longer than 5 min and was stopped.\n  What to do: Postgres can't be reached:",
    );
  });

  test("shows twenty lines of its log, and reads more for the hint", async () => {
    const rest = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const log = ["ModuleNotFoundError: No module named 'backend.settings.x'", ...rest];
    const failed = await release({ log, exit: { code: 1, afterSeconds: 40 } });
    expect(failed.stdout).toContain("What to do: The image has no settings module `backend.settings.x`:");
    expect(failed.stdout.match(/^ {2}│ .*$/gm)).toEqual(rest.slice(-20).map((line) => `  │ ${line}`));
  });
});

test("a task that ran out of the longest time gets no hint at a longer one", () => {
  const { update } = makeWorld().targets;
  const ending = { task: {}, log: [], before: [], timedOut: true };
  const hint = (hours: number, kind: "update" | "run") =>
    failureOf(update, ending, hours * 60 * MINUTE, kind)?.failure.hint;
  expect(hint(20, "update")).toMatch(
    /^Give it longer, for example --timeout 1440m; .* Or take long work out of/,
  );
  expect(hint(24, "update")).toMatch(/^Take long work out of the release: /);
  expect(hint(24, "run")).toBe("Split the command.");
});

test("a service that can't start shows twenty lines of its log, and reads more for the hint", async () => {
  const rest = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const log = ["ModuleNotFoundError: No module named 'backend.settings.x'", ...rest];
  const v1 = { gunicorn: { log, exit: { code: 1, afterSeconds: 2 } } };
  const world = makeWorld({ services: ["gunicorn"], scenarios: { v1 } });
  pushVersion(world, "v1");
  const failed = await run(world, "release v1");
  expect(failed.stdout).toContain("What to do: The image has no settings module `backend.settings.x`:");
  expect(failed.stdout.match(/^ {2}│ .*$/gm)).toEqual(rest.slice(-20).map((line) => `  │ ${line}`));
});

test("a command by hand that ran out of time gets a hint at --timeout alone", async () => {
  const world = makeWorld({ services: ["gunicorn"] });
  pushVersion(world, "v1");
  await run(world, "release v1");
  world.ecs.scenarios.v1 = { run: { exit: { code: 0, afterSeconds: 4000 } } };
  const ran = await run(world, "run --timeout 10m -- python manage.py import");
  expect(ran.stdout).toContain(
    "  What to do: Give it longer, for example --timeout 20m; the credentials and the job must last as long.\n",
  );
});
