import * as z from "zod";
import { isProcessName, PROCESSES, physicalName } from "../vocabulary.ts";
import { shapeProblems } from "./shape.ts";

/** The version of DeployTargets that this package writes and reads. Additions are optional and leave it as it is; a changed meaning or a removal raises it. */
export const DEPLOY_TARGETS_VERSION = 1;

/**
 * Everything a release needs to know about an environment: one JSON document in an SSM parameter (and a stack output), made
 * by DjangoApp, read by app-update. All values are resolved: it holds no secrets.
 */
export interface DeployTargets {
  /** The version of this shape: 1. */
  version: number;
  /** Name of the app, which the names of its resources begin with, for example `ublog-alpha`. */
  app: string;
  /** What people call the environment, for example `alpha`. */
  environment: string;
  /** AWS region of the environment. */
  region: string;
  /** Where the environment answers, for example `https://alpha.example.com`. */
  url: string;
  /** Whether the environment is a trial without a domain, whose `url` is `http://`. Absent where it isn't. */
  trial?: boolean;
  /** Name of the ECS cluster. */
  cluster: string;
  /** DynamoDB table (partition key `pk`, sort key `sk`, both strings) that keeps the releases and the release lock. */
  releaseTable: string;
  /** Image repositories by image name, without tag or digest: `backend`, and `frontend` where there is a Nuxt server. */
  images: Record<string, string>;
  /** The one-off task that runs before a roll-out: it makes the database if it is missing, migrates and collects static files. */
  update: DeployUpdate;
  /** The services in roll-out order: all of one wave side by side, the waves one after the other. */
  services: DeployService[];
  /**
   * The tasks that EventBridge Scheduler runs, always in the newest revision of `family`. A release registers its rendering
   * of `template` in `family`, and nothing else writes there: a change of the template alone changes nothing that runs.
   */
  scheduled: DeployTask[];
  /** The network of one-off tasks. */
  network: DeployNetwork;
  /** What a check of the images needs to know of the environment beyond the variables of its containers. Absent in what an earlier library wrote: then nothing is checked. */
  check?: DeployCheck;
}

/** A task definition that a release renders: the newest template revision, with the release's image. */
export interface DeployTask {
  /** What people call the process: `gunicorn`, `frontend`, `update`, or what its settings call it. All names below are those in AWS. */
  process: string;
  /** Task-definition family that releases register in, for example `alpha-web-ui`. */
  family: string;
  /** ARN of the template revision that Pulumi registered last: in `family`, and for scheduled tasks in one of its own. */
  template: string;
  /** The container whose image a release sets and whose exit code counts. */
  container: string;
  /** Which image it runs: a key of `images`. */
  image: string;
  /** Log group of the container. */
  logGroup: string;
  /** Prefix of its log streams: a stream is `<prefix>/<container>/<task id>`. */
  logStreamPrefix: string;
}

/** The update task. */
export interface DeployUpdate extends DeployTask {
  /** The container of its template that makes the database, its roles and rights, and that the Django container waits for. It isn't essential, and ends by itself. Absent where the template has none. */
  database?: DeployDatabase;
}

/** The container that makes the database. */
export interface DeployDatabase {
  /** Name of the container in the template. It logs where the update task does: its stream is `<prefix>/<container>/<task id>`. */
  container: string;
  /** Its image with the tag, for example `public.ecr.aws/docker/library/postgres:17`. */
  image: string;
}

/** Where an app's static files are. */
export const StaticFiles = {
  /** In the bucket: the update task collects them there. */
  Bucket: "bucket",
  /** In the image, collected when it was built. */
  Image: "image",
} as const;
export type StaticFiles = (typeof StaticFiles)[keyof typeof StaticFiles];

/** What a check of the images needs to know of the environment. */
export interface DeployCheck {
  /** Whether the environment relies on the Python package `django-ecs-kit` in the Django image. */
  kit: boolean;
  /** Where the static files are: `bucket` or `image`. */
  static: StaticFiles;
  /** The queues that the app's workers consume, as they are called on the broker: `<app>.<queue>`. */
  queues: string[];
  /** Path of gunicorn's health check. */
  healthCheckPath: string;
  /** The HTTP statuses that pass it, for example `200-299`. Absent for 200. */
  healthCheckCodes?: string;
}

/** A service that a release rolls. */
export interface DeployService extends DeployTask {
  /** Name of the ECS service. */
  service: string;
  /** Roll-out wave, from 1. */
  wave: number;
  /** How many tasks the service starts with on its first release, while its desired count is 0. */
  firstCount: number;
  /** ARN of the target group, where the service is behind the load balancer. */
  targetGroup?: string;
  /** Path of the load balancer's health check, where there is one. */
  healthCheckPath?: string;
}

/** Where one-off tasks run. */
export interface DeployNetwork {
  /** Subnet ids. */
  subnets: string[];
  /** Security group ids. */
  securityGroups: string[];
  /** Whether a task gets a public address. */
  assignPublicIp: boolean;
  /** Capacity provider of one-off tasks: `FARGATE` or `FARGATE_SPOT`. */
  capacityProvider: string;
}

/** The values of a task's fields where the document leaves them out: that keeps it short enough for a parameter of 8 KiB. */
function taskDefaults(app: string, process: string): Omit<DeployTask, "process" | "template"> {
  const name = physicalName(process);
  return {
    family: `${app}-${name}`,
    container: name,
    image: isProcessName(process) ? PROCESSES[process].image : "backend",
    logGroup: `/ecs/${app}/${name}`,
    logStreamPrefix: name,
  };
}

