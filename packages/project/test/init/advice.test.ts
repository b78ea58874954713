import { describe, expect, test } from "vitest";
import { adviceOn } from "../../src/init/advice.ts";
import { PLACEHOLDERS } from "../../src/init/settle/answers.ts";
import { planApp } from "../../src/init/settle/plan.ts";
import { type Files, factsOf, GIVEN, STARTPROJECT } from "./support.ts";

const SETTINGS = STARTPROJECT["shop/settings.py"] ?? "";

/** What has to be done in a project with these files, beside those of `startproject`. */
function steps(files: Files): string[] {
  const facts = factsOf(files);
  return adviceOn(facts, planApp(facts, PLACEHOLDERS, GIVEN)).project;
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
      "django-ecs-kit[postgres,redis,s3] isn't on PyPI yet: the Dockerfile puts it in.",
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
