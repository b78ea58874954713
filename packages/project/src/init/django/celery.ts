import { evaluateModule } from "../python/evaluate.ts";
import type { Scope } from "../python/scope.ts";
import { isDict, type PyValue, textAt, Unknown } from "../python/values.ts";
import type { Tree } from "../tree.ts";
import { moduleOf, type ProjectModules } from "./modules.ts";
import type { Settings } from "./settings.ts";

/** The Celery app of a project. */
export interface CeleryApp {
  /** Python path with the variable: `shop.celery:app`. */
  app: string;
  file: string;
  /** The queues that settings and routes name, without the default one. */
  queues: readonly string[];
  /** What the project calls its default queue. */
  defaultQueue: string;
  /** What sends tasks by time; undefined where nothing says that anything does. */
  periodic: string | undefined;
  /** Seconds that a task may take (`task_time_limit`). */
  timeLimit: number | undefined;
}

/** The file that makes a Celery app: the one that is nearest to the settings. */
export function celeryOf(
  tree: Tree,
  modules: ProjectModules,
  folder: string,
  settings: Settings,
  settingsModule: string,
): CeleryApp | undefined {
  const below = folder === "." ? "" : `${folder}/`;
  const home = settingsModule.split(".")[0];
  const found = tree.files
    .filter(
      (file) =>
        file.startsWith(below) && /(^|\/)(celery\w*|celery_app|__init__|tasks|worker|queue)\.py$/.test(file),
    )
    .filter((file) => !/(^|\/)tests?\//.test(file))
    .filter((file) => /\bCelery\s*\(/.test(tree.read(file) ?? ""))
    .map((file) => ({ file, module: moduleOf(file, folder) }))
    .sort((a, b) => rank(a.module, home) - rank(b.module, home) || a.file.length - b.file.length);
  const [first] = found;
  if (first === undefined) return undefined;
  const scope = evaluateModule(modules, first.module);
  const variable =
    [...scope.values].find(([name, value]) => !name.includes(".") && isCelery(value))?.[0] ?? "app";
  return {
    app: `${first.module}:${variable}`,
    file: first.file,
    ...configOf(scope, variable, settings),
  };
}

const isCelery = (value: PyValue): boolean =>
  value instanceof Unknown && /^([\w.]*\.)?Celery\s*\(/.test(value.source);

/** One in the package of the settings comes first, then one that is called so. */
const rank = (module: string, home: string | undefined): number =>
  (module.split(".")[0] === home ? 0 : 2) + (/celery/.test(module.split(".").at(-1) ?? "") ? 0 : 1);

function configOf(scope: Scope, variable: string, settings: Settings): Omit<CeleryApp, "app" | "file"> {
  const namespace = namespaceOf(scope, variable);
  const said = (name: string): PyValue | undefined =>
    scope.values.get(`${variable}.conf.${name}`) ??
    settings.scope.values.get(`${namespace}_${name.toUpperCase()}`) ??
    settings.scope.values.get(`CELERY_${name.toUpperCase()}`);
  const defaultQueue = said("task_default_queue") ?? said("default_queue");
  const name = typeof defaultQueue === "string" ? defaultQueue : "celery";
  const limit = said("task_time_limit");
  const queues = [
    ...routed(said("task_routes") ?? said("routes")),
    ...named(said("task_queues") ?? said("queues")),
  ];
  return {
    defaultQueue: name,
    queues: [...new Set(queues)].filter(
      (queue) => queue !== name && queue !== "default" && queue !== "celery",
    ),
    periodic: periodicOf(
      scope,
      settings,
      said("beat_schedule") ?? settings.scope.values.get("CELERYBEAT_SCHEDULE"),
    ),
    timeLimit: typeof limit === "number" && limit > 0 ? limit : undefined,
  };
}

/** `namespace="CELERY"` of `config_from_object`. */
function namespaceOf(scope: Scope, variable: string): string {
  const call = scope.calls.find(({ name }) => name === `${variable}.config_from_object`);
  const given = call?.args[1];
  return typeof given === "string" && given !== "" ? given : "CELERY";
}

function routed(routes: PyValue | undefined): string[] {
  if (Array.isArray(routes)) return routes.flatMap(routed);
  if (!isDict(routes)) return [];
  return Object.values(routes).flatMap((route) => {
    const queue = typeof route === "string" ? route : textAt(route, "queue");
    return queue === undefined ? [] : [queue];
  });
}

function named(queues: PyValue | undefined): string[] {
  if (isDict(queues)) return Object.keys(queues);
  if (!Array.isArray(queues)) return [];
  return queues.flatMap((queue) => {
    if (typeof queue === "string") return [queue];
    const source = queue instanceof Unknown ? queue.source : "";
    const [, name] = /\bQueue\(\s*(?:name\s*=\s*)?["']([^"']+)["']/.exec(source) ?? [];
    return name === undefined ? [] : [name];
  });
}

function periodicOf(scope: Scope, settings: Settings, schedule: PyValue | undefined): string | undefined {
  if (settings.apps.some((app) => app.split(".")[0] === "django_celery_beat"))
    return "django_celery_beat is in INSTALLED_APPS";
  if (schedule !== undefined && !(isDict(schedule) && Object.keys(schedule).length === 0))
    return "there is a beat schedule";
  if (scope.decorators.some((one) => /on_after_(configure|finalize)/.test(one)))
    return "the Celery app sets up periodic tasks";
  return undefined;
}
