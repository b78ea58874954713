/** How long ECS and the load balancer take for what they do, in seconds: the order of magnitude of Fargate in practice. */
export const TIMING = {
  provisioning: 5,
  /** From the pull to running, where the scenario doesn't say. */
  start: 10,
  /** Between two health checks of the load balancer or the container. */
  healthInterval: 10,
  /** Passed or failed checks in a row until a target is healthy or unhealthy. */
  healthChecks: 2,
  /** How long a target drains before its task is stopped. */
  deregistration: 10,
  /** How long a task without any health check must run until the scheduler counts on it. */
  unchecked: 5,
  stop: 3,
  deprovisioning: 2,
  /** How much longer the scheduler waits with each failed task before it starts the next. */
  backOff: 10,
  /** How long a stopped task can be described. */
  stoppedTasksKept: 3600,
};

export const seconds = (count: number) => count * 1000;
