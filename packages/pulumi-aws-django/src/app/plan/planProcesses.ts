import type * as pulumi from "@pulumi/pulumi";
import { StaticFiles } from "../../contracts/deployTargets.ts";
import { IMAGES, physicalName } from "../../vocabulary.ts";
import {
  AppImage,
  Architecture,
  Capacity,
  type FrontendArgs,
  type GunicornArgs,
  type ProcessArgs,
  type ServiceArgs,
  type ServiceProcessArgs,
  type WorkerArgs,
} from "../args.ts";
import { queueName } from "../names.ts";
import {
  beatCommand,
  gunicornCommand,
  nuxtCommand,
  twoAVcpu,
  updateCommand,
  workerCommand,
} from "./commands.ts";
import { heartbeatCheck } from "./heartbeats.ts";
import { has } from "./parts.ts";
import {
  type AppSettings,
  healthCheckOf,
  type Process,
  type Processes,
  type ServiceProcess,
} from "./processes.ts";
import { routed, routeOf, surroundings } from "./routed.ts";
import { DEFAULT_REQUEST_TIMEOUT, workerTimeouts } from "./timeouts.ts";

const SMALL = { cpu: 256, memory: 512 };
const LARGE = { cpu: 1024, memory: 2048 };

/** The processes of an app, with every setting filled in. `idleTimeout` is that of the base's load balancer, in seconds. Their order is that of the documentation, not of the arguments. */
export function planProcesses(app: string, args: AppSettings, idleTimeout: pulumi.Input<number>): Processes {
  const workers = sorted(args.workers ?? { default: {} });
  return {
    services: [
      gunicorn(args, idleTimeout),
      ...workers.map(([name, worker]) => celeryWorker(app, name, worker, args)),
      ...(has("beat", args) ? [celeryBeat(args)] : []),
      ...sorted(args.services ?? {}).map(([name, service]) => ownService(name, service, args)),
      ...(has("frontend", args) ? [frontend(args.frontend ?? {}, args, idleTimeout)] : []),
    ],
    update: {
      ...common("update", "update", args.update ?? {}, args, LARGE),
      command: args.update?.command ?? updateCommand(args.django?.static ?? StaticFiles.Bucket),
    },
    scheduled: sorted(args.scheduledCommands ?? {}).map(([name, command]) => ({
      ...common(name, `scheduledCommands.${name}`, command, args, SMALL),
      command: command.command,
      schedule: command.schedule,
      timeZone: command.timeZone ?? "UTC",
      enabled: command.enabled ?? true,
    })),
  };
}

function gunicorn(args: AppSettings, idleTimeout: pulumi.Input<number>): ServiceProcess {
  const own: GunicornArgs = args.gunicorn ?? {};
  const process = service("gunicorn", "gunicorn", own, args, LARGE);
  const requestTimeout = args.requestTimeoutSeconds ?? DEFAULT_REQUEST_TIMEOUT;
  const route = routeOf(own.route ?? {}, IMAGES.backend.port, surroundings(process, requestTimeout), {
    paths: has("frontend", args) ? ["/api/*", "/admin/*", "/graphql/*"] : ["/*"],
    healthCheckPath: "/api/health-check/",
    healthCheckCodes: "200",
  });
  const command = gunicornCommand(own, {
    wsgiModule: args.django?.wsgiModule ?? "backend.wsgi",
    port: IMAGES.backend.port,
    cpu: process.cpu,
    requestTimeout,
    gracefulTimeout: route.gracefulTimeout,
    idleTimeout,
    kit: args.django?.kit === true,
  });
  return routed(process, own.command ?? command, route);
}

function frontend(own: FrontendArgs, args: AppSettings, idleTimeout: pulumi.Input<number>): ServiceProcess {
  const process = {
    ...service("frontend", "frontend", own, args, SMALL),
    image: AppImage.Frontend,
    wave: 2,
  };
  const requestTimeout = args.requestTimeoutSeconds ?? DEFAULT_REQUEST_TIMEOUT;
  const route = routeOf(own.route ?? {}, IMAGES.frontend.port, surroundings(process, requestTimeout), {
    paths: ["/*"],
    healthCheckPath: "/",
    healthCheckCodes: "200-399",
  });
  return routed(process, own.command ?? nuxtCommand(idleTimeout), route);
}

