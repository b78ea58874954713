import { beforeAll, describe, expect, test } from "vitest";
import type { DeployService, DjangoAppArgs } from "../../src/index.ts";
import { canonicalJson } from "../../src/shared/json.ts";
import type { Registration } from "../support/record.ts";
import {
  type AppRecording,
  type ContainerDefinition,
  containerOf,
  LISTENER_RULE,
  LOG_GROUP,
  plainOf,
  recordApp,
  SERVICE,
  secretsOf,
  TARGET_GROUP,
  TASK_DEFINITION,
} from "./support/recordApp.ts";

/** One app with a process of every kind. */
const args: Partial<DjangoAppArgs> = {
  frontend: { enabled: true },
  workers: { default: {}, mail: { queues: ["mail", "bulk"], taskTimeoutSeconds: 30 } },
  services: {
    ws: {
      command: ["daphne", "backend.asgi"],
      route: { enabled: true, paths: ["/ws/*"], healthCheckPath: "/ws/health/" },
    },
    stream: { command: ["python", "stream.py"] },
    admin: { command: ["node", "admin.mjs"], image: "frontend" },
  },
};

/** What is special about each kind. Everything else must be the same. */
interface Kind {
  process: string;
  /** What people call it, where that isn't its name in AWS. */
  word?: string;
  image?: "frontend";
  wave?: number;
  singleton?: boolean;
  port?: number;
  stopTimeout: number;
}

const kinds: Kind[] = [
  { process: "gunicorn", port: 8000, stopTimeout: 75 },
  { process: "web-ui", word: "frontend", image: "frontend", wave: 2, port: 3000, stopTimeout: 75 },
  { process: "default", stopTimeout: 120 },
  { process: "mail", stopTimeout: 45 },
  { process: "beat", singleton: true, stopTimeout: 30 },
  { process: "ws", port: 8000, stopTimeout: 75 },
  { process: "stream", stopTimeout: 30 },
  { process: "admin", image: "frontend", wave: 2, stopTimeout: 30 },
];

let recording: AppRecording;
beforeAll(async () => {
  recording = await recordApp(args);
});

test("every service of the app is of a kind that the suite knows", () => {
  expect(
    recording
      .of(SERVICE)
      .map((r) => r.name)
      .sort(),
  ).toEqual(kinds.map(({ process }) => `alpha-${process}`).sort());
});

