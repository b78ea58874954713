import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adviceOn } from "../../src/init/advice.ts";
import { readProject } from "../../src/init/facts.ts";
import { PLACEHOLDERS } from "../../src/init/settle/answers.ts";
import { planApp } from "../../src/init/settle/plan.ts";
import { type Files, factsOf, folderWith, GIVEN, STARTPROJECT } from "./support.ts";

const SETTINGS = STARTPROJECT["shop/settings.py"] ?? "";

/** What has to be done in a project with these files, beside those of `startproject`. */
function steps(files: Files): string[] {
  const facts = factsOf(files);
  // The fork is beside the project, and the person in it.
  const from = join(facts.tree.folder, "../ublog");
  const places = { from, kit: join(from, "packages/django-ecs-kit") };
  return adviceOn(facts, planApp(facts, PLACEHOLDERS, GIVEN), places).project;
}

describe("packages", () => {
  const asked = (files: Files) => steps(files).find((step) => step.startsWith("Add to"));

  test("uploads go to the bucket, also where WhiteNoise serves static files from the image", () => {
    const settings = SETTINGS.replace(
      "MIDDLEWARE = [",
      'MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", ',
    );
    const said = steps({
      "requirements.txt": "django\nwhitenoise\ngunicorn\n",
      "shop/settings.py": settings,
    });
    expect(said.slice(0, 2)).toEqual([
      "Add to ../shop/requirements.txt: psycopg[binary], redis, django-storages[s3].",
      "django-ecs-kit isn't on PyPI yet. The image gets it from its Dockerfile; on your own machine:\npip install './packages/django-ecs-kit[postgres,redis,s3]'",
    ]);
  });

  test("that come with an extra of another one aren't asked for", () => {
    const asgi = {
      "shop/settings.py": SETTINGS.replace("INSTALLED_APPS = [", 'INSTALLED_APPS = ["daphne", '),
      "shop/asgi.py": "application = None\n",
    };
    const all = "psycopg[binary]\ncelery [redis,s3]\ndjango_storages[S3]\n";
    expect([
      asked({ ...asgi, "requirements.txt": `${all}channels[daphne]>=4 # sockets\n` }),
      asked({ ...asgi, "requirements.txt": `${all}channels\n` }),
      asked({ "requirements.txt": "psycopg\nredis\ndjango-storages\ngunicorn\n" }),
      asked({ "requirements.txt": "psycopg\nredis\ndjango-storages\nboto3\ngunicorn\n" }),
    ]).toEqual([
      undefined,
      "Add to ../shop/requirements.txt: daphne.",
      "Add to ../shop/requirements.txt: django-storages[s3].",
      undefined,
    ]);
  });
});

describe("a tool that keeps a lock", () => {
  const celery = { "shop/celery.py": 'from celery import Celery\n\napp = Celery("shop")\n' };
  const project = '[project]\nname = "shop"\ndependencies = ["django"]\n';
  const of = (files: Files) =>
    steps({ "requirements.txt": "", ...celery, ...files })
      .slice(0, 2)
      .join("\n\n");

  test("uv", () => {
    expect(of({ "pyproject.toml": project, "uv.lock": "" })).toBe(`In ../shop:
uv add 'celery[redis]' 'psycopg[binary]' redis 'django-storages[s3]' gunicorn

django-ecs-kit isn't on PyPI yet. The image gets it from its Dockerfile; on your own machine, in ../shop, and again after \`uv sync\`, which takes it out:
uv pip install '../ublog/packages/django-ecs-kit[celery,postgres,redis,s3]'`);
  });

  test("Poetry", () => {
    const files = { "pyproject.toml": '[tool.poetry.dependencies]\ndjango = "*"\n', "poetry.lock": "" };
    expect(of(files)).toBe(`In ../shop:
poetry add 'celery[redis]' 'psycopg[binary]' redis 'django-storages[s3]' \\
  gunicorn

django-ecs-kit isn't on PyPI yet. The image gets it from its Dockerfile; on your own machine, in ../shop:
poetry run pip install \\
  '../ublog/packages/django-ecs-kit[celery,postgres,redis,s3]'`);
  });

  test("Pipenv, beside manage.py in a folder", () => {
    const facts = Object.fromEntries(
      Object.entries(STARTPROJECT).map(([path, text]) => [`web/${path}`, text]),
    );
    const folder = folderWith({ ...facts, "web/Pipfile": '[packages]\ndjango = "*"\n' });
    rmSync(join(folder, "web/requirements.txt"));
    const read = readProject(folder, "../shop");
    const from = join(folder, "../ublog");
    const said = adviceOn(read, planApp(read, PLACEHOLDERS, GIVEN), { from, kit: join(from, "kit") }).project;
    expect(said.slice(0, 2)).toEqual([
      "In ../shop/web:\npipenv install 'psycopg[binary]' redis 'django-storages[s3]' gunicorn",
      "django-ecs-kit isn't on PyPI yet. The image gets it from its Dockerfile; on your own machine, in ../shop/web:\npipenv run pip install '../../ublog/kit[postgres,redis,s3]'",
    ]);
  });

  test("none: a line in the list, of which the locked one has to be made again", () => {
    const plain = { "pyproject.toml": project, "requirements.txt": "" };
    expect([
      steps({ "requirements.in": "django\nredis\n", "requirements.txt": "django==5.2.3\n" })[0],
      steps({ ...plain, "poetry.lock": "" })[0],
    ]).toEqual([
      "Add to ../shop/requirements.in: psycopg[binary], django-storages[s3], gunicorn, and make ../shop/requirements.txt of it again.",
      "In ../shop:\npoetry add 'psycopg[binary]' redis 'django-storages[s3]' gunicorn",
    ]);
  });
});

describe("the kit", () => {
  const uses = `${SETTINGS}\nfrom django_ecs.settings import configure\n\nconfigure(globals())\n`;
  const packages = "celery[redis]\npsycopg\ndjango-storages[s3]\ngunicorn\n";
  const done = { "requirements.txt": packages, "shop/settings.py": uses };

  test.each([
    "FROM scratch AS kit\nFROM python\nWORKDIR /app\nCOPY . .\n",
    "FROM python\nWORKDIR /app\nCOPY ublog/packages/django-ecs-kit /kit\nRUN pip install /kit\n",
  ])("isn't asked for again where settings and Dockerfile have it", (Dockerfile) => {
    expect(steps({ ...done, Dockerfile })).toEqual([]);
  });

  test("has to come into an image that hasn't got it", () => {
    const Dockerfile = "FROM python\nWORKDIR /app\n# django-ecs-kit?\nCOPY . .\n";
    expect(steps({ ...done, Dockerfile })).toEqual([
      "django-ecs-kit[postgres,redis,s3] isn't on PyPI yet: ../shop/Dockerfile has to put it in, as packages/starter/backend/Dockerfile does.",
    ]);
  });

  test("has its lines as they are copied, with one more for ASGI", () => {
    const asgi = { ...done, "shop/settings.py": SETTINGS, "shop/asgi.py": "application = None\n" };
    expect([
      steps({ ...done, "shop/settings.py": SETTINGS })[1],
      steps({ ...asgi, "requirements.txt": packages.replace("gunicorn", "uvicorn") })[1],
    ]).toEqual([
      "At the end of ../shop/shop/settings.py:\nfrom django_ecs.settings import configure\n\nconfigure(globals())",
      'At the end of ../shop/shop/settings.py, the last line because of ASGI:\nfrom django_ecs.settings import configure\n\nconfigure(globals())\nDATABASES["default"]["CONN_MAX_AGE"] = 0',
    ]);
  });
});
