import type { Behaviour } from "./behaviour.ts";
import { logTarget, runContainers, startContainers } from "./containers.ts";
import { newId } from "./names.ts";
import { behaviourOf } from "./scenarios.ts";
import type { Definition, EcsState, Phase, Tag, Task, TaskContainer, TaskNetwork } from "./state.ts";
import { seconds, TIMING } from "./timing.ts";

export interface NewTask {
  cluster: string;
  definition: Definition;
  service?: string;
  startedBy?: string;
  clientToken?: string;
  commands?: Record<string, string[]>;
  tags?: Tag[];
  network?: TaskNetwork;
  enableExecuteCommand: boolean;
}

/** Why a task can't start for reasons outside the model, as in AWS's `stoppedReason`: rights, secrets, the network. */
export type Obstacle = (task: Task) => string | undefined;

export function startTask(state: EcsState, given: NewTask): Task {
  const id = newId(state);
  const task: Task = {
    id,
    cluster: given.cluster,
    definition: `${given.definition.body.family}:${given.definition.revision}`,
    service: given.service,
    startedBy: given.startedBy,
    clientToken: given.clientToken,
    phase: "PROVISIONING",
    desiredStatus: "RUNNING",
    since: state.now,
    createdAt: state.now,
    containers: given.definition.body.containerDefinitions.map((container) => ({
      name: container.name,
      image: container.image,
      essential: container.essential !== false,
      logged: 0,
    })),
    commands: given.commands ?? {},
    tags: given.tags ?? [],
    ...(given.network === undefined ? {} : { network: given.network }),
    address: `10.0.${10 + (state.serial % 2)}.${4 + (state.serial % 250)}`,
    enableExecuteCommand: given.enableExecuteCommand,
  };
  state.tasks[id] = task;
  return task;
}

/** Asks a task to stop. One that never ran ends at once. */
export function stopTask(state: EcsState, task: Task, stopCode: string, reason: string): void {
  if (task.desiredStatus === "STOPPED") return;
  task.desiredStatus = "STOPPED";
  task.stopCode = stopCode;
  task.stoppedReason = reason;
  task.stoppingAt = state.now;
  const isUp = ({ startedAt, endedAt }: TaskContainer) => startedAt !== undefined && endedAt === undefined;
  if (task.phase === "PENDING")
    for (const container of task.containers.filter(isUp)) container.exitCode ??= 143;
  enter(state, task, task.phase === "RUNNING" ? "DEACTIVATING" : "DEPROVISIONING");
}

/** Moves a task as far as it gets in this second. */
export function stepTask(state: EcsState, task: Task, obstacle?: Obstacle): void {
  const inPhase = state.now - task.since;
  if (task.phase === "PROVISIONING" && inPhase >= seconds(TIMING.provisioning)) enter(state, task, "PENDING");
  else if (task.phase === "PENDING") tryToRun(state, task, inPhase, obstacle);
  else if (task.phase === "RUNNING") run(state, task);
  else if (task.phase === "DEACTIVATING" && inPhase >= deactivation(state, task))
    enter(state, task, "STOPPING");
  else if (task.phase === "STOPPING" && inPhase >= stopping(state, task)) {
    for (const container of task.containers) container.exitCode ??= 0;
    enter(state, task, "DEPROVISIONING");
  } else if (task.phase === "DEPROVISIONING" && inPhase >= seconds(TIMING.deprovisioning)) {
    enter(state, task, "STOPPED");
    task.stoppedAt = state.now;
  }
}

/** Whether nothing will ever happen to the task by itself. */
export function isSettled(state: EcsState, task: Task): boolean {
  if (task.phase === "STOPPED") return true;
  return (
    task.phase === "RUNNING" &&
    task.containers.every((container) => {
      const behaviour = behaviourOf(state, task, container);
      return behaviour.exit === undefined && container.logged >= (behaviour.log?.length ?? 0);
    })
  );
}

/** What one container of the task is to do. */
export function behaviours(state: EcsState, task: Task): [TaskContainer, Behaviour][] {
  return task.containers.map((container) => [container, behaviourOf(state, task, container)]);
}

function enter(state: EcsState, task: Task, phase: Phase): void {
  task.phase = phase;
  task.since = state.now;
}

function tryToRun(state: EcsState, task: Task, inPhase: number, obstacle?: Obstacle): void {
  const all = behaviours(state, task);
  const wait = Math.max(...all.map(([, behaviour]) => behaviour.startSeconds ?? TIMING.start));
  if (inPhase < seconds(wait)) return;
  const failure =
    obstacle?.(task) ??
    missingImage(state, task) ??
    all.find(([, behaviour]) => behaviour.neverStarts !== undefined)?.[1].neverStarts ??
    missingLogGroup(state, task);
  if (failure !== undefined) {
    for (const container of task.containers)
      container.reason = failure.startsWith("Cannot") ? failure : undefined;
    stopTask(state, task, "TaskFailedToStart", failure);
    return;
  }
  // A task is PENDING until none of its containers waits for another one any more.
  if (startContainers(state, task)) {
    enter(state, task, "RUNNING");
    task.startedAt = state.now;
  }
  run(state, task);
}

/** Runs the containers that have started, and ends the task where an essential one has ended. */
function run(state: EcsState, task: Task): void {
  startContainers(state, task);
  const ended = runContainers(state, task, behaviours(state, task));
  if (ended === undefined) return;
  for (const container of task.containers) if (container.endedAt === undefined) container.exitCode ??= 143;
  stopTask(state, task, "EssentialContainerExited", "Essential container in task exited");
  enter(state, task, "DEPROVISIONING");
}

function missingImage(state: EcsState, task: Task): string | undefined {
  const missing = task.containers.find((container) => !imageExists(state, container.image))?.image;
  return missing === undefined
    ? undefined
    : `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${missing}: ${missing}: not found`;
}

/** Why a task stops whose log group doesn't exist. */
export const noLogGroup =
  "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1";

function missingLogGroup(state: EcsState, task: Task): string | undefined {
  for (const container of task.containers) {
    const group = logTarget(state, task, container)?.group;
    if (group !== undefined && state.logs[group] === undefined) return noLogGroup;
  }
  return undefined;
}

/** Whether the registry has the image. Registries other than ECR are assumed to have everything. */
function imageExists(state: EcsState, reference: string): boolean {
  if (!reference.includes(".dkr.ecr.")) return true;
  return state.images.some(
    (image) =>
      reference === `${image.repository}@${image.digest}` || reference === `${image.repository}:${image.tag}`,
  );
}

function deactivation(state: EcsState, task: Task): number {
  const service = task.service && state.services[`${task.cluster}/${task.service}`];
  return service && service.loadBalancers.length > 0 ? seconds(TIMING.deregistration) : 0;
}

function stopping(state: EcsState, task: Task): number {
  return seconds(
    Math.max(...behaviours(state, task).map(([, behaviour]) => behaviour.stopSeconds ?? TIMING.stop)),
  );
}
