/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of a shell */
import { describe, expect, test } from "vitest";
import { classifyLine } from "../../src/init/processes/classify.ts";
import { findDeployments } from "../../src/init/processes/find.ts";
import { gather } from "../../src/init/processes/gather.ts";
import { shellCommands } from "../../src/init/processes/words.ts";
import { type Files, tree } from "./support.ts";

test.each([
  ["a b", [["a", "b"]]],
  ["a 'b c' \"d $E\" f\\ g", [["a", "b c", "d $E", "f g"]]],
  ["a && b; c | d & e\nf", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]],
  ["a ${B:-c d} > x 2>&1", [["a", "${B:-c d}", ">", "x", "2>&1"]]],
  ["a # b\nc \\\n  d", [["a"], ["c", "d"]]],
  ["", []],
  ["'unfinished", [["unfinished"]]],
])("words of the line %j", (line, words) => {
  expect(shellCommands(line).map((one) => one.words)).toEqual(words);
});

test("variables in front of a command", () => {
  expect(shellCommands("A=1 exec env B='x y' python")).toEqual([
    { words: ["python"], variables: { A: "1", B: "x y" } },
  ]);
});

/** The commands of a line, without what says nothing. */
const commands = (line: string) =>
  classifyLine(line).map(({ command }) => JSON.parse(JSON.stringify(command)));

const web = (server: string, module?: string, more: object = {}) => ({
  kind: "web",
  server,
  ...(module === undefined ? {} : { module }),
  isAsgi: false,
  ...more,
});
const worker = (more: object) => ({ kind: "worker", queues: [], hasBeat: false, ...more });

test.each([
  ["gunicorn shop.wsgi", [web("gunicorn", "shop.wsgi")]],
  [
    "gunicorn -b 0.0.0.0:$PORT -w 3 --threads=2 --timeout 90 --preload shop.wsgi:application --log-file -",
    [web("gunicorn", "shop.wsgi:application", { workers: 3, threads: 2, timeout: 90 })],
  ],
  [
    "gunicorn --workers ${WEB_CONCURRENCY:-2} --chdir src shop.wsgi",
    [web("gunicorn", "shop.wsgi", { workers: 2, folder: "src" })],
  ],
  [
    "gunicorn -w $N -e DJANGO_SETTINGS_MODULE=a.b shop.wsgi",
    [web("gunicorn", "shop.wsgi", { settings: "a.b" })],
  ],
  [
    "uv run gunicorn shop.asgi:application -k uvicorn.workers.UvicornWorker",
    [
      web("gunicorn", "shop.asgi:application", {
        isAsgi: true,
        workerClass: "uvicorn.workers.UvicornWorker",
      }),
    ],
  ],
  [
    "python -m uvicorn shop.asgi:application --host 0.0.0.0 --port 80 --workers 4",
    [web("uvicorn", "shop.asgi:application", { isAsgi: true, workers: 4 })],
  ],
  [
    "/usr/local/bin/daphne -b 0.0.0.0 -p 8001 shop.asgi:application",
    [web("daphne", "shop.asgi:application", { isAsgi: true })],
  ],
  ["granian --interface wsgi shop.wsgi:application", [web("granian", "shop.wsgi:application")]],
  ["python -u manage.py runserver 0:80", [web("runserver")]],
  [
    'sh -c "python manage.py migrate && newrelic-admin run-program gunicorn shop.wsgi"',
    [
      { kind: "manage", name: "migrate", words: ["python", "manage.py", "migrate"] },
      web("gunicorn", "shop.wsgi"),
    ],
  ],
  ["celery -A shop worker -l info", [worker({ app: "shop" })]],
  [
    "celery --app=shop.celery:app worker -Q celery,mail -c4 -B --time-limit 30",
    [
      worker({
        app: "shop.celery:app",
        queues: ["celery", "mail"],
        concurrency: 4,
        timeLimit: 30,
        hasBeat: true,
      }),
    ],
  ],
  [
    "poetry run celery worker --app shop --autoscale=8,2 -P threads",
    [worker({ app: "shop", concurrency: 8, pool: "threads" })],
  ],
  ["celery -A shop beat -S django --pidfile=", [{ kind: "beat", app: "shop", scheduler: "django" }]],
  [
    "celery -A shop flower --port=5555",
    [{ kind: "flower", words: ["celery", "-A", "shop", "flower", "--port=5555"] }],
  ],
  [
    "./manage.py qcluster",
    [{ kind: "manage", name: "qcluster", words: ["python", "./manage.py", "qcluster"] }],
  ],
  ["npm start", [{ kind: "other", words: ["npm", "start"] }]],
])("what %s does", (line, kinds) => {
  expect(commands(line)).toEqual(kinds);
});

const gathered = (files: Files) => {
  const one = tree({ "manage.py": "", ...files });
  return gather(one, findDeployments(one, ".", "../shop"));
};

