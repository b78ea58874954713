import type * as pulumi from "@pulumi/pulumi";
import type { BaseContract } from "../contracts/baseContract.ts";
import type { StaticFiles } from "../contracts/deployTargets.ts";
import type { ContainerHealthCheckArgs, EnvironmentValue, SidecarArgs, VolumeArgs } from "./containerArgs.ts";
import type { AppDatabaseArgs } from "./databaseArgs.ts";

/** What Fargate capacity the tasks of a service run on. */
export const Capacity = {
  /** Never taken away by AWS. The price that AWS lists. */
  OnDemand: "on-demand",
  /** 50 to 70 % cheaper: the price moves with demand. AWS takes a task away with two minutes' notice when it needs the capacity, and may have none to replace it with. */
  Spot: "spot",
  /** The first task on demand, so that one always runs, and all others on Spot. */
  Mixed: "mixed",
} as const;
export type Capacity = (typeof Capacity)[keyof typeof Capacity];

/** The processor that tasks run on. Images must be built for it. */
export const Architecture = {
  /** Intel and AMD. */
  X86: "x86_64",
  /** AWS Graviton, about 20 % cheaper. */
  Arm: "arm64",
} as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/** How much CloudWatch Container Insights measures. */
export const ContainerInsights = {
  /** Nothing beyond the free metrics of ECS. */
  Off: "disabled",
  /** Metrics of the cluster, its services and tasks. About 0.30 USD a metric and month, some 28 USD for an environment of five services. */
  On: "enabled",
  /** Metrics of each container too. */
  Enhanced: "enhanced",
} as const;
export type ContainerInsights = (typeof ContainerInsights)[keyof typeof ContainerInsights];

/** Which of the two images a process runs. */
export const AppImage = {
  /** The Django image. */
  Backend: "backend",
  /** The Nuxt image. */
  Frontend: "frontend",
} as const;
export type AppImage = (typeof AppImage)[keyof typeof AppImage];

/** The Django image, and what its processes need to know of the project. */
export interface DjangoArgs {
  /** Image repository without a tag. Defaults to `<account>.dkr.ecr.<region>.amazonaws.com/<project>-backend` in the base's account and region, with the name of the Pulumi project. */
  repository?: pulumi.Input<string>;
  /** Tag of the image in the templates of the task definitions. A template only runs before the first release: releases set the image, by digest. Defaults to `latest`. */
  imageTag?: pulumi.Input<string>;
  /** ARN of a Secrets Manager secret with `username` and `password` of the private registry that the image is in. ECR needs none. Defaults to none. */
  repositoryCredentialsArn?: pulumi.Input<string>;
  /** Python path of the settings, given to all processes as `DJANGO_SETTINGS_MODULE`. Defaults to `backend.settings.production`. */
  settingsModule?: pulumi.Input<string>;
  /** Python path of the WSGI module (or `module:variable`) that gunicorn serves. Defaults to `backend.wsgi`. */
  wsgiModule?: string;
  /** Python path of the Celery app that workers and beat run. Defaults to `backend.celery_app:app`. */
  celeryApp?: string;
  /** Where static files are. `bucket` has the update task collect them with the storage that the settings name. `image` leaves `collectstatic` out, for images that collect them when they are built (WhiteNoise). Defaults to `bucket`. */
  static?: StaticFiles;
  /** Whether the app relies on the Python package `django-ecs-kit` in the Django image, with its settings: workers and beat get a health check by its heartbeats, unless they have one of their own; the code may protect its tasks from being stopped; and gunicorn's access log leaves health checks out. A release refuses an image without it. Defaults to false. */
  kit?: boolean;
  /** Sentry project that errors are reported to, given to the processes as `SENTRY_DSN`. Defaults to an empty value, which turns reporting off. */
  sentryDsn?: pulumi.Input<string>;
}

