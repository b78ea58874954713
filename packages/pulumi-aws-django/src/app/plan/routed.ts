import { Capacity, type RouteArgs } from "../args.ts";
import type { Command } from "./commands.ts";
import { lameDuckCommand } from "./lameDuck.ts";
import type { Route, ServiceProcess } from "./processes.ts";
import { usualLameDuck, webTimeouts } from "./timeouts.ts";

/** What a process's route is unless somebody says otherwise. */
interface RouteDefaults {
  paths: readonly string[];
  healthCheckPath: string;
  healthCheckCodes: string;
}

/** What the time limits of a route follow from. */
interface RouteSurroundings {
  spot: boolean;
  requestTimeout: number;
  /** The one that was given, if any. */
  stopTimeout?: number;
}

export function surroundings(
  process: Pick<ServiceProcess, "capacity">,
  requestTimeout: number,
  stopTimeout?: number,
): RouteSurroundings {
  return { spot: isOnSpot(process), requestTimeout, stopTimeout };
}

/** A route with every setting filled in. */
export function routeOf(
  own: RouteArgs,
  port: number,
  around: RouteSurroundings,
  defaults: RouteDefaults,
): Route {
  const { requestTimeout, stopTimeout } = around;
  const lameDuck = own.lameDuckSeconds ?? usualLameDuck(requestTimeout, stopTimeout);
  const { deregistrationDelay, gracefulTimeout } = webTimeouts(requestTimeout, around.spot ? lameDuck : 0);
  return {
    port,
    paths: own.paths ?? defaults.paths,
    position: own.position,
    healthCheck: {
      path: own.healthCheckPath ?? defaults.healthCheckPath,
      codes: own.healthCheckCodes ?? defaults.healthCheckCodes,
      interval: own.healthCheckIntervalSeconds ?? 15,
      timeout: own.healthCheckTimeoutSeconds ?? 5,
      healthyThreshold: own.healthyThreshold ?? 2,
      unhealthyThreshold: own.unhealthyThreshold ?? 3,
    },
    stickinessSeconds: own.stickinessSeconds,
    gracePeriod: own.gracePeriodSeconds ?? 60,
    lameDuck,
    deregistrationDelay,
    gracefulTimeout,
  };
}

/** A process behind the load balancer: on Spot it goes on for a while when it is asked to stop. */
export function routed(
  process: Omit<ServiceProcess, "command">,
  command: Command,
  route: Route,
  stopTimeout?: number,
): ServiceProcess {
  const { lameDuck } = route;
  // What is wrong with a command is said of the command that was given.
  const isWrapped = isOnSpot(process) && lameDuck > 0 && Array.isArray(command) && command.length > 0;
  return {
    ...process,
    command: isWrapped ? lameDuckCommand(lameDuck, command) : command,
    route,
    stopTimeout:
      stopTimeout ?? webTimeouts(route.deregistrationDelay, isOnSpot(process) ? lameDuck : 0).stopTimeout,
  };
}

/** Whether AWS may take tasks of a process away. */
export function isOnSpot({ capacity }: Pick<ServiceProcess, "capacity">): boolean {
  return capacity !== Capacity.OnDemand;
}
