import { evaluateBody, evaluateModule } from "../python/evaluate.ts";
import type { Scope } from "../python/scope.ts";
import { isDict, mentions, textAt, textsOf } from "../python/values.ts";
import type { ProjectModules } from "./modules.ts";

/** What the settings say. */
export interface Settings {
  scope: Scope;
  apps: readonly string[];
  middleware: readonly string[];
  /** Python path of the WSGI and ASGI application, as far as the settings name them. */
  wsgiApplication: string | undefined;
  asgiApplication: string | undefined;
  rootUrlconf: string | undefined;
  /** What keeps the default database: `postgresql`, `postgis`, `mysql`, `sqlite3` or another; undefined where the environment decides. */
  engine: string | undefined;
  /** Where static files are, and what says so. */
  static: { where: "image" | "bucket"; reason: string };
  staticUrl: string;
  /** Whether `configure(globals())` of the kit is called. */
  usesKit: boolean;
  /** The class of django-configurations, where settings are classes. */
  configuration: string | undefined;
}

export function readSettings(modules: ProjectModules, module: string): Settings {
  const scope = evaluateModule(modules, module);
  const configuration = takeConfiguration(modules, module, scope);
  const value = (name: string) => scope.values.get(name);
  const text = (name: string) => {
    const found = value(name);
    return typeof found === "string" ? found : undefined;
  };
  const middleware = textsOf(value("MIDDLEWARE") ?? value("MIDDLEWARE_CLASSES"));
  return {
    scope,
    apps: textsOf(value("INSTALLED_APPS")),
    middleware,
    wsgiApplication: text("WSGI_APPLICATION"),
    asgiApplication: text("ASGI_APPLICATION"),
    rootUrlconf: text("ROOT_URLCONF"),
    engine: engineOf(scope),
    static: staticOf(scope, middleware),
    staticUrl: text("STATIC_URL") ?? "/static/",
    usesKit: scope.imports.has("django_ecs.settings") || scope.imports.has("django_ecs"),
    configuration,
  };
}

function engineOf(scope: Scope): string | undefined {
  const databases = scope.values.get("DATABASES");
  const engine = textAt(databases, "default", "ENGINE");
  if (engine !== undefined) return engine.split(".").at(-1);
  // `env.db()` with a changed engine: DATABASES["default"]["ENGINE"] = "django.contrib.gis.db.backends.postgis"
  return mentions(databases, /postgis/) || scope.values.get("DATABASE_ENGINE") === "postgis"
    ? "postgis"
    : undefined;
}

function staticOf(scope: Scope, middleware: readonly string[]): Settings["static"] {
  if (middleware.some((one) => /whitenoise/i.test(one)))
    return { where: "image", reason: "WhiteNoise is in MIDDLEWARE" };
  const storages = scope.values.get("STORAGES");
  const storage = isDict(storages) ? storages.staticfiles : scope.values.get("STATICFILES_STORAGE");
  if (mentions(storage, /whitenoise/i))
    return { where: "image", reason: "the storage of static files is WhiteNoise's" };
  if (mentions(storage, /s3|storages\.backends/i))
    return { where: "bucket", reason: "the storage of static files is a bucket" };
  return { where: "bucket", reason: "nothing in the settings serves them from the image" };
}

/** django-configurations: takes the settings of the class for production, and of those that it is built on. */
function takeConfiguration(modules: ProjectModules, module: string, scope: Scope): string | undefined {
  if (!scope.imports.has("configurations") || scope.values.has("INSTALLED_APPS")) return undefined;
  const chosen =
    scope.classes.find(({ name }) => /^(Production|Prod|Live)$/.test(name)) ?? scope.classes.at(-1);
  if (chosen === undefined) return undefined;
  const order: (typeof chosen)[] = [];
  const add = (one: typeof chosen | undefined): void => {
    if (one === undefined || order.includes(one)) return;
    for (const base of one.bases) add(scope.classes.find(({ name }) => base.split(".").at(-1) === name));
    order.push(one);
  };
  add(chosen);
  for (const { body, source } of order) evaluateBody(modules, module, body, source, scope);
  return chosen.name;
}

/** Whether something is among the apps, by its package or by its AppConfig. */
export const hasApp = ({ apps }: Pick<Settings, "apps">, name: string): boolean =>
  apps.some((app) => app === name || app.startsWith(`${name}.`));