/** What every process may set: its size, its command and its surroundings. */
export interface ProcessArgs {
  /** CPU units of one task; 1024 are one vCPU. Fargate takes 256, 512, 1024, 2048, 4096, 8192, 16384 and 32768. Defaults to 256, and for gunicorn and the update task to 1024. */
  cpu?: number;
  /** Memory of one task in MiB. Fargate allows certain values for each `cpu`; an error lists them. Defaults to 512, and for gunicorn and the update task to 2048. */
  memoryMiB?: number;
  /** Processor of the tasks. Defaults to the `architecture` of the app. */
  architecture?: Architecture;
  /** The command, one word an element, run without a shell. Defaults to the command of the process, described with it. */
  command?: pulumi.Input<string>[];
  /** Environment variables of this process alone, each with text or with another variable as its value: `{ from: "POSTGRES_SERVICE_HOST" }`. They override the app's variables of the same name. Defaults to none. */
  environment?: Record<string, EnvironmentValue>;
  /** Secrets of this process alone: environment variable to the ARN of a Secrets Manager secret (also `<arn>:<json key>::`) or of an SSM parameter. Defaults to none. */
  secrets?: Record<string, pulumi.Input<string>>;
  /** Whether the container's file system can't be written to, except for `/tmp` and `writablePaths`. Defaults to true where `exec` is false, and to false otherwise, because ECS Exec needs a writable one. True together with `exec` is an error. */
  readonlyRootFilesystem?: boolean;
  /** Size in MiB of `/tmp` under a read-only file system. It is in memory (tmpfs), and any user may write there. What is in it counts as the task's memory: uploads above 2.5 MB are there while they are received, and one that doesn't fit fails. Defaults to a quarter of `memoryMiB`. */
  tmpMiB?: number;
  /** Further directories that stay writable under a read-only file system, on the task's disk; they start empty and are lost with the task. They belong to root unless the image declares them as VOLUME: another USER of the image can't write there. `/tmp` among them puts that on the disk, too, for files that are too large for memory. Defaults to none. */
  writablePaths?: string[];
  /** Temporary disk of one task in GiB, 21 to 200. Defaults to the 20 GiB that Fargate gives for free. */
  ephemeralStorageGiB?: number;
}

/** What a process that runs as an ECS service may set. */
export interface ServiceProcessArgs extends ProcessArgs {
  /** How many tasks run. Defaults to exactly one. */
  scaling?: ScalingArgs;
  /** Capacity that the tasks run on. Changing it starts a new deployment of what runs. Defaults to the `capacity` of the app. */
  capacity?: Capacity;
  /** A command that ECS runs in the container to see whether it is healthy. Off by default, but for workers with `django.kit`, which `enabled: false` turns off. Defaults to none: a process that exits is replaced anyway, and the load balancer checks those behind it. */
  containerHealthCheck?: ContainerHealthCheckArgs;
}

/** The Django web server: the process `gunicorn`, which listens on port 8000. Its command is `gunicorn` with threads, and time limits that follow `requestTimeoutSeconds`. */
export interface GunicornArgs extends ServiceProcessArgs {
  /** Worker processes of one task, each with its own copy of Django. Defaults to two a vCPU, and at least 2. */
  processes?: number;
  /** Threads of one worker process: how many requests it answers at once. Defaults to 4. */
  threads?: number;
  /** What the load balancer sends here. Defaults to the paths `/api/*`, `/admin/*` and `/graphql/*`, or all paths where there is no Nuxt server, and the health check `/api/health-check/`. */
  route?: RouteArgs;
}

/** The Nuxt server: the process `frontend`, `web-ui` in AWS, which listens on port 3000. Its command is `node .output/server/index.mjs`, with a keep-alive that fits the load balancer. */
export interface FrontendArgs extends ServiceProcessArgs {
  /** Whether there is one. Without it the environment is an API only. Defaults to false. */
  enabled?: boolean;
  /** Image repository without a tag. Defaults to `<account>.dkr.ecr.<region>.amazonaws.com/<project>-frontend` in the base's account and region, with the name of the Pulumi project. */
  repository?: pulumi.Input<string>;
  /** Tag of the image in the template of the task definition. A template only runs before the first release: releases set the image, by digest. Defaults to `latest`. */
  imageTag?: pulumi.Input<string>;
  /** ARN of a Secrets Manager secret with `username` and `password` of the private registry that the image is in. ECR needs none. Defaults to none. */
  repositoryCredentialsArn?: pulumi.Input<string>;
  /** What the load balancer sends here. Defaults to all paths that no other process takes, and the health check `/`. */
  route?: RouteArgs;
}

