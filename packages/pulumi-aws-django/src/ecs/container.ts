import * as pulumi from "@pulumi/pulumi";
import { ArgumentsError } from "../shared/errors.ts";
import { canonicalJson } from "../shared/json.ts";

/** A directory of a volume in a container. */
export interface Mount {
  volume: string;
  path: string;
  readOnly: boolean;
}

/** A directory in the memory of the task. */
export interface Tmpfs {
  path: string;
  /** The most that may be in it, in MiB. */
  size: number;
}

/** Where the lines of a container go: to CloudWatch, or through the log router of its task. */
export type ContainerLogs =
  | { group: pulumi.Input<string>; region: pulumi.Input<string>; prefix: string }
  | {
      routed: Record<string, pulumi.Input<string>>;
      /** Option to what ECS reads it from. */
      secrets: Record<string, pulumi.Input<string>>;
    };

/** A container of a task definition. */
export interface Container {
  name: string;
  image: pulumi.Input<string>;
  essential: boolean;
  /** Defaults to that of the image. */
  entryPoint?: readonly string[];
  /** Defaults to that of the image. */
  command?: pulumi.Input<string>[];
  environment: Record<string, pulumi.Input<string | undefined>>;
  /** Environment variable to what ECS reads the secret from. */
  secrets: Record<string, pulumi.Input<string>>;
  ports: readonly number[];
  mounts: readonly Mount[];
  tmpfs?: Tmpfs;
  cpu?: number;
  memory?: number;
  stopTimeout?: number;
  /** Seconds that those which depend on this one wait for it: 2 to 120 on Fargate. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
  startTimeout?: number;
  readonlyRootFilesystem?: boolean;
  /** Whether a small process of ECS starts the command: it reaps what ECS Exec and Celery leave behind, and passes signals on. */
  init: boolean;
  healthCheck?: {
    command: string[];
    interval: number;
    timeout: number;
    retries: number;
    startPeriod: number;
  };
  /** What other containers must have done before this one starts. */
  dependsOn: Record<string, string>;
  credentialsArn?: pulumi.Input<string>;
  logs: ContainerLogs;
  /** Where it is the log router of its task. */
  logRouter?: { type: string; configFile?: string; metadata: boolean };
}

/** The size of a task definition: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_BYTES = 64 * 1024;

/**
 * The container definitions of a task definition: JSON in which nothing depends on the order of a map, and everything that AWS
 * fills in by itself is there already, so that a second `up` finds no difference. `path` is where the arguments of the process are.
 */
export function containerDefinitions(path: string, containers: readonly Container[]): pulumi.Output<string> {
  return pulumi
    .all(containers.map((container) => pulumi.output(definition(container))))
    .apply((definitions) => definitionsWithinLimit(path, canonicalJson(definitions)));
}

function definition(container: Container) {
  return {
    name: container.name,
    image: container.image,
    essential: container.essential,
    entryPoint: container.entryPoint,
    command: container.command,
    environment: pulumi
      .output(container.environment)
      .apply((plain) => pairs(plain).map(([name, value]) => ({ name, value }))),
    secrets: references(container.secrets),
    portMappings: container.ports.map((port) => ({ containerPort: port, hostPort: port, protocol: "tcp" })),
    mountPoints: container.mounts.map(({ volume, path, readOnly }) => ({
      sourceVolume: volume,
      containerPath: path,
      readOnly,
    })),
    cpu: container.cpu,
    memory: container.memory,
    readonlyRootFilesystem: container.readonlyRootFilesystem,
    startTimeout: container.startTimeout,
    stopTimeout: container.stopTimeout,
    linuxParameters: linuxParameters(container),
    healthCheck: healthCheck(container),
    dependsOn: dependencies(container),
    repositoryCredentials:
      container.credentialsArn === undefined ? undefined : { credentialsParameter: container.credentialsArn },
    logConfiguration: logConfiguration(container.logs),
    ...firelens(container),
    systemControls: [],
    volumesFrom: [],
  };
}

/**
 * The mount options are those that are usual for such directories, written out because ECS may fill in others; the mode is the kernel's, 1777.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
 */
function linuxParameters({ init, tmpfs }: Container) {
  if (!init && tmpfs === undefined) return undefined;
  return {
    initProcessEnabled: init ? true : undefined,
    tmpfs:
      tmpfs === undefined
        ? undefined
        : [
            {
              containerPath: tmpfs.path,
              size: tmpfs.size,
              mountOptions: ["rw", "noexec", "nosuid", "nodev"],
            },
          ],
  };
}

function healthCheck({ healthCheck: check }: Container) {
  return check === undefined ? undefined : { ...check, command: ["CMD", ...check.command] };
}

function dependencies({ dependsOn }: Container) {
  const all = pairs(dependsOn).map(([containerName, condition]) => ({ containerName, condition }));
  return all.length === 0 ? undefined : all;
}

/** What secrets are read from. A list even if it is empty: AWS returns it like that. */
function references(secrets: Record<string, pulumi.Input<string>>) {
  return pulumi.output(secrets).apply((all) => pairs(all).map(([name, valueFrom]) => ({ name, valueFrom })));
}

function logConfiguration(logs: ContainerLogs) {
  if ("routed" in logs) {
    const secret = Object.keys(logs.secrets).length > 0;
    return {
      logDriver: "awsfirelens",
      options: logs.routed,
      secretOptions: secret ? references(logs.secrets) : undefined,
    };
  }
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logs.group,
      "awslogs-region": logs.region,
      "awslogs-stream-prefix": logs.prefix,
    },
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html */
function firelens({ logRouter }: Container) {
  if (logRouter === undefined) return {};
  const { type, configFile, metadata } = logRouter;
  return {
    firelensConfiguration: {
      type,
      options: {
        "enable-ecs-log-metadata": String(metadata),
        ...(configFile === undefined ? {} : { "config-file-type": "file", "config-file-value": configFile }),
      },
    },
    // ECS fills it in and accepts no other value, and the provider would make a new revision on every `up`:
    // https://github.com/hashicorp/terraform-provider-aws/pull/41394
    user: "0",
  };
}

/** The entries with a value, in the order of their names. */
function pairs<T>(record: Record<string, T | undefined>): [string, T][] {
  const given = Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined);
  return given.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The container definitions, unless ECS would refuse them. */
export function definitionsWithinLimit(path: string, json: string): string {
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_BYTES) return json;
  const reason = `makes a task definition of ${bytes} bytes, and ECS takes ${MAX_BYTES}. Keep long values in a file of the image, in the bucket or in a secret.`;
  throw new ArgumentsError("DjangoApp", [{ path: `${path}.environment`, reason }]);
}
