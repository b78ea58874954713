import { createHash } from "node:crypto";
import { DYNAMODB_CALLS, type DynamoState } from "../../../aws-model/src/dynamodb/index.ts";
import {
  AwsError,
  advance,
  ECS_CALLS,
  type EcsState,
  emptyState,
  pushImage,
  type Scenarios,
  settle,
} from "../../../aws-model/src/ecs/index.ts";
import { deployTargetsOf } from "../../../aws-model/test/support/deployTargets.ts";
import { physicalName } from "../../../pulumi-aws-django/src/vocabulary.ts";
import type { Aws, OperationName } from "../../src/aws/operations.ts";
import type { DeployTargets } from "../../src/targets.ts";

/** An AWS in memory with one environment in it, as Pulumi leaves it: everything up, no release yet. */
export interface World {
  ecs: EcsState;
  dynamodb: DynamoState;
  targets: DeployTargets;
  /** By ARN: the version stages of the secrets that exist. */
  secrets: Record<string, string[]>;
  /** By ARN: when secrets were changed, in milliseconds since 1970. */
  changes: Record<string, number>;
  parameters: Record<string, string>;
  /** Autoscaling ranges by service name. */
  scaling: Record<string, { min: number; max: number }>;
  /** Actions that IAM denies. */
  denied: string[];
}

export const START = Date.parse("2026-11-23T08:00:00Z");
const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
export const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:alpha/django-AbCdEf";

export const DATABASE = { container: "database", image: "public.ecr.aws/docker/library/postgres:17" };
const MASTER = "arn:aws:secretsmanager:us-east-1:123456789012:secret:base/master-AbCdEf";
const CHECK = {
  kit: false,
  static: "bucket",
  queues: ["alpha.default", "alpha.mail"],
  healthCheckPath: "/api/health-check/",
} satisfies DeployTargets["check"];

interface ServiceSpec {
  process: string;
  wave: number;
  image: string;
  firstCount: number;
  port?: number;
  singleton?: boolean;
}

const WORKER = { wave: 1, image: "backend", firstCount: 1 };

/** The processes of the environment that tests use: five services in two waves. */
const SERVICES: ServiceSpec[] = [
  { ...WORKER, process: "gunicorn", firstCount: 2, port: 8000 },
  { ...WORKER, process: "default" },
  { ...WORKER, process: "mail" },
  { ...WORKER, process: "beat", singleton: true },
  { process: "frontend", wave: 2, image: "frontend", firstCount: 1, port: 3000 },
];

export interface WorldOptions {
  scenarios?: Scenarios;
  /** Names of scheduled tasks. */
  scheduled?: string[];
  /** Only these services. */
  services?: string[];
  /** Workers besides: `queue1`, `queue2` …. */
  workers?: number;
  /** The grace period of health checks, in seconds. Defaults to 60. */
  grace?: number;
  /** Whether the update task makes the database first, and whether images are checked. Default to false. */
  database?: boolean;
  check?: boolean;
  /** Whether ECS rolls failed deployments back by itself. Defaults to true. */
  circuitBreaker?: boolean;
}