function serviceDefaults(app: string, process: string) {
  return {
    ...taskDefaults(app, process),
    service: `${app}-${physicalName(process)}`,
    wave: 1,
    firstCount: 1,
  };
}

/** The queues where each process with a name of its own is a worker that consumes the one of its name. */
function queueDefaults(app: string, services: readonly { process: string }[]): string[] {
  return services.flatMap(({ process }) => (isProcessName(process) ? [] : [`${app}.${process}`]));
}

function targetsDefaults(app: string): Pick<DeployTargets, "environment"> {
  return { environment: app };
}

/** The deploy targets as the document of the parameter. Fields that follow from the names are left out. */
export function deployTargetsJson(targets: DeployTargets): string {
  const task = (t: DeployTask) => differences(t, taskDefaults(targets.app, t.process));
  const { check } = targets;
  const queues = JSON.stringify(queueDefaults(targets.app, targets.services));
  return JSON.stringify({
    ...differences(targets, targetsDefaults(targets.app)),
    update: task(targets.update),
    services: targets.services.map((s) => differences(s, serviceDefaults(targets.app, s.process))),
    scheduled: targets.scheduled.map(task),
    check: check && {
      ...check,
      queues: JSON.stringify(check.queues) === queues ? undefined : check.queues,
    },
  });
}

const task = z.object({
  process: z.string(),
  family: z.string(),
  template: z.string(),
  container: z.string(),
  image: z.string(),
  logGroup: z.string(),
  logStreamPrefix: z.string(),
});

const update = task.extend({
  database: z.object({ container: z.string(), image: z.string() }).optional(),
});

const service = task.extend({
  service: z.string(),
  wave: z.number(),
  firstCount: z.number(),
  targetGroup: z.string().optional(),
  healthCheckPath: z.string().optional(),
});

/** The same as a check of values that come from somewhere else. */
export const deployTargetsShape = z.object({
  version: z.number(),
  app: z.string(),
  environment: z.string(),
  region: z.string(),
  url: z.string(),
  trial: z.boolean().optional(),
  cluster: z.string(),
  releaseTable: z.string(),
  images: z.record(z.string(), z.string()),
  update,
  services: z.array(service).min(1),
  scheduled: z.array(task),
  network: z.object({
    subnets: z.array(z.string()).min(1),
    securityGroups: z.array(z.string()),
    assignPublicIp: z.boolean(),
    capacityProvider: z.string(),
  }),
  check: z
    .object({
      kit: z.boolean(),
      static: z.enum(StaticFiles),
      queues: z.array(z.string()),
      healthCheckPath: z.string(),
      healthCheckCodes: z.string().optional(),
    })
    .optional(),
}) satisfies z.ZodType<DeployTargets>;

/** Deploy targets that can't be read. Each problem is a whole sentence that says what to do. */
export class DeployTargetsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/**
 * The deploy targets that the document of a parameter holds, whole; what a later version has added to them is left out. Throws a
 * DeployTargetsError where it can't be read.
 */
export function readDeployTargets(parameter: string, document: string): DeployTargets {
  const found = parsed(document);
  if (!isObject(found))
    throw new DeployTargetsError([`The SSM parameter \`${parameter}\` doesn't hold a JSON object. ${UP}`]);
  if (found.version !== DEPLOY_TARGETS_VERSION) {
    const given = found.version === undefined ? "no version" : `version ${JSON.stringify(found.version)}`;
    const isNewer = typeof found.version === "number" && found.version > DEPLOY_TARGETS_VERSION;
    throw new DeployTargetsError([
      `The deploy targets in \`${parameter}\` have ${given}, and this app-update reads version ${DEPLOY_TARGETS_VERSION}. ${isNewer ? NEWER : UP}`,
    ]);
  }
  const whole = completed(found);
  const problems = shapeProblems(deployTargetsShape, whole, UP);
  if (problems.length > 0)
    throw new DeployTargetsError(
      problems.map(
        ({ path, reason }) => `The deploy targets in \`${parameter}\` are wrong: \`${path}\` ${reason}`,
      ),
    );
  return deployTargetsShape.parse(whole);
}

const UP = "Run `pulumi up` on the app's stack with the library that belongs to this app-update.";
const NEWER = "Use a newer app-update: npx @ublog/app-update@latest.";

/** The document with the fields that it leaves out because they follow from the names. */
function completed(document: Record<string, unknown>): unknown {
  const filled = (value: unknown, defaults: typeof taskDefaults) =>
    isObject(value) ? { ...defaults(String(document.app), String(value.process)), ...value } : value;
  const each = (value: unknown, defaults: typeof taskDefaults) =>
    Array.isArray(value) ? value.map((item) => filled(item, defaults)) : value;
  const app = String(document.app);
  const { check } = document;
  return {
    ...targetsDefaults(app),
    ...document,
    update: filled(document.update, taskDefaults),
    services: each(document.services, serviceDefaults),
    scheduled: each(document.scheduled ?? [], taskDefaults),
    check: isObject(check) ? { queues: queueDefaults(app, processesIn(document.services)), ...check } : check,
  };
}

function processesIn(services: unknown): { process: string }[] {
  return (Array.isArray(services) ? services : []).map((service) => ({ process: String(service?.process) }));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields that differ from their defaults. */
function differences(value: object, defaults: object): object {
  const known = new Map(Object.entries(defaults));
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => known.get(key) !== item));
}
