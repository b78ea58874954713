import * as pulumi from "@pulumi/pulumi";
import { StaticFiles } from "../../contracts/deployTargets.ts";
import type { GunicornArgs } from "../args.ts";
import { keepAlive, workerTimeouts } from "./timeouts.ts";

/** A command, one word an element. */
export type Command = pulumi.Input<string>[];

/** What gunicorn's command follows from, beside its own settings. */
export interface GunicornSurroundings {
  wsgiModule: string;
  port: number;
  /** CPU units of its task. */
  cpu: number;
  requestTimeout: number;
  gracefulTimeout: number;
  /** Seconds after which the load balancer closes an idle connection. */
  idleTimeout: pulumi.Input<number>;
  /** Whether the image has django-ecs-kit. */
  kit: boolean;
}

/** gunicorn's access log: behind a load balancer the client's address is in a header. At its end the microseconds that it took. */
const ACCESS_LOG = '%({x-forwarded-for}i)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %(D)s';

/**
 * gunicorn with threads, because its default workers close every connection after one request. With them
 * `--timeout` doesn't limit a request: it stops a process whose main thread hangs. Its heartbeat file is in memory: on a disk it can stop a healthy worker (https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod).
 */
export function gunicornCommand({ processes, threads }: GunicornArgs, args: GunicornSurroundings): Command {
  return [
    "gunicorn",
    "--bind",
    `0.0.0.0:${args.port}`,
    "--worker-class",
    "gthread",
    "--workers",
    String(processes ?? Math.max(2, twoAVcpu(args.cpu))),
    "--threads",
    String(threads ?? 4),
    "--timeout",
    String(args.requestTimeout),
    "--graceful-timeout",
    String(args.gracefulTimeout),
    "--keep-alive",
    keepAliveSeconds(args.idleTimeout).apply(String),
    "--worker-tmp-dir",
    "/dev/shm",
    "--access-logfile",
    "-",
    "--access-logformat",
    ACCESS_LOG,
    // Its logger leaves out health checks.
    ...(args.kit ? ["--logger-class", "django_ecs.gunicorn.Logger"] : []),
    args.wsgiModule,
  ];
}

/**
 * Celery on the queues of a worker. Without gossip and mingling, which would reach the workers of other apps on the same broker.
 * A worker that must put tasks back when it stops gets its soft shutdown in the command: with settings that don't read the variable
 * it would stop its tasks at once. The type in brackets keeps Celery before 5.5, which lacks the setting, from refusing it.
 */
export function workerCommand(
  celeryApp: string,
  queues: readonly string[],
  concurrency: number,
  taskTimeout: number | undefined,
): Command {
  const limit = taskTimeout === undefined ? [] : ["--time-limit", String(taskTimeout)];
  const { interrupts, softShutdown } = workerTimeouts(taskTimeout);
  return [
    "celery",
    `--app=${celeryApp}`,
    "worker",
    "--loglevel=INFO",
    "--without-gossip",
    "--without-mingle",
    "--concurrency",
    String(concurrency),
    ...limit,
    ...(interrupts ? [`worker_soft_shutdown_timeout=(float)${softShutdown}`] : []),
    "-Q",
    queues.join(","),
  ];
}

/** Celery's scheduler. Its schedule file is in memory: it is made again when the process starts. */
export function beatCommand(celeryApp: string): Command {
  return [
    "celery",
    `--app=${celeryApp}`,
    "beat",
    "--loglevel=INFO",
    "--schedule",
    "/dev/shm/celerybeat-schedule",
  ];
}

/** The release's first step: it migrates the database and collects static files, unless the image has them. */
export function updateCommand(staticFiles: StaticFiles): Command {
  const migrate = ["python", "manage.py", "migrate", "--noinput"];
  if (staticFiles === StaticFiles.Image) return migrate;
  return ["sh", "-c", `${migrate.join(" ")} && exec python manage.py collectstatic --noinput`];
}

/**
 * Nuxt's server, with a keep-alive above the load balancer's idle timeout. Node closes an idle connection after 5 seconds, and
 * Nuxt has no setting for it (https://github.com/nitrojs/nitro/issues/2638), so a module that is loaded before it sets it.
 */
export function nuxtCommand(idleTimeout: pulumi.Input<number>): Command {
  const preload = keepAliveSeconds(idleTimeout).apply(
    (seconds) => `data:text/javascript,${keepAliveModule(seconds)}`,
  );
  return ["node", "--import", preload, ".output/server/index.mjs"];
}

/** The module, in one line without spaces: servers that start to listen keep idle connections for this many seconds. */
function keepAliveModule(seconds: number): string {
  return [
    'import{Server}from"node:http";',
    "const{listen}=Server.prototype;",
    "Server.prototype.listen=function(...a){",
    `this.keepAliveTimeout=${seconds * 1000};`,
    `this.headersTimeout=${(seconds + 1) * 1000};`,
    "return(listen.apply(this,a))}",
  ].join("");
}

function keepAliveSeconds(idleTimeout: pulumi.Input<number>): pulumi.Output<number> {
  return pulumi.output(idleTimeout).apply(keepAlive);
}

/** Two for each vCPU of a task: how many processes of Python keep it busy. */
export function twoAVcpu(cpu: number): number {
  return Math.floor((2 * cpu) / 1024);
}
