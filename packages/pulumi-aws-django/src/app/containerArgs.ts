import type * as pulumi from "@pulumi/pulumi";

/** A variable of the contract as the value of another one: as it is, plain or secret. */
export interface VariableReference {
  /** Name of the variable, for example `POSTGRES_SERVICE_HOST`: one that the app gives the process by itself, and that nothing overrides. ENVIRONMENT.md lists them. Where the process has none, because a setting leaves it out, this one is absent too. Required. */
  from: string;
}

/** The value of an environment variable: text, or a variable of the contract. */
export type EnvironmentValue = pulumi.Input<string> | VariableReference;

/** What one container of a task must have done before another one starts. */
export const ContainerCondition = {
  /** It has started. */
  Start: "START",
  /** Its health check passes. It needs one. */
  Healthy: "HEALTHY",
  /** It has ended, with whatever exit code. It must not be essential. */
  Complete: "COMPLETE",
  /** It has ended with exit code 0; otherwise the task stops. It must not be essential. */
  Success: "SUCCESS",
} as const;
export type ContainerCondition = (typeof ContainerCondition)[keyof typeof ContainerCondition];

/** The program of a log router. */
export const LogRouterType = {
  /** Fluent Bit. */
  FluentBit: "fluentbit",
  /** Fluentd. */
  Fluentd: "fluentd",
} as const;
export type LogRouterType = (typeof LogRouterType)[keyof typeof LogRouterType];

/** A command that says whether a container is healthy. */
export interface ContainerHealthCheckArgs {
  /** Whether ECS checks the container. Defaults to false. */
  enabled?: boolean;
  /** The command, one word an element, run in the container without a shell: exit code 0 is healthy. Needed together with `enabled`, and only then. */
  command?: string[];
  /** Seconds between two runs, 5 to 300. Defaults to 30. */
  intervalSeconds?: number;
  /** Seconds to wait for the command, 2 to 60. Defaults to 5. */
  timeoutSeconds?: number;
  /** Failures in a row that make the container unhealthy, 1 to 10. Defaults to 3. */
  retries?: number;
  /** Seconds after the start during which failures don't count, 0 to 300. Defaults to 60. */
  startPeriodSeconds?: number;
}

/** A further container in the tasks of some processes, for example an agent of Datadog, a collector of OpenTelemetry (ADOT) or a log router (FireLens). It shares the tasks' network, CPU and memory: processes reach it at `localhost`. */
export interface SidecarArgs {
  /** The image, with a tag or, better, a digest. Releases leave it alone; another one reaches the tasks with the next release. One in a private ECR repository is pulled with the rights of the execution role. Required. */
  image: pulumi.Input<string>;
  /** The processes whose tasks have it, by name: `gunicorn`, the name of a worker. Defaults to all services; a scheduled command and the task before a roll-out have only those that name it. */
  processes?: string[];
  /** The command, one word an element, run without a shell. Defaults to that of the image. */
  command?: pulumi.Input<string>[];
  /** Environment variables. It gets none of the app's, but can refer to those of the process that it is beside: `{ from: "SENTRY_DSN" }`. Defaults to none. */
  environment?: Record<string, EnvironmentValue>;
  /** Secrets: environment variable to the ARN of a Secrets Manager secret (also `<arn>:<json key>::`) or of an SSM parameter. Defaults to none. */
  secrets?: Record<string, pulumi.Input<string>>;
  /** Whether the whole task stops when it ends. Defaults to true for a log router, without which lines are lost, and to false otherwise: an agent that crashes takes no request with it. */
  essential?: boolean;
  /** CPU units of the task that are kept for it. Those of all sidecars must be below the task's `cpu`. Defaults to none: all containers share. */
  cpu?: number;
  /** Memory of the task in MiB that it may use; it is killed above. Those of all sidecars must be below the task's memory. Defaults to no limit but the task's. */
  memoryMiB?: number;
  /** TCP ports that it listens on, each once in a task. Processes in the task reach it without any. Defaults to none. */
  ports?: number[];
  /** A command that ECS runs in the container to see whether it is healthy. Off by default. Defaults to none. */
  healthCheck?: ContainerHealthCheckArgs;
  /** Other sidecars that it waits for, and what they must have done. Defaults to none. */
  dependsOn?: Record<string, ContainerCondition>;
  /** What it must have done before the process itself starts. When a task stops, the order is the other way round. Defaults to nothing, and for a log router to `START`, which ECS takes care of. */
  processWaitsFor?: ContainerCondition;
  /** ARN of a Secrets Manager secret with `username` and `password` of the private registry that the image is in. Defaults to none. */
  repositoryCredentialsArn?: pulumi.Input<string>;
  /** Makes it the log router (FireLens) of the processes: their lines go through it, and no longer to CloudWatch Logs. A task can have one. Off by default. Defaults to none. */
  logRouter?: LogRouterArgs;
}

/** How a log router (FireLens) treats the lines of a process. */
export interface LogRouterArgs {
  /** Whether the sidecar is one. Defaults to false. */
  enabled?: boolean;
  /** The program that its image has. Defaults to `fluentbit`. */
  type?: LogRouterType;
  /** Options of the output that ECS writes into the configuration, for example `Name` and `Host`. Defaults to none: then `configFile` says where lines go. */
  options?: Record<string, pulumi.Input<string>>;
  /** Options that are secrets: option to the ARN of a Secrets Manager secret (also `<arn>:<json key>::`) or of an SSM parameter. Defaults to none. */
  secretOptions?: Record<string, pulumi.Input<string>>;
  /** A file in the image with more configuration; Fargate takes no other place. Defaults to none. */
  configFile?: string;
  /** Whether cluster, task and task definition are added to each line. Defaults to true. */
  metadata?: boolean;
}

/** A directory that containers share: of a file system (EFS), or an empty one of the task. */
export interface VolumeArgs {
  /** Where the containers see it, an absolute path. Required. */
  path: string;
  /** Id of an EFS file system, for example `fs-0123456789abcdef0`: files that outlive tasks and that all tasks see, at about 0.30 USD a GB and month. It must have mount targets in the tasks' zones whose port 2049 the tasks' security group may reach. Traffic is encrypted, and tasks sign in with their role, which gets the rights. Defaults to none: an empty directory of the task, which is lost with it. */
  fileSystemId?: pulumi.Input<string>;
  /** Id of an access point of the file system, for example `fsap-0123456789abcdef0`: it decides which user reads and writes files, and below which directory. Defaults to none: the root of the file system. */
  accessPointId?: pulumi.Input<string>;
  /** Whether containers can only read it. Defaults to false. */
  readOnly?: boolean;
  /** The processes that see it, by name. Defaults to all on the Django image. */
  processes?: string[];
  /** The sidecars in their tasks that see it too, by name. Defaults to none. */
  sidecars?: string[];
}