export function makeWorld(options: WorldOptions = {}): World {
  const ecs = emptyState({ now: START });
  ecs.scenarios = options.scenarios ?? {};
  ECS_CALLS["ecs.CreateCluster"](ecs, { clusterName: "alpha-cluster" });
  const workers = Array.from({ length: options.workers ?? 0 }, (_, index) => ({
    ...WORKER,
    process: `queue${index + 1}`,
  }));
  const chosen = SERVICES.filter(({ process }) => options.services?.includes(process) ?? true);
  const services: ServiceSpec[] = [...chosen, ...workers];
  const world: World = {
    ecs,
    dynamodb: { tables: { "alpha-releases": {} } },
    targets: {
      ...deployTargetsOf("alpha"),
      environment: "alpha",
      images: { backend: `${REGISTRY}/ublog-backend`, frontend: `${REGISTRY}/ublog-frontend` },
      update: updateTarget(ecs, options.database ?? false),
      ...(options.check ? { check: CHECK } : {}),
      services: services.map((given) => ({
        ...taskTarget(ecs, given.process, given.image),
        service: `alpha-${physicalName(given.process)}`,
        wave: given.wave,
        firstCount: given.firstCount,
        ...(given.port
          ? { targetGroup: targetGroup(given.process), healthCheckPath: "/api/health-check/" }
          : {}),
      })),
      scheduled: (options.scheduled ?? []).map((process) =>
        taskTarget(ecs, process, "backend", `alpha-${process}-template`),
      ),
    },
    changes: {},
    secrets: { [SECRET]: ["AWSCURRENT"], [MASTER]: ["AWSCURRENT"] },
    parameters: { "/django/alpha/sentry-dsn": "" },
    scaling: {},
    denied: [],
  };
  for (const given of services)
    ECS_CALLS["ecs.CreateService"](ecs, {
      cluster: "alpha-cluster",
      serviceName: `alpha-${physicalName(given.process)}`,
      taskDefinition: `alpha-${physicalName(given.process)}`,
      desiredCount: 0,
      loadBalancers: given.port
        ? [
            {
              targetGroupArn: targetGroup(given.process),
              containerName: physicalName(given.process),
              containerPort: given.port,
            },
          ]
        : [],
      healthCheckGracePeriodSeconds: given.port ? (options.grace ?? 60) : 0,
      deploymentConfiguration: {
        minimumHealthyPercent: given.singleton ? 0 : 100,
        maximumPercent: given.singleton ? 100 : 200,
        deploymentCircuitBreaker: {
          enable: options.circuitBreaker ?? true,
          rollback: options.circuitBreaker ?? true,
        },
      },
      enableExecuteCommand: true,
    });
  publishTargets(world);
  settle(ecs);
  return world;
}

/** Writes the deploy targets into their parameter, as `pulumi up` does. */
export function publishTargets(world: World): void {
  world.parameters["/django/ublog/alpha/deploy-targets"] = JSON.stringify(world.targets);
}

/** Pushes both images of a version. */
export function pushVersion(world: World, version: string): void {
  for (const repository of Object.values(world.targets.images)) pushImage(world.ecs, repository, version);
}

/** Publishes a new template revision of a process with another setting, as `pulumi up` does. */
export function publishTemplate(world: World, process: string, environment: Record<string, string>): void {
  const { update, services, scheduled } = world.targets;
  const target = [update, ...services, ...scheduled].find((candidate) => candidate.process === process);
  if (target === undefined) throw new Error(`no process ${process}`);
  const family = target.template.replace(/^.*\/|:\d+$/g, "");
  target.template = register(world.ecs, family, target, {
    environment,
    isAfterDatabase: target === update && update.database !== undefined,
  });
  publishTargets(world);
}

/** The port of app-update on this world, at the time of `now`. */
export function awsOf(world: World, now: () => number): Aws {
  const calls: Record<string, (state: never, input: never) => unknown> = { ...ECS_CALLS };
  return async (operation, input) => {
    advance(world.ecs, now());
    // A copy, as a wire would make one.
    const given = structuredClone(input) as never;
    const call = calls[operation];
    const answer =
      call !== undefined
        ? call(world.ecs as never, given)
        : operation in DYNAMODB_CALLS
          ? (DYNAMODB_CALLS[operation as keyof typeof DYNAMODB_CALLS] as typeof calls.x)?.(
              world.dynamodb as never,
              given,
            )
          : otherCalls[operation]?.(world, given);
    if (answer === undefined) throw new Error(`the test world doesn't answer ${operation}`);
    return withDates(answer) as never;
  };
}