describe("files of a deployment", () => {
  test("a Procfile", () => {
    const found = gathered({
      Procfile: `# comment
release: python manage.py migrate
web: gunicorn shop.wsgi
worker: celery -A shop worker -Q mail
bot: python manage.py bot
`,
    });
    expect([
      found.web?.command.module,
      found.workers[0]?.command.queues,
      found.release?.command.line,
    ]).toEqual(["shop.wsgi", ["mail"], "python manage.py migrate"]);
    expect(found.services).toEqual([
      { from: "Procfile", name: "bot", command: ["python", "manage.py", "bot"] },
    ]);
  });

  test("a fly.toml", () => {
    const found = gathered({
      "fly.toml": `app = "shop"
[deploy]
release_command = "python manage.py migrate"
[env]
LOG_LEVEL = "info"
DJANGO_SETTINGS_MODULE = "shop.settings.fly"
[processes]
app = "gunicorn shop.wsgi"
worker = "celery -A shop worker"
[http_service]
processes = ["app"]
[[http_service.checks]]
path = "/up"
`,
    });
    expect([found.web?.from, found.workers.length, found.release?.name, found.healthCheckPath]).toEqual([
      "fly.toml",
      1,
      "release",
      { path: "/up", from: "fly.toml" },
    ]);
    expect([found.settings, found.variables.get("LOG_LEVEL")]).toEqual([
      [{ module: "shop.settings.fly", from: "fly.toml" }],
      { value: "info", from: "fly.toml" },
    ]);
  });

  test("a render.yaml", () => {
    const found = gathered({
      "render.yaml": `services:
  - type: web
    name: shop
    runtime: python
    startCommand: gunicorn shop.wsgi
    preDeployCommand: python manage.py migrate
    healthCheckPath: /up/
    envVars:
      - key: LOG_LEVEL
        value: info
      - key: STRIPE_KEY
        sync: false
  - type: cron
    name: nightly
    schedule: "0 3 * * *"
    startCommand: python manage.py clearsessions
  - { type: web, name: ui, runtime: node, startCommand: npm start }
  - { type: keyvalue, name: cache }
databases:
  - name: db
`,
    });
    expect([
      found.web?.command.module,
      found.release?.from,
      found.healthCheckPath?.path,
      found.servers,
    ]).toEqual(["shop.wsgi", "render.yaml", "/up/", ["postgres", "redis"]]);
    expect([found.crons, [...found.variables]]).toEqual([
      [
        {
          from: "render.yaml",
          name: "nightly",
          command: ["python", "manage.py", "clearsessions"],
          schedule: "0 3 * * *",
        },
      ],
      [
        ["LOG_LEVEL", { value: "info", from: "render.yaml" }],
        ["STRIPE_KEY", { value: undefined, from: "render.yaml" }],
      ],
    ]);
  });

  test("Compose: scripts that an image starts are read, and what isn't built from the project isn't taken for it", () => {
    const found = gathered({
      "docker-compose.prod.yml": `x-django: &django
  build: { context: ., dockerfile: docker/Dockerfile }
  image: shop
  env_file: [.env.prod]
services:
  django:
    <<: *django
    command: /start
    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost:8000/up/"] }
  worker:
    image: shop
    command: [celery, -A, shop, worker, --concurrency, "3"]
    environment: ["MODE_OF_X=y", BARE]
  ui:
    build: ./ui
    command: npm start
  db: { image: postgis/postgis:17 }
  broker: { image: rabbitmq:4 }
`,
      "docker-compose.yml": "services: { django: { build: ., command: python manage.py runserver } }\n",
      ".env.prod": "# x\nSECRET_KEY=word\nexport OTHER=1\n",
      "docker/Dockerfile": "FROM python:3.13\nCOPY docker/start /start\nWORKDIR /app\n",
      "docker/start":
        "#!/bin/bash\nset -e\npython manage.py collectstatic --noinput\nexec gunicorn shop.wsgi --bind 0.0.0.0:8000\n",
    });
    expect([found.web?.command.module, found.web?.from, found.workers[0]?.command.concurrency]).toEqual([
      "shop.wsgi",
      "docker-compose.prod.yml",
      3,
    ]);
    expect([found.healthCheckPath?.path, found.servers, Object.fromEntries(found.variables)]).toEqual([
      "/up/",
      ["postgres", "rabbitmq"],
      {
        SECRET_KEY: { value: undefined, from: "docker-compose.prod.yml" },
        OTHER: { value: undefined, from: "docker-compose.prod.yml" },
        MODE_OF_X: { value: "y", from: "docker-compose.prod.yml" },
        BARE: { value: undefined, from: "docker-compose.prod.yml" },
      },
    ]);
  });

  test("a Dockerfile: the last stage's command, and the variables of all", () => {
    const found = gathered({
      Dockerfile: `FROM python:3.13 AS build
CMD ["false"]
ENV A=1 \\
    DJANGO_SETTINGS_MODULE="shop.settings.prod"
FROM python:3.13
CMD ["gunicorn", "shop.wsgi", "--workers", "2"]
`,
    });
    expect([found.web?.command.workers, found.settings]).toEqual([
      2,
      [{ module: "shop.settings.prod", from: "Dockerfile" }],
    ]);
  });
});
