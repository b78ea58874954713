/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of a shell */
import { describe, expect, test } from "vitest";
import { PLACEHOLDERS } from "../../src/init/settle/answers.ts";
import { awsCron } from "../../src/init/settle/cron.ts";
import { processName } from "../../src/init/settle/names.ts";
import { planOf, STARTPROJECT } from "./support.ts";

const SETTINGS = STARTPROJECT["shop/settings.py"] ?? "";
const CELERY =
  'from celery import Celery\n\napp = Celery("shop")\napp.config_from_object("django.conf:settings", namespace="CELERY")\n';

describe("Celery", () => {
  const celery = (files: Record<string, string>) => {
    const { celery } = planOf({ "shop/celery.py": CELERY, ...files });
    return celery && { app: celery.app, workers: celery.workers, beat: celery.beat.enabled };
  };

  test("is there where a file makes an app, without the project saying what runs", () => {
    expect(planOf().celery).toBeUndefined();
    expect(celery({})).toEqual({ app: "shop.celery:app", workers: { default: {} }, beat: false });
  });

  test("has a worker for each queue that routes, settings and code name", () => {
    const files = {
      "shop/settings.py": `${SETTINGS}CELERY_TASK_DEFAULT_QUEUE = "main"
CELERY_TASK_ROUTES = {"shop.tasks.*": {"queue": "mail"}, "x": "main"}
CELERY_BEAT_SCHEDULE = {"x": {}}
CELERY_TASK_TIME_LIMIT = 5 * 60
`,
      "shop/tasks.py":
        'from celery import shared_task\n@shared_task(queue="Slow Ones")\ndef x(): pass\n@shared_task(queue="reports")\ndef y(): pass\n',
    };
    expect(celery(files)).toEqual({
      app: "shop.celery:app",
      workers: {
        default: { taskTimeoutSeconds: 300 },
        mail: { taskTimeoutSeconds: 300 },
        reports: { taskTimeoutSeconds: 300 },
      },
      beat: true,
    });
  });

  test.each<[string, string, object]>([
    [
      "one for all queues",
      "w: celery -A shop worker -Q celery,mail,reports -c 3",
      { default: { queues: ["default", "mail", "reports"], concurrency: 3 } },
    ],
    [
      "several",
      "a: celery -A shop worker\nb: celery -A shop worker -Q mail\nc: celery -A shop worker -Q slow,Big.Ones",
      { default: {}, mail: {}, c: { queues: ["slow", "Big.Ones"] } },
    ],
    [
      "a second process for the same queue is more of the first",
      "a: celery -A shop worker\nb: celery -A shop worker -c 9",
      { default: {} },
    ],
    [
      "none for the default queue, which has to have one",
      "a: celery -A shop worker -Q mail",
      { default: {}, mail: {} },
    ],
    [
      "names that no process may have",
      "a: celery -A shop worker -Q beat,Über",
      { default: {}, a: { queues: ["beat", "-ber"] } },
    ],
  ])("workers of a Procfile: %s", (_, Procfile, workers) => {
    expect(celery({ Procfile })?.workers).toEqual(workers);
  });

  test("beat's own scheduler, where the settings don't name it", () => {
    const files = { "shop/celery.py": CELERY, Procfile: "beat: celery -A shop beat --scheduler django" };
    expect(planOf(files).celery?.beat).toEqual({
      enabled: true,
      reason: "Procfile starts it",
      command: [
        "celery",
        "--app=shop.celery:app",
        "beat",
        "--loglevel=INFO",
        "--scheduler=django_celery_beat.schedulers:DatabaseScheduler",
      ],
    });
    const set = { ...files, "shop/settings.py": `${SETTINGS}CELERY_BEAT_SCHEDULER = "x"\n` };
    expect(planOf(set).celery?.beat).toEqual({ enabled: true, reason: "Procfile starts it" });
  });

  test("is what people say it is", () => {
    expect(planOf({ "shop/celery.py": CELERY }, { ...PLACEHOLDERS, celery: false }).celery).toBeUndefined();
    expect(planOf({}, { ...PLACEHOLDERS, celery: true }).celery?.workers).toEqual({ default: {} });
  });
});