const otherCalls: Partial<Record<OperationName, (world: World, input: never) => unknown>> = {
  "ssm.GetParameter": ({ parameters }, { Name }: { Name: string }) => {
    if (parameters[Name] === undefined) throw new AwsError("ParameterNotFound", "");
    return { Parameter: { Name, Value: parameters[Name] } };
  },
  "ssm.DescribeParameters": (
    { parameters },
    { ParameterFilters }: { ParameterFilters: { Values: string[] }[] },
  ) => ({
    Parameters: ParameterFilters[0]?.Values.filter((name) => parameters[name] !== undefined).map((Name) => ({
      Name,
    })),
  }),
  "secretsmanager.DescribeSecret": ({ secrets, changes }, { SecretId }: { SecretId: string }) => {
    const stages = secrets[SecretId];
    if (stages === undefined)
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    const change = changes[SecretId];
    return {
      ARN: SecretId,
      ...(change !== undefined && { LastChangedDate: change / 1000 }),
      VersionIdsToStages: stages.length === 0 ? undefined : { v1: stages },
    };
  },
  "scaling.DescribeScalableTargets": ({ scaling }, { ResourceIds }: { ResourceIds: string[] }) => ({
    ScalableTargets: ResourceIds.flatMap((id) => {
      const range = scaling[id.slice(id.lastIndexOf("/") + 1)];
      return range === undefined ? [] : [{ ResourceId: id, MinCapacity: range.min, MaxCapacity: range.max }];
    }),
  }),
  "sts.GetCallerIdentity": () => ({
    Account: "123456789012",
    Arn: "arn:aws:sts::123456789012:assumed-role/deploy/session",
  }),
  "iam.SimulatePrincipalPolicy": (
    { denied },
    { ActionNames, ResourceArns }: { ActionNames: string[]; ResourceArns: string[] },
  ) => ({
    EvaluationResults: ActionNames.flatMap((action) =>
      ResourceArns.map((resource) => ({
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: denied.includes(action) ? "implicitDeny" : "allowed",
      })),
    ),
  }),
};

function updateTarget(ecs: EcsState, isAfterDatabase: boolean) {
  const target = taskTarget(ecs, "update", "backend");
  if (!isAfterDatabase) return target;
  const template = register(ecs, target.family, target, { isAfterDatabase });
  return { ...target, template, database: DATABASE };
}

function taskTarget(ecs: EcsState, process: string, image: string, template?: string) {
  const name = physicalName(process);
  const logGroup = `/ecs/alpha/${name}`;
  ecs.logs[logGroup] = {};
  return {
    process,
    family: `alpha-${name}`,
    template: register(ecs, template ?? `alpha-${name}`, { container: name, image }),
    container: name,
    image,
    logGroup,
    logStreamPrefix: name,
  };
}

function register(
  ecs: EcsState,
  family: string,
  { container, image }: { container: string; image: string },
  {
    environment = {},
    isAfterDatabase = false,
  }: { environment?: Record<string, string>; isAfterDatabase?: boolean } = {},
): string {
  const logConfiguration = {
    logDriver: "awslogs",
    options: {
      "awslogs-group": `/ecs/alpha/${container}`,
      "awslogs-stream-prefix": container,
      "awslogs-region": "us-east-1",
    },
  };
  const database = {
    name: DATABASE.container,
    image: DATABASE.image,
    essential: false,
    command: ["sh", "-c", "psql"],
    secrets: [{ name: "PGPASSWORD", valueFrom: `${MASTER}:password::` }],
    startTimeout: 120,
    logConfiguration,
  };
  const { taskDefinition } = ECS_CALLS["ecs.RegisterTaskDefinition"](ecs, {
    family,
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: "arn:aws:iam::123456789012:role/alpha-execution",
    taskRoleArn: "arn:aws:iam::123456789012:role/alpha-task",
    runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
    containerDefinitions: [
      ...(isAfterDatabase ? [database] : []),
      {
        name: container,
        image: `${REGISTRY}/ublog-${image}:unreleased`,
        essential: true,
        ...(isAfterDatabase
          ? {
              command: ["python", "manage.py", "migrate"],
              dependsOn: [{ containerName: DATABASE.container, condition: "SUCCESS" }],
            }
          : {}),
        environment: Object.entries({ APP_NAME: "alpha", ...environment }).map(([name, value]) => ({
          name,
          value,
        })),
        secrets: [
          { name: "DJANGO_SECRET_KEY", valueFrom: `${SECRET}:key::` },
          { name: "SENTRY_DSN", valueFrom: "/django/alpha/sentry-dsn" },
        ],
        logConfiguration,
      },
    ],
    tags: [{ key: "app", value: "alpha" }],
  });
  return taskDefinition.taskDefinitionArn;
}

function targetGroup(process: string): string {
  const id = createHash("sha256").update(process).digest("hex").slice(0, 16);
  return `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/alpha-${process}/${id}`;
}

/** Times of ECS and ECR are seconds on the wire and dates in the SDK. */
function withDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) =>
      typeof item === "number" && /(At|Date)$/.test(name)
        ? [name, new Date(item * 1000)]
        : [name, withDates(item)],
    ),
  );
}
