import type { Balancer, EcsState, Service, Task } from "./state.ts";
import { behaviours } from "./tasks.ts";
import { seconds, TIMING } from "./timing.ts";

export type TargetState = "initial" | "healthy" | "unhealthy" | "draining";

export interface TargetHealth {
  state: TargetState;
  /** AWS's reason code and its sentence, where it isn't healthy. */
  reason?: string;
  description?: string;
}

/** What a load balancer thinks of a task that runs. */
export function targetHealth(state: EcsState, task: Task, balancer: Balancer): TargetHealth {
  if (task.desiredStatus === "STOPPED")
    return {
      state: "draining",
      reason: "Target.DeregistrationInProgress",
      description: "Target deregistration is in progress",
    };
  const answer = healthAnswer(state, task, balancer.containerName);
  if (answer.since < seconds(TIMING.healthInterval * TIMING.healthChecks))
    return {
      state: "initial",
      reason: "Elb.RegistrationInProgress",
      description: "Target registration is in progress",
    };
  if (answer.status === "timeout" || balancer.isKeptOut)
    return { state: "unhealthy", reason: "Target.Timeout", description: "Request timed out" };
  if (answer.status === 200) return { state: "healthy" };
  return {
    state: "unhealthy",
    reason: "Target.ResponseCodeMismatch",
    description: `Health checks failed with these codes: [${answer.status}]`,
  };
}

/** What the container's own health check says, where its task definition has one. */
export function containerHealth(state: EcsState, task: Task): "HEALTHY" | "UNHEALTHY" | "UNKNOWN" {
  const checked = checkedContainer(state, task);
  if (checked === undefined) return "UNKNOWN";
  const answer = healthAnswer(state, task, checked);
  if (answer.since < seconds(TIMING.healthInterval * TIMING.healthChecks)) return "UNKNOWN";
  return answer.status === 200 ? "HEALTHY" : "UNHEALTHY";
}

/** Whether the task counts for its service: it runs, and every check it has is passed. */
export function isReady(state: EcsState, service: Service, task: Task): boolean {
  if (task.phase !== "RUNNING") return false;
  const balanced = service.loadBalancers.map((balancer) => targetHealth(state, task, balancer));
  if (balanced.some((target) => target.state !== "healthy")) return false;
  if (checkedContainer(state, task) !== undefined) return containerHealth(state, task) === "HEALTHY";
  return balanced.length > 0 || state.now - (task.startedAt ?? state.now) >= seconds(TIMING.unchecked);
}

/** Why the service stops a task that runs: a failed check, once the grace period is over. */
export function failedCheck(state: EcsState, service: Service, task: Task): string | undefined {
  if (task.phase !== "RUNNING") return undefined;
  if (containerHealth(state, task) === "UNHEALTHY") return "Task failed container health checks";
  const running = state.now - (task.startedAt ?? state.now);
  const balancer = service.loadBalancers[0];
  if (balancer === undefined || running < seconds(service.healthCheckGracePeriodSeconds)) return undefined;
  if (targetHealth(state, task, balancer).state !== "unhealthy") return undefined;
  return `Task failed ELB health checks in (target-group ${balancer.targetGroupArn})`;
}

function checkedContainer(state: EcsState, task: Task): string | undefined {
  return state.definitions[task.definition]?.body.containerDefinitions.find(
    (container) => container.healthCheck !== undefined,
  )?.name;
}

/** What a container answers, and for how long it has answered this. */
function healthAnswer(
  state: EcsState,
  task: Task,
  name: string,
): { status: number | "timeout"; since: number } {
  const behaviour = behaviours(state, task).find(([container]) => container.name === name)?.[1] ?? {};
  const running = state.now - (task.startedAt ?? state.now);
  const answersFrom = seconds(behaviour.healthyAfterSeconds ?? 1);
  return running < answersFrom
    ? { status: "timeout", since: running }
    : { status: behaviour.health ?? 200, since: running - answersFrom };
}
