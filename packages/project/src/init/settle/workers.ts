import type { ProjectFacts } from "../facts.ts";
import { processName, RESERVED } from "./names.ts";

/** A Celery worker, as the stack's settings describe it. */
export interface Worker {
  queues?: string[];
  concurrency?: number;
  taskTimeoutSeconds?: number;
}

export interface Celery {
  app: string | undefined;
  workers: Record<string, Worker>;
  beat: { enabled: boolean; reason: string; command?: string[] };
  /** Queues that nothing consumes by its command; workers of their own were made for them. */
  added: string[];
}

/** Whether the project has Celery, and what says so. */
export function hasCelery({ celery, runs, requirements }: ProjectFacts): string | undefined {
  if (celery !== undefined) return `${celery.file} makes a Celery app`;
  if (runs.workers[0] !== undefined) return `${runs.workers[0].from} starts a worker`;
  return requirements.packages.has("celery") && runs.beat !== undefined
    ? `${runs.beat.from} starts beat`
    : undefined;
}

/** The workers by queue, beat, and the app that both run. */
export function celeryOf(facts: ProjectFacts): Celery {
  const { runs, celery, codeQueues } = facts;
  const defaultNames = new Set(["celery", "default", celery?.defaultQueue ?? "celery"]);
  const queueOf = (name: string) => (defaultNames.has(name) ? "default" : name);
  const workers: Record<string, Worker> = {};
  const taken = new Set(RESERVED);
  const consumed = new Set<string>();
  for (const { name, command } of runs.workers) {
    const given = command.queues.map(queueOf).map((queue) => queue.replace(/[^A-Za-z0-9_.-]/g, "-"));
    const queues = [...new Set(given.length === 0 ? ["default"] : given)];
    const [only = "default"] = queues;
    // A second process for the same queues is more of the first.
    if (queues.every((queue) => consumed.has(queue))) continue;
    for (const queue of queues) consumed.add(queue);
    const word =
      queues.length === 1 ? only : queues.includes("default") && !taken.has("default") ? "default" : name;
    const called = processName(word, taken);
    taken.add(called);
    workers[called] = {
      ...(queues.length === 1 && only === called ? {} : { queues }),
      ...(command.concurrency === undefined ? {} : { concurrency: command.concurrency }),
      ...limitOf(command.timeLimit ?? celery?.timeLimit),
    };
  }
  const added: string[] = [];
  const others = [...(celery?.queues ?? []), ...codeQueues.names].map(queueOf);
  for (const queue of new Set(["default", ...others])) {
    if (consumed.has(queue)) continue;
    if (queue !== "default" || runs.workers.length > 0) added.push(queue);
    const called = processName(queue, taken);
    taken.add(called);
    workers[called] = { ...(called === queue ? {} : { queues: [queue] }), ...limitOf(celery?.timeLimit) };
  }
  return { app: appOf(facts), workers: defaultFirst(workers), beat: beatOf(facts), added };
}

const limitOf = (seconds: number | undefined): Worker =>
  seconds === undefined ? {} : { taskTimeoutSeconds: seconds };

const defaultFirst = (workers: Record<string, Worker>): Record<string, Worker> =>
  workers.default === undefined ? workers : { default: workers.default, ...workers };

/** The app as a file makes it; otherwise what a command names. */
function appOf({ celery, runs, tree, managePy }: ProjectFacts): string | undefined {
  const named = [...runs.workers.map(({ command }) => command.app), runs.beat?.command.app].find(
    (app) => app !== undefined,
  );
  if (celery === undefined) return named;
  if (named === undefined || named.includes(":")) return named ?? celery.app;
  // `-A shop` means the module celery in it.
  const module = celery.app.split(":")[0] ?? "";
  if (module === named || module.startsWith(`${named}.`)) return celery.app;
  const path = `${managePy.folder === "." ? "" : `${managePy.folder}/`}${named.replaceAll(".", "/")}`;
  return tree.has(`${path}.py`) || tree.has(`${path}/__init__.py`) ? named : celery.app;
}

function beatOf({ runs, celery, settings }: ProjectFacts): Celery["beat"] {
  if (runs.beat === undefined)
    return celery?.periodic === undefined
      ? { enabled: false, reason: "nothing is sent by time" }
      : { enabled: true, reason: celery.periodic };
  const reason = `${runs.beat.from} starts it`;
  const { scheduler, app } = runs.beat.command;
  // Beat reads the scheduler of the settings by itself.
  const isSet = settings.scope.values.has("CELERY_BEAT_SCHEDULER") === true;
  if (scheduler === undefined || isSet) return { enabled: true, reason };
  const full = scheduler === "django" ? "django_celery_beat.schedulers:DatabaseScheduler" : scheduler;
  const command = [
    "celery",
    `--app=${celery?.app ?? app ?? ""}`,
    "beat",
    "--loglevel=INFO",
    `--scheduler=${full}`,
  ];
  return { enabled: true, reason, command };
}