describe.each(kinds)("the service $process", (kind) => {
  const { process, word = process, image = "backend", wave = 1, singleton = false, port, stopTimeout } = kind;
  const name = `alpha-${process}`;
  let service: Registration;
  let taskDefinition: Registration;
  let container: ContainerDefinition;
  beforeAll(() => {
    service = recording.one(SERVICE, name);
    taskDefinition = recording.one(TASK_DEFINITION, name);
    container = containerOf(recording, process);
  });

  test("is born without tasks, and what runs is never touched again", () => {
    expect(service.inputs.desiredCount).toBe(0);
    expect(service.ignoreChanges).toEqual(["taskDefinition", "desiredCount"]);
    expect(service.inputs.waitForSteadyState).toBe(false);
  });

  test("is named as people and the release tool expect", () => {
    expect(service.inputs).toMatchObject({
      name,
      cluster: "arn:aws:ecs:us-east-1:111122223333:cluster/alpha-cluster",
      taskDefinition: `arn:aws:ecs:us-east-1:111122223333:task-definition/${name}:1`,
    });
    expect(taskDefinition.inputs.family).toBe(name);
    expect(container.name).toBe(process);
    expect(recording.one(LOG_GROUP, name).inputs).toEqual({
      name: `/ecs/alpha/${process}`,
      retentionInDays: 30,
    });
  });

  test(singleton ? "is never there twice" : "is replaced without a gap", () => {
    expect(service.inputs).toMatchObject({
      deploymentMinimumHealthyPercent: singleton ? 0 : 100,
      deploymentMaximumPercent: singleton ? 100 : 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    });
    expect(service.inputs).not.toHaveProperty("alarms");
  });

  test("runs in the network of the base, on capacity that can be changed in place", () => {
    expect(service.inputs.networkConfiguration).toEqual({
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-tasks"],
      assignPublicIp: false,
    });
    expect(service.inputs.capacityProviderStrategies).toEqual([
      { capacityProvider: "FARGATE", base: 0, weight: 1 },
    ]);
    expect(service.inputs.forceNewDeployment).toBe(true);
    expect(service.inputs).not.toHaveProperty("launchType");
  });

  test("can be looked into, and tells whose its tasks are", () => {
    expect(service.inputs).toMatchObject({
      enableExecuteCommand: true,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
    });
  });

  test("is destroyed before what it needs, even while tasks run", () => {
    expect(service.inputs.forceDelete).toBe(true);
    expect(service.customTimeouts).toEqual({ delete: "20m" });
    expect(service.dependsOn).toEqual(
      expect.arrayContaining([
        "ClusterCapacityProviders alpha",
        "RolePolicy alpha-execution",
        "RolePolicy alpha-task",
        `TaskDefinition ${name}`,
      ]),
    );
  });

  test(
    port === undefined ? "is not behind the load balancer" : `is behind the load balancer on ${port}`,
    () => {
      if (port === undefined) {
        expect(service.inputs).not.toHaveProperty("loadBalancers");
        expect(service.inputs).not.toHaveProperty("healthCheckGracePeriodSeconds");
        expect(recording.of(TARGET_GROUP).map((r) => r.name)).not.toContain(name);
        expect(container.portMappings).toEqual([]);
        return;
      }
      expect(service.inputs.loadBalancers).toEqual([
        {
          targetGroupArn: `arn:aws:lb:us-east-1:111122223333:${name}`,
          containerName: process,
          containerPort: port,
        },
      ]);
      expect(service.inputs.healthCheckGracePeriodSeconds).toBe(60);
      expect(container.portMappings).toEqual([{ containerPort: port, hostPort: port, protocol: "tcp" }]);
      expect(recording.one(TARGET_GROUP, name).inputs).toMatchObject({
        port,
        targetType: "ip",
        vpcId: "vpc-1",
        deregistrationDelay: 60,
      });
      const rules = recording.of(LISTENER_RULE).filter((r) => r.name.startsWith(`${name}-`));
      expect(rules).toHaveLength(1);
      expect(service.dependsOn).toContain(`ListenerRule ${rules[0]?.name}`);
    },
  );

  test("has a task definition for Fargate that stays registered", () => {
    expect(taskDefinition.inputs).toMatchObject({
      networkMode: "awsvpc",
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      executionRoleArn: "arn:aws:iam::111122223333:role/alpha-execution",
      taskRoleArn: `arn:aws:iam::111122223333:role/alpha-${image === "frontend" ? "frontend-task" : "task"}`,
      skipDestroy: true,
      volumes: [],
    });
    expect(taskDefinition.inputs).not.toHaveProperty("ephemeralStorage");
  });

  test("has one container, written the same way each time", () => {
    const json = String(taskDefinition.inputs.containerDefinitions);
    expect(canonicalJson(JSON.parse(json))).toBe(json);
    expect(JSON.parse(json)).toHaveLength(1);
    expect(container).toMatchObject({
      essential: true,
      image: `111122223333.dkr.ecr.us-east-1.amazonaws.com/ublog-${image}:latest`,
      linuxParameters: { initProcessEnabled: true },
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": `/ecs/alpha/${process}`,
          "awslogs-region": "us-east-1",
          "awslogs-stream-prefix": process,
        },
      },
      mountPoints: [],
      readonlyRootFilesystem: false,
      stopTimeout,
    });
  });

  test("has each variable once, in order, and no secret in the clear", () => {
    const [plain, secret] = [container.environment, container.secrets].map((list) => list.map((v) => v.name));
    expect(plain).toEqual([...new Set(plain)].sort());
    expect(secret).toEqual([...new Set(secret)].sort());
    expect(plain?.filter((variable) => secret?.includes(variable))).toEqual([]);
    expect(Object.values(plainOf(container)).join(" ")).not.toContain("generated-");
    expect(Object.keys(secretsOf(container))).toEqual(
      image === "frontend"
        ? []
        : [
            "DATABASE_URL",
            "DJANGO_SECRET_KEY",
            "POSTGRES_PASSWORD",
            "POSTGRES_USER",
            "REDIS_URL",
            "SECRET_KEY",
          ],
    );
  });

  test("is in the deploy targets", () => {
    const found = recording.result.deployTargets.services.find((target) => target.process === word);
    const expected: DeployService = {
      process: word,
      family: name,
      template: `arn:aws:ecs:us-east-1:111122223333:task-definition/${name}:1`,
      container: process,
      image,
      logGroup: `/ecs/alpha/${process}`,
      logStreamPrefix: process,
      service: name,
      wave,
      firstCount: 1,
      ...(port === undefined
        ? {}
        : {
            targetGroup: `arn:aws:lb:us-east-1:111122223333:${name}`,
            healthCheckPath: { gunicorn: "/api/health-check/", frontend: "/", ws: "/ws/health/" }[word],
          }),
    };
    expect(found).toEqual(expected);
  });
});
