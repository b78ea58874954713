import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../../aws-model/test/support/temporaryFolder.ts";
import { type InitOptions, type InitSurroundings, init } from "../../src/commands/init.ts";
import type { Asker } from "../../src/init/ask.ts";
import { readProject } from "../../src/init/facts.ts";
import { type Answers, PLACEHOLDERS } from "../../src/init/settle/answers.ts";
import { planApp } from "../../src/init/settle/plan.ts";
import { treeOf } from "../../src/init/tree.ts";
import type { ListZones } from "../../src/init/zones.ts";

export type Files = Record<string, string>;

/** A folder with these files. */
export function folderWith(files: Files, folder = temporaryFolder()): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A small Django project, as `startproject` makes it. */
export const STARTPROJECT: Files = {
  "manage.py": `import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


main()
`,
  "requirements.txt": "Django==5.2.3\n",
  "shop/__init__.py": "",
  "shop/settings.py": `DEBUG = True
INSTALLED_APPS = ["django.contrib.admin"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
`,
  "shop/urls.py": `from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
`,
  "shop/wsgi.py": `import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()
`,
};

/** The tree of a folder with these files. */
export const tree = (files: Files) => treeOf(folderWith(files));

/** What is read off a project with these files, beside those of `startproject`. */
export const factsOf = (files: Files = {}, more: { settings?: string } = {}) =>
  readProject(folderWith({ ...STARTPROJECT, ...files }), "../shop", more);

/** Variables that every app gets, as far as these tests need them. */
export const GIVEN: ReadonlySet<string> = new Set([
  "DATABASE_URL",
  "DJANGO_SECRET_KEY",
  "SECRET_KEY",
  "REDIS_URL",
]);

/** What a stack is to be set to for a project with these files. */
export const planOf = (files: Files = {}, answers: Answers = PLACEHOLDERS) =>
  planApp(factsOf(files), answers, GIVEN);

/** An infrastructure repository, `fork`, and a project beside it, `shop`. */
export interface Bench {
  folder: string;
  fork: string;
  read(file: string): string;
  /** Runs the verb in the fork: its exit code and what it printed. */
  run(
    options?: Partial<InitOptions>,
    more?: Partial<InitSurroundings>,
  ): Promise<{ code: number; text: string }>;
}

export function bench(project: Files = STARTPROJECT, fork: Files = {}): Bench {
  const folder = temporaryFolder();
  folderWith(project, join(folder, "shop"));
  const own = { "Pulumi.yaml": "name: ublog\n", "packages/django-ecs-kit/README.md": "" };
  folderWith({ ...own, ...fork }, join(folder, "fork"));
  const at = join(folder, "fork");
  return {
    folder,
    fork: at,
    read: (file) => readFileSync(join(folder, file), "utf8"),
    async run(options = {}, more = {}) {
      const printed: string[] = [];
      const around: InitSurroundings = {
        folder: at,
        repository: at,
        environment: { NO_COLOR: "1" },
        print: (text) => void printed.push(text),
        width: 80,
        asker: () => undefined,
        zones: async () => noCredentials,
        ...more,
      };
      const code = await init({ stack: "alpha", ...options }, around);
      return { code, text: printed.join("\n") };
    },
  };
}

/** Flags that say everything. */
export const FLAGS: Partial<InitOptions> = {
  backend: "../shop",
  region: "eu-central-1",
  domain: "example.org",
  zone: "Z0ABCDEFGH",
};

/** Route 53 where there are no credentials. */
export const noCredentials: ListZones = async () => {
  throw Object.assign(new Error("Could not load credentials from any providers"), {
    name: "CredentialsProviderError",
  });
};

/** Somebody who answers in this order; "" is Enter alone. What was asked and said is kept. */
export function answering(answers: string[]): Asker & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async ask(question, proposal, check) {
      for (;;) {
        const given = answers.shift();
        if (given === undefined) throw new Error(`Nobody answers: ${question}`);
        asked.push(`${question} [${proposal}] ${given}`);
        const answer = given === "" ? proposal : given;
        const objection = check?.(answer);
        if (objection === undefined) return answer;
        asked.push(objection);
      }
    },
    say: (line) => void asked.push(line),
    close: () => undefined,
  };
}