/** A Celery worker. Its command is `celery worker` on its queues. */
export interface WorkerArgs extends ServiceProcessArgs {
  /** The queues that the worker consumes. Each is `<app>.<queue>` on the broker, so that apps on one base don't take each other's tasks. Defaults to the worker's own name. */
  queues?: string[];
  /** How many tasks one container works on at once. Defaults to two a vCPU, and at least 1. */
  concurrency?: number;
  /** Seconds after which a task is stopped (Celery's `--time-limit`). A worker that is asked to stop finishes tasks of up to 105 seconds, because Fargate gives a container 120 seconds. Longer ones are put back on the queue and start over, where the settings have `task_acks_late` and Celery is 5.5 or later; else they are lost. Without a limit Redis keeps a task whose worker died from the others for 12 hours. Defaults to no limit. */
  taskTimeoutSeconds?: number;
}

/** The process that sends periodic Celery tasks. There is never more than one: a deployment stops the old one before it starts the new one. It forgets then when it last sent a task: one with an interval longer than the time between two deployments never runs. Give such tasks a `crontab()`, or keep the schedule in the database (django-celery-beat). */
export interface BeatArgs extends ProcessArgs {
  /** Whether there is one. Defaults to true where there are workers. */
  enabled?: boolean;
  /** A command that ECS runs in the container to see whether it is healthy. Off by default, but with `django.kit`, which `enabled: false` turns off. Defaults to none: a process that exits is replaced anyway. */
  containerHealthCheck?: ContainerHealthCheckArgs;
}

/** The update task, which a release runs before it touches a service. Its command is `python manage.py migrate` and then, unless `django.static` is `image`, `collectstatic`, joined by a shell, in the directory that the image starts in (WORKDIR). The database is there before: see `database`. */
export interface UpdateTaskArgs extends ProcessArgs {}

/** A long-running process of your own on one of the app's images, for example an ASGI server for web sockets. */
export interface ServiceArgs extends ServiceProcessArgs {
  /** The command, one word an element, run without a shell. Required. */
  command: pulumi.Input<string>[];
  /** Which image it runs. It is released together with it. Defaults to `backend`. */
  image?: AppImage;
  /** What the load balancer sends here. Off by default: the process isn't reached from outside. Defaults to what each setting says. */
  route?: ServiceRouteArgs;
  /** TCP port that the process listens on, given to it as `PORT`. Only with `route`; the preview refuses one that isn't among the base's `loadBalancer.targetPorts`. Defaults to 8000, and on the frontend image to 3000. */
  port?: number;
  /** Seconds from SIGTERM to SIGKILL, 1 to 120 (Fargate's limit). Defaults to 30, and behind the load balancer to what a request may take. */
  stopTimeoutSeconds?: number;
}

/** A management command that runs at certain times, by EventBridge Scheduler, in a task of its own. It runs the released image: nothing before the first release. */
export interface ScheduledCommandArgs extends ProcessArgs {
  /** The command, one word an element, for example `python`, `manage.py`, `clearsessions`. Required. */
  command: pulumi.Input<string>[];
  /** When: `cron(0 3 * * ? *)`, `rate(1 hour)` or `at(2030-01-01T00:00:00)`. Required. */
  schedule: string;
  /** Time zone of `schedule`, for example `Europe/Berlin`. Defaults to `UTC`. */
  timeZone?: string;
  /** Whether it runs. Defaults to true. */
  enabled?: boolean;
}

