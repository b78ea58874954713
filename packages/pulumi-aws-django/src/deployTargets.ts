/** The version of DeployTargets that this package writes. */
export const DEPLOY_TARGETS_VERSION = 1;

/** Name of the SSM parameter that holds the deploy targets of an app. */
export function deployTargetsParameterName(app: string): string {
  return `/django/${app}/deploy-targets`;
}

/**
 * Everything a release needs to know of an environment: one JSON document in an SSM parameter (and a stack output), made
 * by DjangoApp, read by app-update. All values are resolved: it holds no secrets.
 */
export interface DeployTargets {
  /** The version of this shape: 1. */
  version: number;
  /** Name of the environment, for example `alpha`. */
  app: string;
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
  preUpdate: DeployTask;
  /** The services in roll-out order: all of one wave side by side, the waves one after the other. */
  services: DeployService[];
  /** The network of one-off tasks. */
  network: DeployNetwork;
}

/** A task definition that a release renders: the newest template revision of the family, with the release's image. */
export interface DeployTask {
  /** The process, for example `gunicorn`. */
  process: string;
  /** Task-definition family, `<app>-<process>`. */
  family: string;
  /** ARN of the template revision that Pulumi registered last. */
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
