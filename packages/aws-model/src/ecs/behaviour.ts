/** How a container behaves. An empty one starts, answers 200 and runs forever (in a one-off task: ends with 0). */
export interface Behaviour {
  /** Why AWS can't place the task at all. RunTask answers with it, a service reports it in an event. */
  unplaceable?: string;
  /** Why the task stops before its container ran, as in AWS's `stoppedReason`. */
  neverStarts?: string;
  /** Seconds from the start of the pull until it runs. Defaults to 10. */
  startSeconds?: number;
  /** Lines it writes, one a second from its start. `{time}` and `{access time}` become the time, in gunicorn's two ways. */
  log?: string[];
  /** The line that it writes for each health check of a load balancer. Defaults to none. */
  traffic?: string;
  /** That it ends by itself; `code: null` is a container whose exit code AWS never learned. */
  exit?: { code: number | null; afterSeconds: number; reason?: string };
  /** HTTP status of its health check, or that it doesn't answer. Defaults to 200. */
  health?: number | "timeout";
  /** Seconds from its start until the health check answers. Defaults to 1. */
  healthyAfterSeconds?: number;
  /** Seconds it takes to end when it is asked to. Defaults to 3. */
  stopSeconds?: number;
}

/**
 * Behaviours by container name. `*` is every other container, `run` is a one-off task with a command of its own.
 */
export type Scenario = Record<string, Behaviour>;

/** Scenarios by image tag. A tag without one is a version where everything goes well. */
export type Scenarios = Record<string, Scenario>;