/** How many tasks a service runs. Autoscaling exists where `max` is above `min`, or there are `schedules`. */
export interface ScalingArgs {
  /** Fewest tasks, and how many the first release starts. 0 leaves the service off. Defaults to 1. */
  min?: number;
  /** Most tasks. Above `min` it turns autoscaling on, which leaves a count between the two as it is and brings any other to the nearer of them at once: an environment that was never released starts its templates then, so release first. Defaults to `min`, which leaves autoscaling off. */
  max?: number;
  /** Average CPU in percent that autoscaling keeps to, 10 to 90. Defaults to 60 where `max` is above `min` and no other target is given. */
  cpuPercent?: number;
  /** Average memory in percent that autoscaling keeps to, 10 to 90. Defaults to not looking at memory. */
  memoryPercent?: number;
  /** Requests a minute and task that autoscaling keeps to. Only for processes behind the load balancer. Defaults to not looking at requests. */
  requestsPerMinute?: number;
  /** Seconds to wait after tasks were added before adding more. Defaults to 60. */
  scaleOutCooldownSeconds?: number;
  /** Seconds to wait after tasks were removed before removing more. Defaults to 300. */
  scaleInCooldownSeconds?: number;
  /** Changes of `min` and `max` at certain times, by name. Where there are any, the last one that ran decides, and a changed `min` or `max` counts only for a new service. Defaults to none. */
  schedules?: Record<string, ScalingScheduleArgs>;
}

/** A change of the limits of a service at certain times. */
export interface ScalingScheduleArgs {
  /** When: `cron(0 20 ? * MON-FRI *)`, `rate(1 day)` or `at(2030-01-01T00:00:00)`. Required. */
  schedule: string;
  /** Time zone of `schedule`, for example `Europe/Berlin`. Defaults to `UTC`. */
  timeZone?: string;
  /** Fewest tasks from then on. Required. */
  min: number;
  /** Most tasks from then on. Defaults to `min`. */
  max?: number;
}

/** When the whole environment is on. Outside these hours every service runs no task, which saves about two thirds of its price. A release outside them starts the services until the next `stop`. */
export interface OpeningHoursArgs {
  /** Whether the environment has opening hours. Without them it is always on. Defaults to false. */
  enabled?: boolean;
  /** Time of day when services start, for example `07:30`. An environment that was never released starts its templates then. Needed together with `enabled`, and only then. */
  start?: string;
  /** Time of day when services stop, for example `20:00`. Needed together with `enabled`, and only then. */
  stop?: string;
  /** Time zone of both, for example `Europe/Berlin`. Defaults to `UTC`. */
  timeZone?: string;
  /** Whether it is on at weekends too. Defaults to false. */
  weekends?: boolean;
}

/** What the load balancer sends to a process, and how it finds out whether that is healthy. */
export interface RouteArgs {
  /** Path patterns, at most 128 characters each, with `*` and `?`. Up to four patterns of one depth share a listener rule, of which a load balancer has 100 unless AWS raises that. The more specific pattern wins, whichever process it belongs to. Defaults to what the process says. */
  paths?: string[];
  /** Path that must answer for a task to get requests. The load balancer asks with the task's address as Host header: answer it in a middleware before Django checks ALLOWED_HOSTS (the path is in `HEALTH_CHECK_PATH`). Defaults to what the process says; required for services of your own. */
  healthCheckPath?: string;
  /** Status codes that mean healthy, for example `200` or `200-399`. Defaults to `200`, and for Nuxt to `200-399`. */
  healthCheckCodes?: string;
  /** Seconds between two health checks, 5 to 300. Defaults to 15. */
  healthCheckIntervalSeconds?: number;
  /** Seconds to wait for an answer, 2 to 120 and below the interval. Defaults to 5. */
  healthCheckTimeoutSeconds?: number;
  /** Answers in a row after which a task gets requests, 2 to 10. A new task serves nothing before that: this many times the interval. Defaults to 2. */
  healthyThreshold?: number;
  /** Failed health checks in a row after which a task gets no more requests and is replaced, 2 to 10. Defaults to 3. */
  unhealthyThreshold?: number;
  /** Seconds for which a browser's requests go to the same task, by a cookie of the load balancer, 1 to 604800: for servers that keep sessions in memory. Load is then spread less evenly, and a deployment still takes the session away. Defaults to none: each request goes to any task. */
  stickinessSeconds?: number;
  /** Seconds after the start of a task during which failed health checks don't count. Defaults to 60. */
  gracePeriodSeconds?: number;
  /** Seconds that a task on Spot goes on serving after it was asked to stop, 0 to 90: AWS takes it back without waiting until the load balancer sends nothing more there. It needs a shell (`sh`) in the image; 0 is for images without one. Other stops take as much longer, too. Together with `requestTimeoutSeconds` at most 105, as far as that is. Defaults to 20, or to what `requestTimeoutSeconds` and `stopTimeoutSeconds` leave. */
  lameDuckSeconds?: number;
  /** Position within the app's band of listener-rule priorities, 0 to 98: lower is asked first. Only needed where two rules claim the same one; an error says so. Defaults to a position that follows from how specific the paths are and from the name of the process. */
  position?: number;
}