describe("the server", () => {
  const server = (files: Record<string, string>) => {
    const { server, wsgiModule } = planOf(files);
    return [server.isAsgi, server.program, wsgiModule, server.command];
  };
  const ASGI = {
    "shop/asgi.py": "application = None\n",
    "shop/settings.py": SETTINGS.replace("WSGI_APPLICATION", "ASGI_APPLICATION").replace("wsgi", "asgi"),
  };
  const UVICORN = [
    "uvicorn",
    "--host",
    "0.0.0.0",
    "--port",
    "8000",
    "--timeout-keep-alive",
    "70",
    "--timeout-graceful-shutdown",
    "60",
  ];

  test.each<[string, Record<string, string>, unknown[]]>([
    ["gunicorn by itself", {}, [false, "gunicorn", "shop.wsgi", undefined]],
    ["both, and nothing says which: WSGI", ASGI, [false, "gunicorn", "shop.wsgi", undefined]],
    [
      "another variable",
      { "shop/settings.py": SETTINGS.replace("wsgi.application", "wsgi.app") },
      [false, "gunicorn", "shop.wsgi:app", undefined],
    ],
    [
      "uvicorn is installed, and gunicorn isn't",
      { ...ASGI, "requirements.txt": "Django\nuvicorn[standard]\n" },
      [true, "uvicorn", "shop.wsgi", [...UVICORN, "shop.asgi:application"]],
    ],
    [
      "a Procfile's uvicorn",
      { ...ASGI, Procfile: "web: uvicorn shop.asgi:app --workers 3" },
      [true, "uvicorn", "shop.wsgi", [...UVICORN, "--workers", "3", "shop.asgi:app"]],
    ],
    [
      "Channels",
      {
        ...ASGI,
        "shop/settings.py": `${ASGI["shop/settings.py"]}INSTALLED_APPS += ["daphne", "channels"]\n`,
      },
      [true, "daphne", "shop.wsgi", ["daphne", "-b", "0.0.0.0", "-p", "8000", "shop.asgi:application"]],
    ],
    [
      "gunicorn with a worker class of ASGI",
      { ...ASGI, Procfile: "web: gunicorn shop.asgi -k uvicorn_worker.UvicornWorker -w 3" },
      [
        true,
        "gunicorn",
        "shop.wsgi",
        "gunicorn --bind 0.0.0.0:8000 --worker-class uvicorn_worker.UvicornWorker --workers 3 --timeout 60 --graceful-timeout 60 --keep-alive 70 --worker-tmp-dir /dev/shm --access-logfile - shop.asgi".split(
          " ",
        ),
      ],
    ],
  ])("%s", (_, files, expected) => {
    expect(server(files)).toEqual(expected);
  });

  test("web sockets beside a WSGI server are a service of their own", () => {
    const plan = planOf({
      ...ASGI,
      Procfile: "web: gunicorn shop.wsgi\nsockets: daphne shop.asgi:application",
    });
    expect([plan.server.isAsgi, plan.services]).toEqual([
      false,
      {
        sockets: {
          command: ["daphne", "-b", "0.0.0.0", "-p", "8000", "shop.asgi:application"],
          from: "Procfile",
          paths: ["/ws/*"],
        },
      },
    ]);
  });
});

