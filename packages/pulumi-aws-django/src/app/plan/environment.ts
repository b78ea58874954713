import * as pulumi from "@pulumi/pulumi";
import type { BaseContract } from "../../contracts/baseContract.ts";
import { IMAGES, type ImageName, VERSION_VARIABLE } from "../../vocabulary.ts";
import type { Base } from "../base.ts";
import { databaseName, queueName } from "../names.ts";
import { workerTimeouts } from "./timeouts.ts";

/** What the variables of an app are made from. */
export interface EnvironmentFacts {
  app: string;
  /** What people call the environment. */
  environment: string;
  base: Base;
  hostName: pulumi.Input<string>;
  url: pulumi.Input<string>;
  settingsModule: pulumi.Input<string>;
  sentryDsn: pulumi.Input<string>;
  healthCheckPath: string;
  /** ARN of the secret with Django's secret key. */
  secretKeyArn: pulumi.Input<string>;
  database: DatabaseAccess;
  /** Seconds after which Redis hands an unconfirmed task to another worker: the same for all processes. */
  visibilityTimeout: number;
  /** Whether the app may send mail, where the base has any. */
  mail: boolean;
  /** Host name of gunicorn inside the network, where there is service discovery. */
  internalHostName?: pulumi.Input<string>;
}

/** How the app signs in to its database. */
export interface DatabaseAccess {
  /** ARN of the secret with `username` and `password`. */
  secretArn: pulumi.Input<string>;
  secretName: pulumi.Input<string>;
  /** Whether that is the app's own, which has a `url` too, and not the base's with the master user. */
  isOwn: boolean;
}

/** What a variable may need to know of the process that gets it. */
export interface EnvironmentProcess {
  image: ImageName;
  /** Seconds that a task may take; only of workers. */
  worker?: { taskTimeout?: number };
  /** Seconds that a server has to finish its requests; only of servers. */
  gracefulTimeout?: number;
}

/** Which processes get a variable. */
export type Audience = "backend" | "worker" | "frontend" | "all";

/** One variable of the containers' environment: a row of the contract between the infrastructure and the images. */
export interface EnvironmentVariable {
  name: string;
  /** `backend`: all processes on the Django image. `worker`: Celery workers. `frontend`: the Nuxt server. `all`: every process. */
  audience: Audience;
  /** Where the value comes from, for the documentation. */
  source: string;
  description: string;
  /** A plain value. Undefined leaves the variable out. */
  value?: (
    facts: EnvironmentFacts,
    process: EnvironmentProcess,
  ) => pulumi.Input<string | undefined> | undefined;
  /** For a secret: what ECS reads the value from when a task starts. Undefined leaves the variable out. */
  secret?: (facts: EnvironmentFacts) => pulumi.Input<string> | undefined;
  /** Whether the release tool sets it in the revisions that it registers: no template has it. */
  released?: true;
}

/** The plain variables and the secrets of a container, by name. */
export interface Variables {
  environment: Record<string, pulumi.Input<string | undefined>>;
  secrets: Record<string, pulumi.Input<string>>;
}

