import { writeTraffic } from "./containers.ts";
import { isReady, targetHealth } from "./health.ts";
import { isSteady, stepService, taskFailed } from "./scheduler.ts";
import type { EcsState, Service, Task } from "./state.ts";
import { behaviours, isSettled, type Obstacle, stepTask } from "./tasks.ts";
import { seconds, TIMING } from "./timing.ts";

/** Moves the virtual clock to a time, second by second while anything is going on. */
export function advance(state: EcsState, to: number, obstacle?: Obstacle): void {
  while (state.now < to) {
    if (isQuiet(state)) state.now = to;
    else {
      state.now = Math.min(to, state.now + 1000);
      step(state, obstacle);
    }
  }
  for (const task of Object.values(state.tasks)) writeTraffic(state, task, behaviours(state, task));
  forgetStoppedTasks(state);
}

/** Moves the virtual clock until nothing is going on any more, at most `atMost` seconds. */
export function settle(state: EcsState, atMost = 3600): void {
  const end = state.now + seconds(atMost);
  while (state.now < end && !isQuiet(state)) advance(state, state.now + 1000);
}

function step(state: EcsState, obstacle: Obstacle | undefined): void {
  for (const task of Object.values(state.tasks)) {
    const wasWanted = task.desiredStatus === "RUNNING";
    stepTask(state, task, obstacle);
    const service = serviceOf(state, task);
    if (service === undefined) continue;
    if (wasWanted && task.desiredStatus === "STOPPED") taskFailed(state, service, task);
    else if (isReady(state, service, task)) taskReady(service, task);
  }
  for (const service of Object.values(state.services)) stepService(state, service);
}

/** A task that got ready resets its deployment's count of failures in a row. */
function taskReady(service: Service, task: Task): void {
  const deployment = service.deployments.find((candidate) => candidate.id === task.startedBy);
  if (deployment !== undefined && deployment.rolloutState !== "FAILED") deployment.failedTasks = 0;
}

function isQuiet(state: EcsState): boolean {
  return (
    Object.values(state.services).every((service) => isSteady(state, service)) &&
    Object.values(state.tasks).every((task) => isSettled(state, task) && !isBeingChecked(state, task))
  );
}

/** Whether a health check has yet to decide about a running task. */
function isBeingChecked(state: EcsState, task: Task): boolean {
  const service = serviceOf(state, task);
  return (
    task.phase === "RUNNING" &&
    service !== undefined &&
    service.loadBalancers.some((balancer) => targetHealth(state, task, balancer).state !== "healthy")
  );
}

function serviceOf(state: EcsState, task: Task): Service | undefined {
  return task.service === undefined ? undefined : state.services[`${task.cluster}/${task.service}`];
}

function forgetStoppedTasks(state: EcsState): void {
  for (const task of Object.values(state.tasks))
    if (task.stoppedAt !== undefined && state.now - task.stoppedAt > seconds(TIMING.stoppedTasksKept))
      delete state.tasks[task.id];
}