describe("what a release runs first", () => {
  const update = (files: Record<string, string>) => planOf(files).update.command.join(" ");
  const DEFAULT = "sh -c python manage.py migrate --noinput && exec python manage.py collectstatic --noinput";
  const WHITENOISE = {
    "shop/settings.py": `${SETTINGS}MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")\n`,
  };

  test.each<[string, Record<string, string>, string]>([
    ["nothing says so", {}, DEFAULT],
    ["static files are in the image", WHITENOISE, "python manage.py migrate --noinput"],
    [
      "a Procfile that does the same",
      { Procfile: "release: python manage.py migrate && python manage.py collectstatic" },
      DEFAULT,
    ],
    [
      "more than that",
      { Procfile: "release: uv run python manage.py migrate && python manage.py loaddata 'a b.json'" },
      "sh -c python manage.py migrate --noinput && python manage.py loaddata 'a b.json' && python manage.py collectstatic --noinput",
    ],
    [
      "a command of the project's own, and no migrations",
      { ...WHITENOISE, Procfile: "release: python manage.py bootstrap" },
      "sh -c python manage.py migrate --noinput && python manage.py bootstrap",
    ],
    [
      "a script that says nothing",
      { ...WHITENOISE, Procfile: "release: bin/release --all" },
      "sh -c bin/release --all",
    ],
    [
      "a script",
      {
        ...WHITENOISE,
        Procfile: "release: bin/release",
        "bin/release": "#!/bin/sh\nset -e\npython manage.py migrate\n",
      },
      "python manage.py migrate --noinput",
    ],
    [
      "an image in which manage.py is further down",
      { Dockerfile: "FROM python:3.13\nWORKDIR /app\nCOPY . backend/\n" },
      "sh -c python backend/manage.py migrate --noinput && exec python backend/manage.py collectstatic --noinput",
    ],
  ])("%s", (_, files, expected) => {
    expect(update(files)).toBe(expected);
  });

  test("the modules are found where manage.py is", () => {
    const { environment } = planOf({ Dockerfile: "FROM python:3.13\nWORKDIR /app\nCOPY . backend/\n" });
    expect(environment.values).toEqual({ PYTHONPATH: "/app/backend" });
  });
});

describe("variables", () => {
  const environment = (settings: string, files: Record<string, string> = {}) =>
    planOf({ "shop/settings.py": `import os\n${SETTINGS}${settings}`, ...files }).environment;

  test("those of the stack under another name, those that are missing, and secrets by name alone", () => {
    const read = (name: string) => `X = os.environ["${name}"]\n`;
    expect(
      environment(
        [
          ...["SECRET_KEY", "DB_HOST", "PGPASSWORD", "DJANGO_ALLOWED_HOSTS_X", "CELERY_BROKER_URL", "DEBUG"],
          ...["STRIPE_SECRET_KEY", "AWS_ACCESS_KEY_ID", "AWS_STORAGE_BUCKET_NAME", "PORT", "ADMIN_URL"],
        ]
          .map(read)
          .concat('X = os.getenv("MAIL_API_KEY")\n', 'X = os.getenv("PAGE_SIZE", "10")\n')
          .join(""),
      ),
    ).toEqual({
      values: {
        DB_HOST: { from: "POSTGRES_SERVICE_HOST" },
        PGPASSWORD: { from: "POSTGRES_PASSWORD" },
        CELERY_BROKER_URL: { from: "REDIS_URL" },
        DEBUG: "False",
        AWS_STORAGE_BUCKET_NAME: { from: "S3_BUCKET_NAME" },
      },
      missing: ["DJANGO_ALLOWED_HOSTS_X", "ADMIN_URL"],
      missingSecrets: ["STRIPE_SECRET_KEY"],
      optionalSecrets: ["MAIL_API_KEY"],
      awsKeys: ["AWS_ACCESS_KEY_ID"],
    });
  });

  test("those that Celery reads before its settings only where the project doesn't start without them", () => {
    const optional = environment(
      'CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL")\nCELERY_RESULT_BACKEND = os.getenv("CELERY_RESULT_BACKEND")\n',
    );
    expect([optional.values, optional.missing, optional.optionalSecrets]).toEqual([{}, [], []]);
    const required = environment('CELERY_RESULT_BACKEND = os.environ["CELERY_RESULT_BACKEND"]\n');
    expect(required.values).toEqual({ CELERY_RESULT_BACKEND: { from: "REDIS_URL" } });
  });

  test("values come along from files of a deployment, unless they are secret or of another place", () => {
    const fly = `[env]
LOG_LEVEL = "info"
STRIPE_SECRET_KEY = "sk_live_123"
WEBHOOK = "https://hooks.slack.com/services/T0/B0/x"
SITE = "shop.fly.dev"
PORT = "8080"
PAGE_SIZE = "20"
`;
    expect(
      environment('X = os.environ["STRIPE_SECRET_KEY"]\nX = os.environ["PAGE_SIZE"]\n', { "fly.toml": fly }),
    ).toEqual({
      values: { PAGE_SIZE: "20", LOG_LEVEL: "info" },
      missing: [],
      missingSecrets: ["STRIPE_SECRET_KEY"],
      optionalSecrets: [],
      awsKeys: [],
    });
  });
});