/** What the load balancer sends to a process of your own. */
export interface ServiceRouteArgs extends RouteArgs {
  /** Whether the process is behind the load balancer. Defaults to false. */
  enabled?: boolean;
}

/** How the app shares the load balancer with other apps. */
export interface RoutingArgs {
  /** Which hundred of listener-rule priorities is the app's, 0 to 499: two apps on one base need different ones. Set it where AWS answers PriorityInUse. Changing it changes the priorities in place. Defaults to one computed from the app's name: names that differ only in a number (`pr-7`, `pr-8`) never share one within 500 consecutive numbers, other names rarely do. */
  band?: number;
}

/** Where logs are kept. There is one log group a process, `/ecs/<app>/<process>`. */
export interface LogArgs {
  /** Days that log lines are kept: a value that CloudWatch knows (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, …, at most 3653). Storage costs about 0.03 USD a GB and month. Defaults to 30. */
  retentionDays?: number;
  /** Whether log groups stay when the app is destroyed. They are then yours to delete, and a new app of the same name finds them in its way until they are imported or deleted. Defaults to false. */
  keep?: boolean;
}

/** Alarms on the environment. Each alarm costs about 0.10 USD a month. */
export interface AlarmArgs {
  /** Whether there are alarms. Defaults to false. */
  enabled?: boolean;
  /** SNS topic that alarms go to, in the region of the base. Defaults to a new topic. */
  topicArn?: pulumi.Input<string>;
  /** Mail addresses that the new topic writes to; AWS asks each to confirm. Not together with `topicArn`. Defaults to none. */
  emails?: string[];
  /** Whether a deployment is rolled back when an alarm on errors or unhealthy targets of that service goes off. Defaults to true. */
  rollback?: boolean;
  /** Errors (5xx) of a process in five minutes that set off an alarm. Defaults to 10. */
  errorsPerFiveMinutes?: number;
  /** Average CPU of a service in percent over 15 minutes that sets off an alarm. Defaults to 90. */
  cpuPercent?: number;
  /** Average memory of a service in percent over 15 minutes that sets off an alarm. Defaults to 90. */
  memoryPercent?: number;
  /** Free storage of the database in GiB below which an alarm goes off. Defaults to 2. */
  databaseStorageGiB?: number;
  /** Connections to the database above which an alarm goes off. Defaults to 80, which suits the smallest instances. */
  databaseConnections?: number;
}

/** A CloudWatch dashboard, `<app>`. Three are free in an account, each more costs 3 USD a month. */
export interface DashboardArgs {
  /** Whether there is one. Defaults to true. */
  enabled?: boolean;
}

/** Mail that the app sends by SES as the base's domain. */
export interface AppMailArgs {
  /** Whether the app may send any; `DEFAULT_FROM_EMAIL` and `SERVER_EMAIL` in `environment` must then be addresses of that domain. Defaults to true where the base has mail. */
  enabled?: boolean;
}

/** How processes behind the load balancer are found inside the network: as `<process>.<app>.<namespace of the base>`. */
export interface AppServiceDiscoveryArgs {
  /** Whether they can be found there. The base needs a service-discovery namespace. Defaults to false. */
  enabled?: boolean;
}