/** The environment contract: every variable that an app sets by itself. */
export const ENVIRONMENT: readonly EnvironmentVariable[] = [
  {
    name: "APP_NAME",
    audience: "backend",
    source: "the name of the app",
    description: "Name of the app, which the names of its resources begin with.",
    value: ({ app }) => app,
  },
  {
    name: VERSION_VARIABLE,
    audience: "all",
    source: "the release",
    description:
      "The version of the image that was released, or its digest where nobody knows the version. The release tool sets it, also for the update task, scheduled commands and `app-update run`; going back brings the former one. For static files by version, Sentry's release and the like.",
    released: true,
  },
  {
    name: "BASE_STACK_NAME",
    audience: "backend",
    source: "base.name",
    description: "Name of the base.",
    value: ({ base }) => base.get((b) => b.name),
  },
  {
    name: "DJANGO_SETTINGS_MODULE",
    audience: "backend",
    source: "django.settingsModule",
    description: "Python path of the settings.",
    value: ({ settingsModule }) => settingsModule,
  },
  {
    name: "DOMAIN_NAME",
    audience: "backend",
    source: "base.domainName",
    description: "Domain of the base. In a trial the load balancer's own name.",
    value: ({ base }) => base.get((b) => b.domainName),
  },
  {
    name: "FRONTEND_URL",
    audience: "backend",
    source: "hostName",
    description:
      "Where browsers reach the app, without a slash at the end. For CSRF_TRUSTED_ORIGINS, CORS and links in mail. It begins with `https://`; in a trial without a domain with `http://`, and then secure cookies, HSTS and redirects to HTTPS must be off.",
    value: ({ url }) => url,
  },
  {
    name: "DJANGO_ALLOWED_HOSTS",
    audience: "backend",
    source: "hostName, and the internal name where serviceDiscovery is on",
    description:
      "Host names for ALLOWED_HOSTS, separated by commas. In a trial the load balancer's own name.",
    value: ({ hostName, internalHostName }) =>
      internalHostName === undefined ? hostName : pulumi.interpolate`${hostName},${internalHostName}`,
  },
  {
    name: "HEALTH_CHECK_PATH",
    audience: "backend",
    source: "gunicorn.route.healthCheckPath",
    description:
      "Path that the load balancer asks with the task's address as Host header. Answer it in a middleware, before Django checks ALLOWED_HOSTS.",
    value: ({ healthCheckPath }) => healthCheckPath,
  },
  {
    name: "DJANGO_SECRET_KEY",
    audience: "backend",
    source: "made by the app, kept in Secrets Manager",
    description: "Django's SECRET_KEY, different in each environment.",
    secret: ({ secretKeyArn }) => secretKeyArn,
  },
  {
    name: "SECRET_KEY",
    audience: "backend",
    source: "made by the app, kept in Secrets Manager",
    description: "The same, under the name that the reference app reads.",
    secret: ({ secretKeyArn }) => secretKeyArn,
  },
  {
    name: "POSTGRES_NAME",
    audience: "backend",
    source: "the name of the app",
    description: "The app's own database on the base's server. The update task makes it, see `database`.",
    value: ({ app }) => databaseName(app),
  },
  {
    name: "POSTGRES_SERVICE_HOST",
    audience: "backend",
    source: "base.database.host",
    description: "Host name of the database server.",
    value: ({ base }) => base.get((b) => b.database.host),
  },
  {
    name: "POSTGRES_SERVICE_PORT",
    audience: "backend",
    source: "base.database.port",
    description: "Port of the database server.",
    value: ({ base }) => base.get((b) => b.database.port).apply(String),
  },
  {
    name: "POSTGRES_USER",
    audience: "backend",
    source: "made by the app; the secret base.database.secretArn where database.enabled is false",
    description: "The app's login to the database, or the server's master user where it has none of its own.",
    secret: ({ database }) => jsonKey(database.secretArn, "username"),
  },
  {
    name: "POSTGRES_PASSWORD",
    audience: "backend",
    source: "made by the app, kept in Secrets Manager; as POSTGRES_USER",
    description: "Password of that user.",
    secret: ({ database }) => jsonKey(database.secretArn, "password"),
  },
  {
    name: "DATABASE_URL",
    audience: "backend",
    source: "made by the app, kept in Secrets Manager",
    description:
      "All of the above in one: postgres://<user>:<password>@<host>:<port>/<name>?sslmode=require. Not where database.enabled is false.",
    secret: ({ database }) => (database.isOwn ? jsonKey(database.secretArn, "url") : undefined),
  },
  {
    name: "DB_SECRET_NAME",
    audience: "backend",
    source: "made by the app; base.database.secretName where database.enabled is false",
    description:
      "Name of the secret with that login, for images that read it themselves; they need permissions.databaseSecret. JSON with username, password, host, port, dbname and url; the base's has username, password, host and port.",
    value: ({ database }) => database.secretName,
  },
  {
    name: "REDIS_SERVICE_HOST",
    audience: "backend",
    source: "base.cache.host",
    description: "Host name of the cache. It takes TLS connections only, see REDIS_URL.",
    value: ({ base }) => base.get((b) => b.cache.host),
  },
  {
    name: "REDIS_SERVICE_PORT",
    audience: "backend",
    source: "base.cache.port",
    description: "Port of the cache.",
    value: ({ base }) => base.get((b) => b.cache.port).apply(String),
  },
  {
    name: "REDIS_URL",
    audience: "backend",
    source: "the secret base.cache.secretArn, key url",
    description:
      "The cache and Celery's broker, with its token: rediss://…. Celery wants `?ssl_cert_reqs=required` behind it.",
    secret: ({ base }) =>
      jsonKey(
        base.get((b) => b.cache.secretArn),
        "url",
      ),
  },
  {
    name: "CACHE_KEY_PREFIX",
    audience: "backend",
    source: "the name of the app",
    description: "Prefix of the app's keys in the cache (KEY_PREFIX), which other apps share.",
    value: ({ app }) => app,
  },
  {
    name: "CELERY_QUEUE_PREFIX",
    audience: "backend",
    source: "the name of the app",
    description:
      "Prefix of the app's queues on the broker, which other apps share. Workers consume `<prefix><queue>`. As `global_keyprefix` in broker_transport_options it keeps remote control of workers to the app too.",
    value: ({ app }) => queueName(app, ""),
  },
  {
    name: "CELERY_TASK_DEFAULT_QUEUE",
    audience: "backend",
    source: "the name of the app",
    description: "The queue of tasks without one of their own.",
    value: ({ app }) => queueName(app, "default"),
  },
  {
    name: "CELERY_TASK_TIME_LIMIT",
    audience: "worker",
    source: "workers.<name>.taskTimeoutSeconds",
    description: "Seconds that a task may take. The worker's command enforces it too.",
    value: (_, { worker }) => worker?.taskTimeout?.toString(),
  },
  {
    name: "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT",
    audience: "worker",
    source: "workers.<name>.taskTimeoutSeconds",
    description:
      "Seconds that a stopping worker waits for its tasks before it puts them back (worker_soft_shutdown_timeout). With task_acks_late they start over on another worker; without it they are lost.",
    value: (_, { worker }) => String(workerTimeouts(worker?.taskTimeout).softShutdown),
  },
  {
    name: "CELERY_VISIBILITY_TIMEOUT",
    audience: "backend",
    source: "the longest workers.<name>.taskTimeoutSeconds",
    description:
      "Seconds after which Redis hands an unconfirmed task to another worker (visibility_timeout in broker_transport_options): twice what the longest task of the app may take, at least 3600, and 43200 where a worker's tasks have no limit. A task with a `countdown` or `eta` beyond it runs more than once.",
    value: (facts) => String(facts.visibilityTimeout),
  },
  {
    name: "REMAP_SIGTERM",
    audience: "worker",
    source: "workers.<name>.taskTimeoutSeconds",
    description:
      "SIGQUIT where tasks may take longer than a worker has to stop, or have no limit: Celery 5.5 and later then waits for CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT, which the worker's command sets too, and puts the tasks back that still run. It needs task_acks_late; a task that was put back starts over. Celery before 5.5 stops its tasks at once: empty it there in the worker's `environment`.",
    value: (_, { worker }) => (workerTimeouts(worker?.taskTimeout).interrupts ? "SIGQUIT" : undefined),
  },
  {
    name: "S3_BUCKET_NAME",
    audience: "backend",
    source: "base.assets.bucketName",
    description: "The bucket for static files and uploads, which other apps share.",
    value: ({ base }) => base.get((b) => b.assets.bucketName),
  },
  {
    name: "AWS_LOCATION",
    audience: "backend",
    source: "the name of the app",
    description:
      "The app's own prefix in the bucket, without slashes: it may read and write nothing else there.",
    value: ({ app }) => app,
  },
  {
    name: "AWS_S3_CUSTOM_DOMAIN",
    audience: "backend",
    source: "base.assets.cdnHostName",
    description:
      "Host name that browsers load files from. Absent where the base has no CloudFront distribution: Django signs its URLs then.",
    value: ({ base }) => base.get<string | undefined>((b) => b.assets.cdnHostName),
  },
  {
    name: "DEFAULT_FROM_EMAIL",
    audience: "backend",
    source: "base.mail.domainName",
    description:
      "Sender of mail, where the app may send any. It goes through SES with the rights of the task: no password.",
    value: ({ base, mail }) => (mail ? base.get(senderOf) : undefined),
  },
  {
    name: "SENTRY_DSN",
    audience: "backend",
    source: "django.sentryDsn",
    description: "Sentry project for errors. Empty turns reporting off.",
    value: ({ sentryDsn }) => sentryDsn,
  },
  {
    name: "SENTRY_ENVIRONMENT",
    audience: "backend",
    source: "environmentName",
    description: "Name of the environment in Sentry.",
    value: ({ environment }) => environment,
  },
  {
    name: "PYTHONUNBUFFERED",
    audience: "backend",
    source: "always 1",
    description: "Log lines are written at once, even those before a crash.",
    value: () => "1",
  },
  {
    name: "XDG_RUNTIME_DIR",
    audience: "backend",
    source: "always /dev/shm",
    description:
      "Where gunicorn 25.1 and later makes its control socket: in memory, because the home directory may be read-only or missing.",
    value: () => "/dev/shm",
  },
  {
    name: "NUXT_PUBLIC_API_BASE",
    audience: "frontend",
    source: "hostName",
    description:
      "Where browsers reach the API, without a slash at the end: `https://…`, in a trial `http://…`.",
    value: ({ url }) => url,
  },
  {
    name: "NUXT_API_BASE",
    audience: "frontend",
    source: "the namespace of the base, where serviceDiscovery is on",
    description: "Where the Nuxt server reaches the API inside the network.",
    value: ({ internalHostName }) =>
      internalHostName === undefined
        ? undefined
        : pulumi.interpolate`http://${internalHostName}:${IMAGES.backend.port}`,
  },
  {
    name: "HOST",
    audience: "frontend",
    source: "always 0.0.0.0",
    description: "The address that Nuxt's server listens on.",
    value: () => "0.0.0.0",
  },
  {
    name: "PORT",
    audience: "frontend",
    source: `always ${IMAGES.frontend.port}`,
    description: "The port that Nuxt's server listens on.",
    value: () => String(IMAGES.frontend.port),
  },
  {
    name: "NITRO_SHUTDOWN_TIMEOUT",
    audience: "frontend",
    source: "requestTimeoutSeconds",
    description: "Milliseconds that a stopping server of Nuxt 3 or 4 waits for its requests.",
    value: (_, { gracefulTimeout }) =>
      gracefulTimeout === undefined ? undefined : String(gracefulTimeout * 1000),
  },
  {
    name: "SERVER_SHUTDOWN_TIMEOUT",
    audience: "frontend",
    source: "requestTimeoutSeconds",
    // https://github.com/h3js/srvx/blob/v1.0.8/src/_plugins.ts (gracefulShutdownPlugin); Nitro's own documentation still has the other one.
    description:
      "The same in seconds, for Nuxt 5, whose server (srvx) reads this one and would wait 5. It stops at once where the image sets CI or TEST.",
    value: (_, { gracefulTimeout }) => gracefulTimeout?.toString(),
  },
];

/** What ECS reads one key of a JSON secret from: `<arn>:<key>::`. */
export function jsonKey(arn: pulumi.Input<string>, key: string): pulumi.Output<string> {
  return pulumi.interpolate`${arn}:${key}::`;
}

function senderOf({ mail }: BaseContract): pulumi.Input<string | undefined> {
  return mail === undefined ? undefined : pulumi.interpolate`noreply@${mail.domainName}`;
}