test("variables that the image's entry point reads are there under its names, and no others of it", () => {
  const { environment } = planOf({
    Dockerfile:
      'FROM python:3.13\nWORKDIR /app\nCOPY bin/entry /entry\nCOPY . .\nENTRYPOINT ["/entry"]\nCMD ["gunicorn", "shop.wsgi"]\n',
    "bin/entry":
      '#!/bin/sh\nexport DATABASE_URL="postgres://${POSTGRES_USER}:$DB_PASSWORD@${POSTGRES_HOST}/x"\necho $HOME $SOMETHING\nexec "$@"\n',
  });
  expect(environment.values).toEqual({
    DB_PASSWORD: { from: "POSTGRES_PASSWORD" },
    POSTGRES_HOST: { from: "POSTGRES_SERVICE_HOST" },
  });
});

describe("paths", () => {
  const NUXT = { "ui/package.json": '{"devDependencies": {"nuxt": "^4"}}' };
  const routes = (files: Record<string, string>) => planOf(files).routes.paths;

  test("all of them are Django's without a front end, and those of its URLs beside one", () => {
    const urls = `from django.conf import settings
from django.urls import include, path, re_path
urlpatterns = [
    path("admin/", x), path("api/v1/", include([path("inner/", x)])), path("api/v2/", x), re_path(r"^hooks/(?P<x>.*)$", x),
    path("up", x), path("<slug:page>/", x), path("", x), path(settings.ADMIN_URL, x),
]
if settings.DEBUG:
    urlpatterns += [path("__debug__/", x)]
`;
    expect([routes({ "shop/urls.py": urls }), routes({ "shop/urls.py": urls, ...NUXT })]).toEqual([
      ["/*"],
      ["/admin/*", "/api/*", "/hooks/*", "/up"],
    ]);
  });

  test("static files that are in the image, too", () => {
    const files = {
      ...NUXT,
      "shop/settings.py": `${SETTINGS}MIDDLEWARE += ["whitenoise.middleware.WhiteNoiseMiddleware"]\nSTATIC_URL = "assets/"\n`,
    };
    expect(routes(files)).toEqual(["/admin/*", "/assets/*"]);
  });
});

test.each([
  ["0 3 * * *", "cron(0 3 * * ? *)"],
  ["*/15 8-18 * * 1-5", "cron(0/15 8-18 ? * 2-6 *)"],
  ["30 2 1 * *", "cron(30 2 1 * ? *)"],
  ["0 0 * * 0", "cron(0 0 ? * 1 *)"],
  ["0 0 * * 7", "cron(0 0 ? * 1 *)"],
  ["0 0 * * MON", "cron(0 0 ? * MON *)"],
  ["0 0 1 * 1", undefined],
  ["@daily", undefined],
  ["0 0 * *", undefined],
])("cron %s", (given, expected) => {
  expect(awsCron(given)).toBe(expected);
});

test.each([
  ["Worker Two", "worker-two"],
  ["1st", "st"],
  ["beat", "beat-2"],
  ["--", "process"],
  ["x".repeat(60), "x".repeat(40)],
])("the name of a process made of %j", (given, name) => {
  expect(processName(given, new Set(["beat"]))).toBe(name);
});
