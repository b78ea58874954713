import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LocalImage } from "../../src/index.ts";
import { pythonEnvironment } from "../../src/install/python.ts";
import { mustRun } from "../../src/install/run.ts";
import { handSteps, kitSteps } from "./readme.ts";

const kit = fileURLToPath(new URL("../../../django-ecs-kit/", import.meta.url));

/** Has Python write down which variables it is asked for. */
const recorder = fileURLToPath(new URL("recorder", import.meta.url));
const RECORDED = "variables.txt";

/** The variables that processes of a project have asked for until now. */
export function askedFor({ folder }: Project): Set<string> {
  return new Set(readFileSync(join(folder, RECORDED), "utf8").trim().split("\n"));
}

/** The Pythons of each Django that django-ecs-kit has a lock for. */
const PYTHONS: Record<string, readonly string[]> = {
  "5.2": ["3.13", "3.12", "3.11", "3.10"],
  "6.1": ["3.13", "3.12", "3.14"],
};

/** The folder of the programs of a Django's environment, with Celery, gunicorn, uvicorn, django-storages and what else READMEs name. */
export function djangoEnvironment(django: string): Promise<string> {
  const lock = join(kit, `requirements/django-${django}.txt`);
  return pythonEnvironment(lock, { versions: PYTHONS[django], folder: join(kit, ".venv", django) });
}

/** `kit`: the steps of django-ecs-kit's README. `hand`: those of pulumi-aws-django's, without the kit. */
export type Way = "kit" | "hand";

export interface Project extends LocalImage {
  folder: string;
  remove(): void;
}

/**
 * A project as `startproject` and `startapp` make it, with the steps of a README and nothing else of the contract. The app `shop` is what somebody
 * has written: `test/support/shop`.
 */
export async function makeProject(django: string, way: Way): Promise<Project> {
  const programs = await djangoEnvironment(django);
  const folder = mkdtempSync(join(tmpdir(), "ublog-project-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  const django_admin = join(programs, "django-admin");
  await mustRun(join(programs, "python"), [django_admin, "startproject", "mysite", folder], { cwd: folder });
  cpSync(fileURLToPath(new URL("shop", import.meta.url)), join(folder, "shop"), { recursive: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    appendFileSync(join(folder, path), `\n${text}`);
  };
  // The user's own: an app, in the list that startproject made.
  const settings = join(folder, "mysite/settings.py");
  const text = readFileSync(settings, "utf8");
  writeFileSync(settings, text.replace("INSTALLED_APPS = [\n", 'INSTALLED_APPS = [\n    "shop",\n'));
  write("mysite/settings.py", readFileSync(join(folder, "shop/settings.py"), "utf8"));
  write(
    "mysite/urls.py",
    'from django.urls import include\n\nurlpatterns.append(path("", include("shop.urls")))\n',
  );
  const steps = kitSteps();
  const celery = ["mysite/celery.py", "mysite/__init__.py"];
  for (const path of way === "kit" ? ["mysite/settings.py", ...celery] : celery) {
    const step = steps.get(path);
    if (step === undefined) throw new Error(`the README says nothing of ${path}`);
    write(path, step);
  }
  if (way === "hand") {
    const { settings, middleware } = handSteps();
    write("mysite/middleware.py", middleware);
    write("mysite/settings.py", settings);
    // "Answer the path in a middleware that comes first."
    write("mysite/settings.py", 'MIDDLEWARE.insert(0, "mysite.middleware.HealthCheckMiddleware")\n');
  }
  return {
    folder,
    remove,
    programs: [programs],
    // The kit is installed in the image by pip.
    environment: {
      PYTHONPATH: [recorder, ...(way === "kit" ? [join(kit, "src")] : [])].join(":"),
      RECORDED_VARIABLES: join(folder, RECORDED),
    },
  };
}
