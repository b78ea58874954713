import { failedCheck, isReady, targetHealth } from "./health.ts";
import { findDefinition, newDeploymentId, newId } from "./names.ts";
import type { Deployment, EcsState, Service, Task } from "./state.ts";
import { behaviours, startTask, stopTask } from "./tasks.ts";
import { seconds, TIMING } from "./timing.ts";

/** Starts a deployment of a service; the one before drains as the new one gets ready. */
export function deploy(
  state: EcsState,
  service: Service,
  taskDefinition: string,
  reason?: string,
): Deployment {
  const id = newDeploymentId(state);
  const deployment: Deployment = {
    id,
    status: "PRIMARY",
    taskDefinition,
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: reason ?? `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    createdAt: state.now,
    updatedAt: state.now,
  };
  for (const former of service.deployments) former.status = "ACTIVE";
  service.deployments.unshift(deployment);
  service.taskDefinition = taskDefinition;
  service.nextStartAt = state.now;
  return deployment;
}

/** Does what the service scheduler does in one second. */
export function stepService(state: EcsState, service: Service): void {
  if (service.status === "INACTIVE") return;
  if (service.status === "DRAINING") {
    drain(state, service);
    return;
  }
  stopUnhealthy(state, service);
  breakCircuit(state, service);
  stopSurplus(state, service);
  startMissing(state, service);
  complete(state, service);
}

/** Whether the service has nothing left to do. */
export function isSteady(state: EcsState, service: Service): boolean {
  if (service.status === "INACTIVE") return true;
  if (service.status === "DRAINING") return false;
  const living = tasksOf(state, service);
  return (
    service.deployments.length === 1 &&
    service.deployments[0]?.rolloutState === "COMPLETED" &&
    living.length === service.desiredCount &&
    living.every((task) => isReady(state, service, task))
  );
}

/** The service learns that one of its tasks ended although nobody asked for it. */
export function taskFailed(state: EcsState, service: Service, task: Task): void {
  const deployment = service.deployments.find((candidate) => candidate.id === task.startedBy);
  if (deployment === undefined) return;
  deployment.failedTasks += 1;
  deployment.updatedAt = state.now;
  service.nextStartAt = state.now + seconds(TIMING.backOff * Math.min(deployment.failedTasks, 6));
}

/** Tasks of a service that haven't stopped, of one deployment if its id is given. */
export function tasksOf(state: EcsState, service: Service, deployment?: string): Task[] {
  return Object.values(state.tasks).filter(
    (task) =>
      task.service === service.name &&
      task.cluster === service.cluster &&
      task.phase !== "STOPPED" &&
      (deployment === undefined || task.startedBy === deployment),
  );
}

function say(state: EcsState, service: Service, message: string): void {
  service.events.unshift({
    id: newId(state),
    createdAt: state.now,
    message: `(service ${service.name}) ${message}`,
  });
  service.events.length = Math.min(service.events.length, 100);
}

function wanted(tasks: Task[]): Task[] {
  return tasks.filter((task) => task.desiredStatus === "RUNNING");
}

function stopUnhealthy(state: EcsState, service: Service): void {
  for (const task of wanted(tasksOf(state, service))) {
    const why = failedCheck(state, service, task);
    if (why === undefined) continue;
    const balancer = service.loadBalancers[0];
    const target = balancer && targetHealth(state, task, balancer);
    if (balancer !== undefined && target?.state === "unhealthy")
      say(
        state,
        service,
        `(port ${balancer.containerPort}) is unhealthy in (target-group ${balancer.targetGroupArn}) due to (reason ${target.description}).`,
      );
    stopTask(state, task, "ServiceSchedulerInitiated", why);
    say(state, service, `has stopped 1 running tasks: (task ${task.id}).`);
    taskFailed(state, service, task);
  }
}

function breakCircuit(state: EcsState, service: Service): void {
  const primary = service.deployments[0];
  if (primary?.rolloutState !== "IN_PROGRESS" || !service.circuitBreaker.enable) return;
  const threshold = Math.min(Math.max(Math.ceil(service.desiredCount / 2), 3), 200);
  if (primary.failedTasks < threshold) return;
  primary.rolloutState = "FAILED";
  primary.rolloutStateReason = "ECS deployment circuit breaker: tasks failed to start.";
  primary.updatedAt = state.now;
  say(state, service, `(deployment ${primary.id}) deployment failed: tasks failed to start.`);
  const back = service.completed;
  if (
    !service.circuitBreaker.rollback ||
    back === undefined ||
    back.taskDefinition === primary.taskDefinition
  )
    return;
  say(state, service, `rolling back to deployment ${back.id}.`);
  deploy(
    state,
    service,
    back.taskDefinition,
    `ECS deployment circuit breaker: rolling back to deploymentId ${back.id}.`,
  );
}

/** Stops surplus tasks, and those of an older deployment as far as the minimum of healthy tasks allows. */
function stopSurplus(state: EcsState, service: Service): void {
  const primary = service.deployments[0];
  if (primary === undefined) return;
  const own = wanted(tasksOf(state, service, primary.id));
  for (const task of own.slice(service.desiredCount)) scaleIn(state, service, task, primary);
  const old = wanted(tasksOf(state, service)).filter((task) => task.startedBy !== primary.id);
  const minimum = Math.ceil((service.desiredCount * service.minimumHealthyPercent) / 100);
  let ready = wanted(tasksOf(state, service)).filter((task) => isReady(state, service, task)).length;
  for (const task of old) {
    const isUp = isReady(state, service, task);
    if (isUp && ready - 1 < minimum) continue;
    if (isUp) ready -= 1;
    scaleIn(state, service, task, primary);
  }
}

function scaleIn(state: EcsState, service: Service, task: Task, primary: Deployment): void {
  if (service.loadBalancers.length > 0 && task.phase === "RUNNING")
    say(state, service, "has begun draining connections on 1 tasks.");
  stopTask(
    state,
    task,
    "ServiceSchedulerInitiated",
    `Scaling activity initiated by (deployment ${primary.id})`,
  );
  say(state, service, `has stopped 1 running tasks: (task ${task.id}).`);
}

function startMissing(state: EcsState, service: Service): void {
  const primary = service.deployments[0];
  if (primary === undefined || primary.rolloutState === "FAILED" || state.now < service.nextStartAt) return;
  const missing = service.desiredCount - wanted(tasksOf(state, service, primary.id)).length;
  // What runs a revision keeps running it after it was deregistered.
  const definition = findDefinition(state, primary.taskDefinition);
  if (definition === undefined) return;
  const most = Math.floor((service.desiredCount * service.maximumPercent) / 100);
  const room = most - tasksOf(state, service).length;
  for (let started = 0; started < Math.min(missing, room); started++) {
    const task = startTask(state, {
      cluster: service.cluster,
      definition,
      service: service.name,
      startedBy: primary.id,
      enableExecuteCommand: service.enableExecuteCommand,
    });
    const unplaceable = behaviours(state, task).find(([, behaviour]) => behaviour.unplaceable)?.[1]
      .unplaceable;
    if (unplaceable === undefined) {
      say(state, service, `has started 1 tasks: (task ${task.id}).`);
      continue;
    }
    delete state.tasks[task.id];
    service.nextStartAt = state.now + seconds(TIMING.backOff);
    const message = `was unable to place a task. Reason: ${unplaceable}.`;
    if (!service.events[0]?.message.endsWith(message)) say(state, service, message);
    return;
  }
}

/** A deployment completes when only its tasks are left, all of them ready. */
function complete(state: EcsState, service: Service): void {
  const primary = service.deployments[0];
  if (primary === undefined) return;
  const living = tasksOf(state, service);
  service.deployments = service.deployments.filter(
    (deployment) => deployment === primary || living.some((task) => task.startedBy === deployment.id),
  );
  const isDone =
    service.deployments.length === 1 &&
    living.length === service.desiredCount &&
    living.every((task) => task.desiredStatus === "RUNNING" && isReady(state, service, task));
  if (!isDone) return;
  if (primary.failedTasks > 0) primary.failedTasks = 0;
  if (primary.rolloutState === "COMPLETED") return;
  if (primary.rolloutState === "FAILED") return;
  primary.rolloutState = "COMPLETED";
  primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
  primary.updatedAt = state.now;
  service.completed = { id: primary.id, taskDefinition: primary.taskDefinition };
  say(state, service, `(deployment ${primary.id}) deployment completed.`);
  say(state, service, "has reached a steady state.");
}

function drain(state: EcsState, service: Service): void {
  for (const task of wanted(tasksOf(state, service)))
    stopTask(state, task, "ServiceSchedulerInitiated", "Service deleted");
  if (tasksOf(state, service).length > 0) return;
  service.status = "INACTIVE";
  service.deployments = [];
}
