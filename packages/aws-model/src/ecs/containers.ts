import type { Behaviour } from "./behaviour.ts";
import type { ContainerDefinition, EcsState, Task, TaskContainer } from "./state.ts";
import { seconds, TIMING } from "./timing.ts";

/** A container of a task, and what it is to do. */
export type Doing = [TaskContainer, Behaviour];

/** Starts the containers that wait for nothing any more. Whether none waits now, and every essential one has started. */
export function startContainers(state: EcsState, task: Task): boolean {
  for (const container of task.containers) tryToStart(state, task, container);
  return task.containers.every(
    ({ startedAt, endedAt, essential }) => startedAt !== undefined || (!essential && endedAt !== undefined),
  );
}

/** Runs the containers that have started. Gives the essential one that has ended. */
export function runContainers(state: EcsState, task: Task, all: Doing[]): TaskContainer | undefined {
  for (const [container, behaviour] of all)
    if (container.startedAt !== undefined && container.endedAt === undefined)
      runOne(state, task, [container, behaviour]);
  return task.containers.find(({ essential, endedAt }) => essential && endedAt !== undefined);
}

function tryToStart(state: EcsState, task: Task, container: TaskContainer): void {
  if (container.startedAt !== undefined || container.endedAt !== undefined) return;
  // A task that was kept before containers had times of their own.
  if (task.startedAt !== undefined) container.startedAt = task.startedAt;
  let waits = false;
  for (const { containerName, condition } of definitionOf(state, task, container.name)?.dependsOn ?? []) {
    const dependency = task.containers.find(({ name }) => name === containerName);
    const failure = dependency && failureOf(state, task, dependency, condition);
    if (failure !== undefined) {
      // What the agent of ECS makes of it: https://github.com/aws/amazon-ecs-agent/pull/3218.
      container.exitCode = 143;
      container.reason = `CannotStartContainerError: dependency graph: ${failure(container)}`;
      container.endedAt = state.now;
      return;
    }
    waits ||= dependency !== undefined && !isMet(dependency, condition);
  }
  if (!waits) container.startedAt ??= state.now;
}

/** Whether a container has got as far as another one waits for. A health check is taken for passed. */
function isMet({ startedAt, endedAt }: TaskContainer, condition: string): boolean {
  return (isOfAnEnd(condition) ? endedAt : startedAt) !== undefined;
}

/** Whether a container with such a condition waits until another one has ended. */
export function isOfAnEnd(condition: string): boolean {
  return condition === "SUCCESS" || condition === "COMPLETE";
}

/** Why a container that depends on this one will never start, in the agent's words; undefined where it still may. */
function failureOf(
  state: EcsState,
  task: Task,
  dependency: TaskContainer,
  condition: string,
): ((target: TaskContainer) => string) | undefined {
  const { image, name, startedAt, endedAt, exitCode } = dependency;
  const named = (target: TaskContainer) =>
    `container ordering dependency [${name}(${image}) (${endedAt === undefined ? "RUNNING" : "STOPPED"}->RUNNING)${exitCode === undefined ? "" : ` - Exit: ${exitCode}`}] for target [${target.name}(${target.image}) (NONE->RUNNING)]`;
  if (condition === "SUCCESS" && endedAt !== undefined && exitCode !== 0)
    return (target) => `failed to resolve ${named(target)} as dependency did not exit successfully.`;
  const limit = definitionOf(state, task, name)?.startTimeout;
  const isLate = limit !== undefined && startedAt !== undefined && state.now - startedAt >= seconds(limit);
  if (isLate && !isMet(dependency, condition)) return (target) => `${named(target)} has timed out.`;
  return undefined;
}

function runOne(state: EcsState, task: Task, [container, behaviour]: Doing): void {
  const running = state.now - (container.startedAt ?? state.now);
  const lines = behaviour.log ?? [];
  const end = behaviour.exit !== undefined && running >= seconds(behaviour.exit.afterSeconds);
  while (container.logged < lines.length && (end || running >= seconds(container.logged)))
    writeLog(state, task, container, lines[container.logged++] as string);
  if (!end || behaviour.exit === undefined) return;
  container.endedAt = state.now;
  if (behaviour.exit.code !== null) container.exitCode = behaviour.exit.code;
  container.reason = behaviour.exit.reason;
}

function definitionOf(state: EcsState, task: Task, container: string): ContainerDefinition | undefined {
  return state.definitions[task.definition]?.body.containerDefinitions.find(({ name }) => name === container);
}

/** The lines for health checks until now; after a long time the last ones. */
export function writeTraffic(state: EcsState, task: Task, all: Doing[]): void {
  if (task.phase !== "RUNNING" || task.startedAt === undefined) return;
  const every = seconds(TIMING.healthInterval);
  const checks = Math.floor((state.now - task.startedAt) / every);
  for (const [container, { traffic }] of all) {
    if (traffic === undefined) continue;
    for (let nth = Math.max(container.checked ?? 0, checks - 4) + 1; nth <= checks; nth++)
      writeLog(state, task, container, traffic, task.startedAt + nth * every);
    container.checked = checks;
  }
}

function writeLog(
  state: EcsState,
  task: Task,
  container: TaskContainer,
  line: string,
  timestamp = state.now,
): void {
  const target = logTarget(state, task, container);
  const group = target && state.logs[target.group];
  if (target === undefined || group === undefined) return;
  let stream = group[target.stream];
  if (stream === undefined) {
    stream = [];
    group[target.stream] = stream;
  }
  stream.push({ timestamp, message: withTime(line, timestamp) });
}

/** A line with the time in it, as gunicorn writes it to its own log and to that of requests. */
function withTime(line: string, timestamp: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(timestamp).toUTCString()) ?? [];
  return line
    .replace("{access time}", `${day}/${month}/${year}:${time} +0000`)
    .replace("{time}", `${new Date(timestamp).toISOString().slice(0, 19).replace("T", " ")} +0000`);
}

export function logTarget(state: EcsState, task: Task, container: TaskContainer) {
  const options = definitionOf(state, task, container.name)?.logConfiguration?.options;
  const group = options?.["awslogs-group"];
  if (group === undefined) return undefined;
  return { group, stream: `${options?.["awslogs-stream-prefix"]}/${container.name}/${task.id}` };
}
