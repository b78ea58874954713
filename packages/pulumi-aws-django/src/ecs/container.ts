import * as pulumi from "@pulumi/pulumi";
import { ArgumentsError } from "../shared/errors.ts";
import { canonicalJson } from "../shared/json.ts";

/** What is in the one container of a task definition. */
export interface Container {
  name: string;
  /** Where the arguments of the process are, for messages. */
  path: string;
  image: pulumi.Input<string>;
  command: pulumi.Input<string>[];
  environment: Record<string, pulumi.Input<string | undefined>>;
  /** Environment variable to what ECS reads the secret from. */
  secrets: Record<string, pulumi.Input<string>>;
  port?: number;
  stopTimeout: number;
  readonlyRootFilesystem: boolean;
  writablePaths: readonly string[];
  healthCheck?: {
    command: string[];
    interval: number;
    timeout: number;
    retries: number;
    startPeriod: number;
  };
  logGroup: pulumi.Input<string>;
  region: pulumi.Input<string>;
}

/** The size of a task definition: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MAX_BYTES = 64 * 1024;

/**
 * The container definitions of a task definition: JSON in which nothing depends on the order of a map, and everything that AWS
 * fills in by itself is there already, so that a second `up` finds no difference.
 */
export function containerDefinitions(container: Container): pulumi.Output<string> {
  const { environment, secrets, image, command, logGroup, region } = container;
  return pulumi
    .all([environment, secrets, image, command, logGroup, region])
    .apply(([plain, secret, imageName, words, group, awsRegion]) => {
      const json = canonicalJson([
        {
          name: container.name,
          image: imageName,
          essential: true,
          command: words,
          environment: pairs(plain).map(([name, value]) => ({ name, value })),
          secrets: pairs(secret).map(([name, valueFrom]) => ({ name, valueFrom })),
          portMappings: portMappings(container.port),
          mountPoints: mounts(container).map(({ volume, path }) => ({
            sourceVolume: volume,
            containerPath: path,
            readOnly: false,
          })),
          readonlyRootFilesystem: container.readonlyRootFilesystem,
          stopTimeout: container.stopTimeout,
          // Reaps the processes that ECS Exec and Celery leave behind, and passes signals on.
          linuxParameters: { initProcessEnabled: true },
          healthCheck: healthCheck(container),
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": group,
              "awslogs-region": awsRegion,
              "awslogs-stream-prefix": container.name,
            },
          },
          systemControls: [],
          volumesFrom: [],
        },
      ]);
      return withinLimit(container.path, json);
    });
}

/** The volumes that the container's writable directories are in. */
export function volumes(container: Container): { name: string }[] {
  return mounts(container).map(({ volume }) => ({ name: volume }));
}

function mounts({ readonlyRootFilesystem, writablePaths }: Container): { volume: string; path: string }[] {
  if (!readonlyRootFilesystem) return [];
  return [...new Set(writablePaths)].sort().map((path) => ({
    volume: path.replace(/^\/+|\/+$/g, "").replace(/[^A-Za-z0-9_-]+/g, "-"),
    path,
  }));
}

function portMappings(port: number | undefined) {
  return port === undefined ? [] : [{ containerPort: port, hostPort: port, protocol: "tcp" }];
}

function healthCheck({ healthCheck: check }: Container) {
  return check === undefined ? undefined : { ...check, command: ["CMD", ...check.command] };
}

/** The entries with a value, in the order of their names. */
function pairs<T>(record: Record<string, T | undefined>): [string, T][] {
  const given = Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined);
  return given.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The container definitions, unless ECS would refuse them. */
export function withinLimit(path: string, json: string): string {
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_BYTES) return json;
  const reason = `makes a task definition of ${bytes} bytes, and ECS takes ${MAX_BYTES}. Keep long values in a file of the image, in the bucket or in a secret.`;
  throw new ArgumentsError("DjangoApp", [{ path: `${path}.environment`, reason }]);
}