/** What else the app may do in AWS. */
export interface PermissionArgs {
  /** What the app's code may do, beyond its own part of the bucket and mail. Defaults to nothing. */
  task?: PermissionStatementArgs[];
  /** What ECS may do for the tasks before they start, beyond reading their secrets, pulling their images and writing their logs: for example `kms:Decrypt` with the key of a secret. Defaults to nothing. */
  execution?: PermissionStatementArgs[];
  /** Whether the app's code may read the secret with its login to the database, which an image needs that takes it from `DB_SECRET_NAME` instead of `POSTGRES_USER` and `POSTGRES_PASSWORD`. Where `database.enabled` is false, that is the base's secret with the master user, which all apps share. Defaults to false. */
  databaseSecret?: boolean;
  /** ARN of a policy that bounds all roles that the app makes. Defaults to none. */
  boundaryArn?: pulumi.Input<string>;
}

/** One thing that is allowed. */
export interface PermissionStatementArgs {
  /** Actions, for example `sqs:SendMessage`. Required. */
  actions: pulumi.Input<string>[];
  /** ARNs of the resources. Required. */
  resources: pulumi.Input<string>[];
  /** Conditions, all of which must hold. Defaults to none. */
  conditions?: PermissionConditionArgs[];
}

/** A condition of a statement. */
export interface PermissionConditionArgs {
  /** Operator, for example `StringEquals`. Required. */
  test: string;
  /** Key, for example `aws:RequestTag/app`. Required. */
  variable: string;
  /** Values, one of which must match. Required. */
  values: pulumi.Input<string>[];
}

