import { isProcessName, PROCESSES, physicalName } from "./vocabulary.ts";

/** The version of DeployTargets that this package writes. */
export const DEPLOY_TARGETS_VERSION = 1;

/** Name of the SSM parameter that holds the deploy targets of a Pulumi project's environment. */
export function deployTargetsParameterName(project: string, environment: string): string {
  return `/django/${project}/${environment}/deploy-targets`;
}

/**
 * Everything a release needs to know of an environment: one JSON document in an SSM parameter (and a stack output), made
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
  /** Name of the ECS cluster. */
  cluster: string;
  /** DynamoDB table (partition key `pk`, sort key `sk`, both strings) that keeps the releases and the release lock. */
  releaseTable: string;
  /** Image repositories by image name, without tag or digest: `backend`, and `frontend` where there is a Nuxt server. */
  images: Record<string, string>;
  /** The one-off task that runs before a roll-out: it makes the database if it is missing, migrates and collects static files. */
  update: DeployTask;
  /** The services in roll-out order: all of one wave side by side, the waves one after the other. */
  services: DeployService[];
  /**
   * The tasks that EventBridge Scheduler runs, always in the newest revision of `family`. A release registers its rendering
   * of `template` in `family`, and nothing else writes there: a change of the template alone changes nothing that runs.
   */
  scheduled: DeployTask[];
  /** The network of one-off tasks. */
  network: DeployNetwork;
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

/** What the fields of a task are where the document leaves them out: that keeps it short enough for a parameter of 8 KiB. */
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

function targetsDefaults(app: string): Pick<DeployTargets, "environment"> {
  return { environment: app };
}

/** The deploy targets as the document of the parameter. Fields that follow from the names are left out. */
export function deployTargetsJson(targets: DeployTargets): string {
  const task = (t: DeployTask) => differences(t, taskDefaults(targets.app, t.process));
  return JSON.stringify({
    ...differences(targets, targetsDefaults(targets.app)),
    update: task(targets.update),
    services: targets.services.map((s) => differences(s, serviceDefaults(targets.app, s.process))),
    scheduled: targets.scheduled.map(task),
  });
}

/** The deploy targets that the document of a parameter holds, whole. Throws a sentence that says what to do where it can't be read. */
export function readDeployTargets(json: string): DeployTargets {
  const found = parsedObject(json);
  if (found?.version !== DEPLOY_TARGETS_VERSION) {
    const given =
      found === undefined ? "aren't a JSON object" : `have version ${JSON.stringify(found.version)}`;
    throw new Error(
      `The deploy targets ${given}, this program reads version ${DEPLOY_TARGETS_VERSION}. Run \`pulumi up\` on the app's stack with the package that this program came with.`,
    );
  }
  const targets = found as unknown as DeployTargets;
  const task = (t: DeployTask): DeployTask => ({ ...taskDefaults(targets.app, t.process), ...t });
  return {
    ...targetsDefaults(targets.app),
    ...targets,
    update: task(targets.update),
    services: targets.services.map((s) => ({ ...serviceDefaults(targets.app, s.process), ...s })),
    scheduled: targets.scheduled.map(task),
  };
}

function parsedObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The fields that aren't what they default to. */
function differences(value: object, defaults: object): object {
  const known = new Map(Object.entries(defaults));
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => known.get(key) !== item));
}
