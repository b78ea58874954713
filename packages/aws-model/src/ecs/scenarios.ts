import type { Behaviour } from "./behaviour.ts";
import { isOfAnEnd } from "./containers.ts";
import type { EcsState, Task, TaskContainer } from "./state.ts";

const ONE_OFF: Behaviour = { exit: { code: 0, afterSeconds: 5 } };
const MIGRATION: Behaviour = {
  log: ["Running migrations:", "  No migrations to apply.", "0 static files copied."],
  exit: { code: 0, afterSeconds: 6 },
};
/** What the containers do that an update task's Django container waits for. */
const BEFORE_UPDATE: Record<string, Behaviour> = {
  database: { log: ["The database is ready."], exit: { code: 0, afterSeconds: 2 } },
  check: {
    log: [
      "25 questions asked: 0 problems and 0 warnings.",
      'django-ecs-check {"version":1,"kit":null,"django":"5.2.1","celery":"5.7.0","questions":25,"problems":[],"warnings":[]}',
    ],
    exit: { code: 0, afterSeconds: 3 },
  },
};

/** How a container of a task behaves. */
export function behaviourOf(state: EcsState, task: Task, container: TaskContainer): Behaviour {
  const tag = tagOf(state, container.image);
  const scenario = tag === undefined ? undefined : state.scenarios[tag];
  const replaced = task.commands[container.name];
  const before = task.service === undefined ? BEFORE_UPDATE[container.name] : undefined;
  if (before !== undefined) return { ...before, ...scenarioInTask(state, task, container.name) };
  const behaviour = scenario?.[replaced === undefined ? container.name : "run"] ?? scenario?.["*"];
  if (hasToEnd(state, task, container)) return { ...ONE_OFF, ...behaviour };
  if (task.service !== undefined) return { ...usualOf(state, container, behaviour), ...behaviour };
  if (isSidecar(state, task, container)) return behaviour ?? {};
  if (replaced !== undefined) return { log: [`$ ${replaced.join(" ")}`], ...ONE_OFF, ...behaviour };
  return { ...MIGRATION, ...behaviour };
}

/** Whether another container of its task starts only when it has ended. */
function hasToEnd({ definitions }: EcsState, task: Task, { name }: TaskContainer): boolean {
  const others = definitions[task.definition]?.body.containerDefinitions ?? [];
  return others.some(({ dependsOn = [] }) =>
    dependsOn.some(({ containerName, condition }) => containerName === name && isOfAnEnd(condition)),
  );
}

/** Whether it is beside a container of the application, with an image from elsewhere: it runs for as long as that does. */
function isSidecar({ images }: EcsState, task: Task, container: TaskContainer): boolean {
  const isOwn = ({ image }: TaskContainer) =>
    images.some(({ repository }) => image.startsWith(`${repository}:`) || image.startsWith(`${repository}@`));
  return !isOwn(container) && task.containers.some(isOwn);
}

/** What a version makes of a container beside its own: a database has an image that is no version. */
function scenarioInTask(state: EcsState, task: Task, name: string): Behaviour | undefined {
  const tags = task.containers.flatMap(({ image }) => tagOf(state, image) ?? []);
  return tags.map((tag) => state.scenarios[tag]?.[name]).find((found) => found !== undefined);
}

/** What a container of a service does whatever its version; an unhealthy one doesn't answer as usual. */
function usualOf(state: EcsState, { name }: TaskContainer, behaviour: Behaviour = {}): Behaviour {
  const usual = state.usual[name] ?? {};
  return behaviour.health === undefined ? usual : { ...usual, traffic: undefined };
}

/** Which tag an image reference means: its own, or that of the image with its digest. */
function tagOf(state: EcsState, reference: string): string | undefined {
  const [repository, digest] = reference.split("@");
  if (digest !== undefined)
    return state.images.find((image) => image.repository === repository && image.digest === digest)?.tag;
  const colon = reference.lastIndexOf(":");
  return colon > reference.lastIndexOf("/") ? reference.slice(colon + 1) : "latest";
}
