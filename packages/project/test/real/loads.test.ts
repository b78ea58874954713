import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { type Case, cases, spellings } from "../projects/support/cases.ts";
import { pythonOf } from "../projects/support/python.ts";

const run = promisify(execFile);
const script = fileURLToPath(new URL("../projects/support/load.py", import.meta.url));

/** Nothing of the Python's own packages; and WhiteNoise says that files aren't collected, which is done in an image. */
const WITHOUT = ["-S", "-W", "ignore:No directory at"];

/** What the stack gives its containers, as far as these projects read it. */
const CONTRACT: Record<string, string> = {
  AWS_S3_CUSTOM_DOMAIN: "files.example.com",
  DATABASE_URL: "postgres://someone:word@database.invalid:5432/alpha-db",
  DEFAULT_FROM_EMAIL: "alpha@example.com",
  DJANGO_ALLOWED_HOSTS: "alpha.example.com",
  DJANGO_SECRET_KEY: "a-secret-key-of-the-stack",
  DOMAIN_NAME: "example.com",
  POSTGRES_NAME: "alpha-db",
  POSTGRES_PASSWORD: "word",
  POSTGRES_SERVICE_HOST: "database.invalid",
  POSTGRES_SERVICE_PORT: "5432",
  POSTGRES_USER: "someone",
  REDIS_URL: "rediss://:token@cache.invalid:6379",
  S3_BUCKET_NAME: "bucket",
  SECRET_KEY: "a-secret-key-of-the-stack",
};

test("there are twenty of them", () => {
  expect(cases.length).toBeGreaterThanOrEqual(20);
});

/** What is wrong with a project, as Django and Celery see it with the settings that are expected of the stack. */
async function problems(one: Case, settings: string): Promise<string> {
  const folder = temporaryFolder();
  const { program, path } = await pythonOf(one, { folder });
  const copy = join(folder, "project");
  cpSync(join(one.folder, one.folders.backend, one.manage), copy, { recursive: true });
  const mapped = Object.entries(one.environment).map(([name, from]) => [
    name,
    CONTRACT[from] ?? `no ${from}`,
  ]);
  const asgi = one.commands.gunicorn?.filter((word) => word.includes(".asgi")) ?? [];
  const asked = {
    servers: [...spellings(one.settings["django.wsgiModule"]), ...asgi],
    celery: spellings(one.settings["django.celeryApp"]),
  };
  const { stdout, stderr } = await run(program, [...WITHOUT, script, JSON.stringify(asked)], {
    cwd: copy,
    env: {
      ...CONTRACT,
      ...Object.fromEntries(mapped),
      ...one.plain,
      ...one.given,
      DJANGO_SETTINGS_MODULE: settings,
      PYTHONPATH: path,
    },
  });
  return stdout + stderr;
}

test.each(cases)("Django loads the project $name, with nothing but what it asks for", async (one) => {
  for (const settings of spellings(one.settings["django.settingsModule"]))
    expect(await problems(one, settings)).toBe("");
});