/** A Django and Nuxt environment on top of a base. The names of all that it makes begin with the name of the component, its database, queues and files included: give each app in an account another one, with the project in it (`ublog-alpha`). */
export interface DjangoAppArgs {
  /** What the base provides: `base.contract` in one program, or the stack output `contract` of the base's stack. Required. */
  base: pulumi.Input<BaseContract>;
  /** What people call the environment, for example `alpha`: the default of `hostName` begins with it, and the release tool finds the environment by it and the Pulumi project. Changing it moves the deploy targets, and the app where `hostName` isn't set; what holds data stays. Defaults to the name of the component. */
  environmentName?: string;
  /** Host name that the app answers on. Where the base has a zone it must be the base's domain or a direct subdomain of it, which the base's certificate covers, unless there is a `certificateArn`. Where the base was given a certificate, make sure yourself that one of the two covers the name. Changing it changes listener rules and DNS records; the old name stops answering unless it is among `redirectedHostNames`. Refused on a base that is a trial. Defaults to `<environmentName>.<domain of the base>`, and in a trial to the load balancer's own name. */
  hostName?: pulumi.Input<string>;
  /** Further host names, which are redirected to `hostName`, with path and query (301): `www.example.org`, or the name that the app had before. At most 5. Where the base has a zone they must be names that its certificate covers, unless there is a `certificateArn`. Defaults to none. */
  redirectedHostNames?: string[];
  /** ARN of an ACM certificate of the base's region, for the names in `hostName` and `redirectedHostNames` that the base's certificate doesn't cover, such as those of another domain. The load balancer uses it for these beside its own; it takes 25 in all. Changing it adds the new one before the old one goes. The DNS records of names outside of the base's zone are yours to make: they lead to the load balancer, the output `loadBalancerDnsName` of the base. Defaults to none. */
  certificateArn?: pulumi.Input<string>;
  /** Whether to make DNS records for the host names in the base's Route 53 zone: A, and AAAA where the load balancer has IPv6. Names outside of the base's domain get none. Defaults to true where the base has a zone. */
  dns?: boolean;
  /** The Django image, and what its processes need to know of the project. Defaults to the layout of the reference app. */
  django?: DjangoArgs;
  /** The Django web server. Defaults to one task with 1 vCPU and 2 GiB. */
  gunicorn?: GunicornArgs;
  /** The Nuxt server. Off by default: an environment with an API only. Defaults to what each setting says. */
  frontend?: FrontendArgs;
  /** Celery workers by name, which is also the queue they consume. One of them must consume `default`. Renaming a worker makes a new one and stops the old one. An empty object means no Celery. Defaults to one worker, `default`. */
  workers?: Record<string, WorkerArgs>;
  /** The process that sends periodic Celery tasks. Defaults to one where there are workers. */
  beat?: BeatArgs;
  /** Long-running processes of your own, by name. Defaults to none. */
  services?: Record<string, ServiceArgs>;
  /** Management commands that run at certain times, by name. Defaults to none. */
  scheduledCommands?: Record<string, ScheduledCommandArgs>;
  /** Further containers in the tasks of some processes, by name: agents, collectors, log routers. They share the CPU and memory of the tasks. Defaults to none. */
  sidecars?: Record<string, SidecarArgs>;
  /** Directories that containers share, by name: file systems (EFS), and empty ones of a task. Defaults to none. */
  volumes?: Record<string, VolumeArgs>;
  /** The one-off task that a release runs first. Defaults to `migrate` and `collectstatic` with 1 vCPU and 2 GiB. */
  update?: UpdateTaskArgs;
  /** The app's own database on the base's server, which the update task makes first. Defaults to one with a login of its own. */
  database?: AppDatabaseArgs;
  /** Environment variables of all processes on the Django image. They override those that the app sets, which the documentation lists. A value is text, or one of those under another name: `{ from: "POSTGRES_SERVICE_HOST" }`, also where that is a secret. Text isn't for secrets, which the preview warns about: everybody who can describe a task definition can read it. Defaults to none. */
  environment?: Record<string, EnvironmentValue>;
  /** Secrets of all processes on the Django image that exist already: environment variable to the ARN of a Secrets Manager secret (also `<arn>:<json key>::`) or of an SSM parameter. Defaults to none. */
  secrets?: Record<string, pulumi.Input<string>>;
  /** Secrets of all processes on the Django image that the app makes in Secrets Manager (0.40 USD a secret and month), environment variable to value: give the values with `pulumi config set --secret`. A changed value reaches the processes when they restart. Defaults to none. */
  secretValues?: Record<string, pulumi.Input<string>>;
  /** Names in `secrets` and `secretValues`, of the app, a process or a sidecar, that new revisions don't get any more while tasks of those that run may still be started and read them. To take a secret out, put its name here, run `up` and release; then take it out of both. Without that, tasks that start between the `up` and the release fail. Defaults to none. */
  retiredSecrets?: string[];
  /** Seconds that a request may take. The time limits of gunicorn, of the target groups and of a stopping container follow from it. At most the idle timeout of the base's load balancer. Above 105, a request can be cut off when a task is taken away early (Spot). Defaults to 60. */
  requestTimeoutSeconds?: number;
  /** How the app shares the load balancer with other apps. Defaults to a band computed from the app's name. */
  routing?: RoutingArgs;
  /** Capacity that services run on, unless a process says otherwise. Beat always runs on demand. Defaults to `on-demand`. */
  capacity?: Capacity;
  /** Processor that tasks run on, unless a process says otherwise. Defaults to `x86_64`. */
  architecture?: Architecture;
  /** When the environment is on. A changed `scaling` then counts from the next start of the environment on. Off by default. Defaults to always. */
  openingHours?: OpeningHoursArgs;
  /** Where logs are kept. Defaults to 30 days, and gone with the app. */
  logs?: LogArgs;
  /** Alarms on the environment. Off by default. Defaults to what each setting says. */
  alarms?: AlarmArgs;
  /** The CloudWatch dashboard. Defaults to one. */
  dashboard?: DashboardArgs;
  /** Whether people who may use ECS Exec can open a shell in a running container. False also makes the containers' file systems read-only. Defaults to true. */
  exec?: boolean;
  /** How much CloudWatch Container Insights measures. Defaults to `disabled`. */
  containerInsights?: ContainerInsights;
  /** Mail that the app sends. Defaults to mail as the base's domain, where the base has mail. */
  mail?: AppMailArgs;
  /** How processes are found inside the network. Defaults to only by the load balancer. */
  serviceDiscovery?: AppServiceDiscoveryArgs;
  /** What else the app may do in AWS. Defaults to nothing. */
  permissions?: PermissionArgs;
  /** Whether the table of releases can be restored to any second of the last 35 days, for a few cents a month. Without it a deleted history stays lost; what runs isn't touched. Defaults to true. */
  releaseHistoryBackups?: boolean;
}
