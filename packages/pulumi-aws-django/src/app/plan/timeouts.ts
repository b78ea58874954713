/**
 * The chain of time limits between a browser and a process, from one number. All in seconds. Each limit fits into the next, so
 * that a deployment, a scale-in and an idle connection end without an error for anyone:
 *
 *   a request takes at most `requestTimeout`                    ≤ the load balancer's idle timeout, or it gives up first (504)
 *   the server keeps an idle connection for `keepAlive`         > the load balancer's idle timeout, or it would reuse a closed one (502)
 *   a target that goes is drained for `deregistrationDelay`     ≥ requestTimeout, before the task is asked to stop
 *   a task on Spot that is asked to stop goes on for `lameDuck`, because nothing was drained before
 *   a server that is asked to stop finishes in `gracefulTimeout` ≥ requestTimeout, as far as Fargate allows
 *   the container is killed after `stopTimeout`                 > lameDuck + gracefulTimeout, and at most 120 (Fargate)
 */
export interface WebTimeouts {
  /** How long the target group lets requests of a leaving task finish. */
  deregistrationDelay: number;
  /** How long the server takes to finish its requests after SIGTERM. */
  gracefulTimeout: number;
  /** How long the container has from SIGTERM to SIGKILL. */
  stopTimeout: number;
}

/** How long a worker has to stop, from what its tasks may take. All in seconds. */
export interface WorkerTimeouts {
  /** How long a worker that was asked to stop waits for its tasks before it puts them back (Celery's soft shutdown). */
  softShutdown: number;
  /** How long the container has from SIGTERM to SIGKILL. */
  stopTimeout: number;
  /** Whether tasks can take longer than a worker may wait, so that it must put them back in time: always where they have no limit. */
  interrupts: boolean;
}

/**
 * The longest stop timeout of a container on Fargate.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (stopTimeout)
 */
export const MAX_STOP_TIMEOUT = 120;

/** Between the end of the work and the end of the container: closing connections, writing the last log lines. */
const STOP_MARGIN = 15;

/** The longest that a process can go on working after it was asked to stop. */
export const MAX_GRACEFUL = MAX_STOP_TIMEOUT - STOP_MARGIN;

/** How much longer than the load balancer a server keeps an idle connection. */
const KEEP_ALIVE_MARGIN = 5;

/**
 * The longest deregistration delay of a target group, and the longest idle timeout of a load balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
const MAX_DEREGISTRATION_DELAY = 3600;

/** How long kombu keeps an unconfirmed task on Redis from other workers by default. */
const DEFAULT_VISIBILITY_TIMEOUT = 3600;

/** The same where a worker's tasks have no limit: 12 hours. */
const UNLIMITED_VISIBILITY_TIMEOUT = 12 * 3600;

/** The longest time limit of a request that the rest of the chain can follow. */
export const MAX_REQUEST_TIMEOUT = MAX_DEREGISTRATION_DELAY;

/** Seconds that a request may take by default. */
export const DEFAULT_REQUEST_TIMEOUT = 60;

/** The limits of a server behind the load balancer, which goes on for `lameDuck` seconds after it was asked to stop. */
export function webTimeouts(requestTimeout: number, lameDuck = 0): WebTimeouts {
  const gracefulTimeout = Math.min(requestTimeout, MAX_GRACEFUL - lameDuck);
  return {
    deregistrationDelay: requestTimeout,
    gracefulTimeout,
    stopTimeout: lameDuck + gracefulTimeout + STOP_MARGIN,
  };
}

/** How long a load balancer may take to hear that a task goes: far more than it does. */
const USUAL_LAME_DUCK = 20;

/** The longest lame duck: what is left is for requests. */
export const MAX_LAME_DUCK = MAX_GRACEFUL - STOP_MARGIN;

/** How long a server on Spot goes on, unless somebody says otherwise: requests come first. */
export function usualLameDuck(requestTimeout: number, stopTimeout = MAX_STOP_TIMEOUT): number {
  return Math.min(USUAL_LAME_DUCK, Math.max(0, stopTimeout - STOP_MARGIN - requestTimeout));
}

/** How long a server keeps an idle connection open, so that the load balancer is always the one to close it. */
export function keepAlive(idleTimeout: number): number {
  return idleTimeout + KEEP_ALIVE_MARGIN;
}

/** The limits of a Celery worker. Without a time limit of its tasks it gets as long as Fargate allows. */
export function workerTimeouts(taskTimeout: number | undefined): WorkerTimeouts {
  const softShutdown = Math.min(taskTimeout ?? MAX_GRACEFUL, MAX_GRACEFUL);
  return {
    softShutdown,
    stopTimeout: softShutdown + STOP_MARGIN,
    interrupts: taskTimeout === undefined || taskTimeout > MAX_GRACEFUL,
  };
}

/**
 * After how many seconds Redis hands a task that nobody confirmed to another worker: longer than any task takes, or it would run
 * twice. One for all workers of an app, from what the tasks of each may take: the unconfirmed tasks of all queues are in one key
 * (`unacked_index`), and every consumer puts back what is older than its own timeout.
 * https://github.com/celery/kombu/blob/main/kombu/transport/redis.py (QoS.restore_visible)
 */
export function visibilityTimeout(taskTimeouts: readonly (number | undefined)[]): number {
  const needs = taskTimeouts.map((limit) => (limit === undefined ? UNLIMITED_VISIBILITY_TIMEOUT : 2 * limit));
  return Math.max(DEFAULT_VISIBILITY_TIMEOUT, ...needs);
}

/** How long AWS may take to delete a service: its tasks drain and stop one after the other. In minutes. */
export function serviceDeleteMinutes(deregistrationDelay: number, stopTimeout: number): number {
  return Math.max(20, Math.ceil((deregistrationDelay + stopTimeout) / 60) + 10);
}