function celeryWorker(app: string, name: string, own: WorkerArgs, args: AppSettings): ServiceProcess {
  const process = service(name, `workers.${name}`, own, args, SMALL);
  const queues = (own.queues ?? [name]).map((queue) => queueName(app, queue));
  const concurrency = own.concurrency ?? Math.max(1, twoAVcpu(process.cpu));
  const command = workerCommand(celeryApp(args), queues, concurrency, own.taskTimeoutSeconds);
  return {
    ...process,
    command: own.command ?? command,
    stopTimeout: workerTimeouts(own.taskTimeoutSeconds).stopTimeout,
    containerHealthCheck: celeryHealthCheck("worker", own, args),
    worker: { queues, taskTimeout: own.taskTimeoutSeconds },
  };
}

function celeryBeat(args: AppSettings): ServiceProcess {
  const own = args.beat ?? {};
  return {
    ...service("beat", "beat", own, args, SMALL),
    command: own.command ?? beatCommand(celeryApp(args)),
    capacity: Capacity.OnDemand,
    singleton: true,
    containerHealthCheck: celeryHealthCheck("beat", own, args),
  };
}

/** The one that was turned on or off, or else the kit's. */
function celeryHealthCheck(
  process: "worker" | "beat",
  { containerHealthCheck: own }: Pick<ServiceProcessArgs, "containerHealthCheck">,
  { django }: AppSettings,
): ServiceProcess["containerHealthCheck"] {
  return own?.enabled === undefined && django?.kit === true ? heartbeatCheck(process) : healthCheckOf(own);
}

function ownService(name: string, own: ServiceArgs, args: AppSettings): ServiceProcess {
  const image = own.image ?? AppImage.Backend;
  const port = own.port ?? IMAGES[image].port;
  const requestTimeout = args.requestTimeoutSeconds ?? DEFAULT_REQUEST_TIMEOUT;
  const wave = image === AppImage.Frontend ? 2 : 1;
  const process = { ...service(name, `services.${name}`, own, args, SMALL), image, wave };
  const stopTimeout = own.stopTimeoutSeconds;
  if (own.route?.enabled !== true)
    return { ...process, command: own.command, stopTimeout: stopTimeout ?? process.stopTimeout };
  const environment = { PORT: String(port), ...process.environment };
  const route = routeOf(own.route, port, surroundings(process, requestTimeout, stopTimeout), {
    paths: [],
    healthCheckPath: "",
    healthCheckCodes: "200",
  });
  return routed({ ...process, environment }, own.command, route, stopTimeout);
}

/** What every service has, before its special settings. */
function service(
  word: string,
  path: string,
  own: ServiceProcessArgs,
  args: AppSettings,
  size: Size,
): Omit<ServiceProcess, "command"> {
  const min = own.scaling?.min ?? 1;
  return {
    ...common(word, path, own, args, size),
    wave: 1,
    scaling: { ...own.scaling, min, max: own.scaling?.max ?? min },
    capacity: own.capacity ?? args.capacity ?? Capacity.OnDemand,
    singleton: false,
    containerHealthCheck: healthCheckOf(own.containerHealthCheck),
  };
}

interface Size {
  cpu: number;
  memory: number;
}

/** What every process has. */
function common(
  word: string,
  path: string,
  own: ProcessArgs,
  args: AppSettings,
  size: Size,
): Omit<Process, "command"> {
  return {
    word,
    name: physicalName(word),
    path,
    image: AppImage.Backend,
    cpu: own.cpu ?? size.cpu,
    memory: own.memoryMiB ?? size.memory,
    architecture: own.architecture ?? args.architecture ?? Architecture.X86,
    environment: own.environment ?? {},
    secrets: own.secrets ?? {},
    readonlyRootFilesystem: own.readonlyRootFilesystem ?? args.exec === false,
    tmp: own.tmpMiB,
    writablePaths: own.writablePaths ?? [],
    ephemeralStorage: own.ephemeralStorageGiB,
    stopTimeout: 30,
  };
}

function celeryApp(args: AppSettings): string {
  return args.django?.celeryApp ?? "backend.celery_app:app";
}

/** The entries in the order of their names, so that the order in which they were written never matters. */
function sorted<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
