import type * as pulumi from "@pulumi/pulumi";
import type { Container } from "../../ecs/container.ts";
import type {
  AppImage,
  Architecture,
  Capacity,
  DjangoAppArgs,
  ProcessArgs,
  ScalingArgs,
  ServiceArgs,
  ServiceProcessArgs,
} from "../args.ts";
import type { ContainerHealthCheckArgs, EnvironmentValue } from "../containerArgs.ts";
import type { Command } from "./commands.ts";

/** Settings of an app except the base: from these all its processes can be worked out. */
export type AppSettings = Omit<DjangoAppArgs, "base">;

/** Settings that some process has. */
type AnyProcessArgs = ProcessArgs &
  Pick<ServiceProcessArgs, "capacity" | "containerHealthCheck"> &
  Pick<ServiceArgs, "route">;

/** The settings of each process that has any, by its path: `gunicorn`, `workers.mail`. */
export function processesOf(args: AppSettings): [path: string, own: AnyProcessArgs][] {
  const { gunicorn, frontend, beat, update, workers, services, scheduledCommands } = args;
  const single = Object.entries({ gunicorn, frontend, beat, update });
  const named = Object.entries({ workers, services, scheduledCommands }).flatMap(([group, members = {}]) =>
    Object.entries<AnyProcessArgs>(members).map(([name, own]) => [`${group}.${name}`, own] as const),
  );
  return [...single, ...named].flatMap(([path, own]) => (own === undefined ? [] : [[path, own]]));
}

/** The settings of each container that has any, by its path: those of processes, and sidecars. */
export function containersOf(args: AppSettings): [path: string, own: ContainerSettings][] {
  const sidecars = Object.entries(args.sidecars ?? {}).map(
    ([name, own]) => [`sidecars.${name}`, own] as const,
  );
  return [...processesOf(args), ...sidecars].map(([path, own]) => [path, own]);
}

type ContainerSettings = Pick<ProcessArgs, "command" | "environment" | "secrets">;

/** Variables as they are set for the app as a whole or for one container. */
export interface Level {
  environment?: Record<string, EnvironmentValue>;
  secrets?: Record<string, pulumi.Input<string>>;
  secretValues?: Record<string, pulumi.Input<string>>;
}

/** All levels, each with what the paths of its settings begin with: nothing, `gunicorn.`, `workers.mail.` */
export function levelsOf(args: AppSettings): [prefix: string, level: Level][] {
  return [["", args], ...containersOf(args).map(([path, own]): [string, Level] => [`${path}.`, own])];
}

/** A process with every setting filled in. */
export interface Process {
  /** What people call it: the key of outputs, and `process` in the deploy targets. */
  word: string;
  /** Its name in AWS: of its container, and, after the app's name, of its service, family and log group. */
  name: string;
  /** Where its arguments are, for messages: `workers.mail`. */
  path: string;
  image: AppImage;
  cpu: number;
  memory: number;
  architecture: Architecture;
  command: Command;
  /** Variables of its own, which override all others. */
  environment: Record<string, EnvironmentValue>;
  /** Secrets of its own. */
  secrets: Record<string, pulumi.Input<string>>;
  readonlyRootFilesystem: boolean;
  /** Size of /tmp in memory in MiB, where it was given. */
  tmp?: number;
  writablePaths: readonly string[];
  ephemeralStorage?: number;
  /** Seconds from SIGTERM to SIGKILL. */
  stopTimeout: number;
  /** Only of Celery workers: their queues as they are called on the broker, and the seconds that a task may take. */
  worker?: { queues: readonly string[]; taskTimeout?: number };
}

/** A process that runs as an ECS service. */
export interface ServiceProcess extends Process {
  /** Roll-out wave, from 1. */
  wave: number;
  scaling: Scaling;
  capacity: Capacity;
  /** Whether there may never be two: a deployment stops the old task before it starts the new one. */
  singleton: boolean;
  containerHealthCheck?: Container["healthCheck"];
  /** Where it is behind the load balancer. */
  route?: Route;
}

/** A container's health check with every setting filled in; undefined where it is off. */
export function healthCheckOf(own: ContainerHealthCheckArgs | undefined): Container["healthCheck"] {
  if (own?.enabled !== true) return undefined;
  return {
    command: own.command ?? [],
    interval: own.intervalSeconds ?? 30,
    timeout: own.timeoutSeconds ?? 5,
    retries: own.retries ?? 3,
    startPeriod: own.startPeriodSeconds ?? 60,
  };
}

/** Whether a process runs as a service, and not as a task that ends by itself. */
export function isService(process: Process): process is ServiceProcess {
  return "scaling" in process;
}

/** What the load balancer sends to a process. */
export interface Route {
  port: number;
  paths: readonly string[];
  position?: number;
  healthCheck: {
    path: string;
    codes: string;
    interval: number;
    timeout: number;
    healthyThreshold: number;
    unhealthyThreshold: number;
  };
  stickinessSeconds?: number;
  gracePeriod: number;
  /** Seconds that it goes on serving after it was asked to stop, where it runs on Spot. */
  lameDuck: number;
  deregistrationDelay: number;
  gracefulTimeout: number;
}

/** How many tasks a service runs. */
export interface Scaling extends ScalingArgs {
  min: number;
  max: number;
}

/** A command that runs at certain times. */
export interface ScheduledProcess extends Process {
  schedule: string;
  timeZone: string;
  enabled: boolean;
}

/** All processes of an app. */
export interface Processes {
  services: ServiceProcess[];
  update: Process;
  scheduled: ScheduledProcess[];
}
