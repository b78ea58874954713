import { describe, expect, test } from "vitest";
import { checkDjangoAppArgs, type DjangoAppArgs } from "../../src/index.ts";
import { baseContract } from "./support/base.ts";
import { containerOf, containersOf, recordApp, statementsOf, TASK_DEFINITION } from "./support/recordApp.ts";

const SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:datadog-AbCdEf";
const KEY = "arn:aws:secretsmanager:us-east-1:111122223333:secret:registry-AbCdEf";

const toCloudWatch = (process: string) => ({
  logDriver: "awslogs",
  options: {
    "awslogs-group": `/ecs/alpha/${process}`,
    "awslogs-region": "us-east-1",
    "awslogs-stream-prefix": process,
  },
});

/** The names of the containers in the tasks of each process. */
async function containersByProcess(args: Partial<DjangoAppArgs>) {
  const recording = await recordApp({ frontend: { enabled: true }, ...args });
  return Object.fromEntries(
    recording.of(TASK_DEFINITION).map(({ name }) => {
      const process = name.replace("alpha-", "");
      return [process, containersOf(recording, process).map((container) => container.name)];
    }),
  );
}

describe("a sidecar", () => {
  test("is a container of the tasks beside the process's own, which stays what it is", async () => {
    const plain = await recordApp();
    const recording = await recordApp({ sidecars: { agent: { image: "example.com/agent:1" } } });
    const [own, agent, ...more] = containersOf(recording, "gunicorn");
    expect(more).toEqual([]);
    expect(own).toEqual(containerOf(plain, "gunicorn"));
    expect(agent).toEqual({
      name: "agent",
      image: "example.com/agent:1",
      essential: false,
      environment: [],
      secrets: [],
      portMappings: [],
      mountPoints: [],
      logConfiguration: toCloudWatch("gunicorn"),
      systemControls: [],
      volumesFrom: [],
    });
  });

  test("has what its settings say", async () => {
    const recording = await recordApp({
      sidecars: {
        agent: {
          image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:7",
          processes: ["default"],
          command: ["agent", "run"],
          environment: { ECS_FARGATE: "true" },
          secrets: { DD_API_KEY: `${SECRET}:key::` },
          essential: true,
          cpu: 64,
          memoryMiB: 128,
          ports: [8126, 8125],
          healthCheck: { enabled: true, command: ["agent", "health"], intervalSeconds: 10 },
          dependsOn: { config: "SUCCESS" },
          processWaitsFor: "HEALTHY",
          repositoryCredentialsArn: KEY,
        },
        config: { image: "public.ecr.aws/x/config@sha256:abc", processes: ["default"] },
      },
    });
    const [own, agent, config] = containersOf(recording, "default");
    expect(own).toMatchObject({ dependsOn: [{ containerName: "agent", condition: "HEALTHY" }] });
    expect(agent).toEqual({
      name: "agent",
      image: "111122223333.dkr.ecr.us-east-1.amazonaws.com/agent:7",
      essential: true,
      command: ["agent", "run"],
      environment: [{ name: "ECS_FARGATE", value: "true" }],
      secrets: [{ name: "DD_API_KEY", valueFrom: `${SECRET}:key::` }],
      portMappings: [
        { containerPort: 8126, hostPort: 8126, protocol: "tcp" },
        { containerPort: 8125, hostPort: 8125, protocol: "tcp" },
      ],
      mountPoints: [],
      cpu: 64,
      memory: 128,
      healthCheck: {
        command: ["CMD", "agent", "health"],
        interval: 10,
        timeout: 5,
        retries: 3,
        startPeriod: 60,
      },
      dependsOn: [{ containerName: "config", condition: "SUCCESS" }],
      repositoryCredentials: { credentialsParameter: KEY },
      logConfiguration: toCloudWatch("default"),
      systemControls: [],
      volumesFrom: [],
    });
    expect(config?.name).toBe("config");
    const execution = statementsOf(recording, "alpha-execution");
    expect(execution.find(({ Sid }) => Sid === "Images")?.Resource).toEqual([
      "arn:aws:ecr:us-east-1:111122223333:repository/agent",
      "arn:aws:ecr:us-east-1:111122223333:repository/ublog-backend",
    ]);
    expect(execution.find(({ Sid }) => Sid === "Secrets")?.Resource).toEqual(
      expect.arrayContaining([SECRET, KEY]),
    );
  });

  test("is in the tasks of services, or of those processes that it names", async () => {
    const image = "example.com/agent:1";
    const scheduledCommands = { clear: { command: ["true"], schedule: "rate(1 day)" } };
    expect(await containersByProcess({ sidecars: { agent: { image } }, scheduledCommands })).toEqual({
      backend_update: ["backend_update", "database"],
      beat: ["beat", "agent"],
      clear: ["clear"],
      default: ["default", "agent"],
      gunicorn: ["gunicorn", "agent"],
      "web-ui": ["web-ui", "agent"],
    });
    const processes = ["clear", "update"];
    expect(
      await containersByProcess({ sidecars: { agent: { image, processes } }, scheduledCommands }),
    ).toMatchObject({
      backend_update: ["backend_update", "database", "agent"],
      clear: ["clear", "agent"],
      gunicorn: ["gunicorn"],
    });
  });

  test("doesn't get a retired secret any more, which tasks that run may still read", async () => {
    const recording = await recordApp({
      sidecars: { agent: { image: "agent:1", secrets: { OLD: SECRET } } },
      retiredSecrets: ["OLD"],
    });
    expect(containersOf(recording, "gunicorn")[1]?.secrets).toEqual([]);
    const secrets = statementsOf(recording, "alpha-execution").find(({ Sid }) => Sid === "Secrets");
    expect(secrets?.Resource).toContain(SECRET);
  });

  test("that is a log router takes the lines of the process, and writes its own to CloudWatch", async () => {
    const recording = await recordApp({
      sidecars: {
        logs: {
          image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
          logRouter: {
            enabled: true,
            options: { Name: "datadog", Host: "http-intake.logs.datadoghq.com" },
            secretOptions: { apikey: SECRET },
            configFile: "/extra.conf",
          },
        },
        agent: { image: "agent:1" },
      },
    });
    const [own, agent, router] = containersOf(recording, "gunicorn");
    expect(own.logConfiguration).toEqual({
      logDriver: "awsfirelens",
      options: { Name: "datadog", Host: "http-intake.logs.datadoghq.com" },
      secretOptions: [{ name: "apikey", valueFrom: SECRET }],
    });
    expect(router).toMatchObject({
      name: "logs",
      essential: true,
      user: "0",
      firelensConfiguration: {
        type: "fluentbit",
        options: {
          "enable-ecs-log-metadata": "true",
          "config-file-type": "file",
          "config-file-value": "/extra.conf",
        },
      },
      logConfiguration: toCloudWatch("gunicorn"),
    });
    expect(agent?.logConfiguration).toEqual(toCloudWatch("gunicorn"));
    expect(containerOf(recording, "backend_update").logConfiguration).toEqual(toCloudWatch("backend_update"));
    const secrets = statementsOf(recording, "alpha-execution").find(({ Sid }) => Sid === "Secrets");
    expect(secrets?.Resource).toContain(SECRET);
  });
});

test("an image in a private registry is pulled with the secret that is given", async () => {
  const recording = await recordApp({
    django: { repository: "registry.example.com/backend", repositoryCredentialsArn: KEY },
  });
  expect(containerOf(recording, "gunicorn")).toMatchObject({
    image: "registry.example.com/backend:latest",
    repositoryCredentials: { credentialsParameter: KEY },
  });
  const secrets = statementsOf(recording, "alpha-execution").find(({ Sid }) => Sid === "Secrets");
  expect(secrets?.Resource).toContain(KEY);
});

describe("what is wrong", () => {
  const image = "agent:1";
  const known = '"beat", "default", "gunicorn", "update"';
  test.each<[string, Partial<DjangoAppArgs>, string[]]>([
    [
      "a name of a process",
      { sidecars: { gunicorn: { image } } },
      ["sidecars.gunicorn: has the name of a process, which is its container's name too. Write another."],
    ],
    [
      "a name with capitals",
      { sidecars: { Agent: { image } } },
      [
        "sidecars.Agent: has a name that can't be a container's everywhere. Write at most 40 small letters, digits, hyphens and underscores, beginning with a letter and ending with a letter or digit.",
      ],
    ],
    [
      "a process that isn't there",
      { sidecars: { agent: { image, processes: ["web"] } } },
      [`sidecars.agent.processes[0]: is "web". Write one of ${known}.`],
    ],
    [
      "values of a wrong form",
      {
        sidecars: {
          agent: {
            image: "",
            cpu: 0,
            memoryMiB: 5,
            ports: [0],
            healthCheck: { enabled: true, command: [], intervalSeconds: 1 },
            secrets: { A: "value" },
            repositoryCredentialsArn: "user:password",
          },
        },
      },
      [
        'sidecars.agent.secrets.A: isn\'t an ARN. Write the ARN of a secret ("arn:aws:secretsmanager:<region>:<account>:secret:<name>", or that with ":<json key>::" after it) or of an SSM parameter; a value goes into secretValues.',
        'sidecars.agent.image: is "". Write an image with a tag or a digest: "public.ecr.aws/datadog/agent:7".',
        "sidecars.agent.cpu: is 0. Write a whole number from 1 to 32768.",
        "sidecars.agent.memoryMiB: is 5. Write a whole number from 6 to 249856.",
        "sidecars.agent.ports[0]: is 0. Write a whole number from 1 to 65535.",
        'sidecars.agent.healthCheck.command: is empty. Write one word an element: ["curl", "-f", "http://localhost"].',
        "sidecars.agent.healthCheck.intervalSeconds: is 1. Write a whole number from 5 to 300.",
        'sidecars.agent.repositoryCredentialsArn: isn\'t the ARN of a secret. Write that of one with `username` and `password`: "arn:aws:secretsmanager:<region>:<account>:secret:<name>".',
      ],
    ],
    [
      "what can't be waited for",
      {
        sidecars: {
          a: { image, processWaitsFor: "HEALTHY", dependsOn: { b: "COMPLETE", c: "START" } },
          b: { image, essential: true, dependsOn: { a: "START" } },
        },
      },
      [
        'sidecars.a.processWaitsFor: is "HEALTHY". Its `healthCheck` is off. Turn that on, or write "START".',
        "sidecars.a.dependsOn.b: makes a circle: a waits for b waits for a. Take one of them out.",
        "sidecars.a.dependsOn.c: is not a sidecar. Write the name of one, or take it out.",
        "sidecars.b.dependsOn.a: makes a circle: b waits for a waits for b. Take one of them out.",
      ],
    ],
    [
      "waiting for the end of what must not end",
      { sidecars: { a: { image, essential: true, processWaitsFor: "SUCCESS" } } },
      [
        'sidecars.a.processWaitsFor: is "SUCCESS". It is essential: the task would stop with it. Write `essential: false`.',
      ],
    ],
    [
      "a neighbour that isn't there",
      {
        sidecars: {
          a: { image, processes: ["beat"], dependsOn: { b: "START" } },
          b: { image, processes: ["default"] },
        },
      },
      ["sidecars.a.dependsOn.b: isn't in the tasks of beat, where a is. Add beat to `processes` of b."],
    ],
    [
      "more than there is in a task",
      {
        sidecars: {
          a: {
            image,
            processes: ["beat"],
            cpu: 200,
            memoryMiB: 300,
            ports: [80],
            logRouter: { enabled: true },
          },
          b: {
            image,
            processes: ["beat"],
            cpu: 56,
            memoryMiB: 212,
            ports: [80],
            logRouter: { enabled: true },
          },
        },
      },
      [
        "sidecars: keep 256 of the 256 CPU units of beat, and leave none for it. Lower their `cpu`, or raise beat.cpu.",
        "sidecars: may use 512 of the 512 MiB of beat, and leave none for it. Lower their `memoryMiB`, or raise beat.memoryMiB.",
        "sidecars: have 2 log routers in the tasks of beat: a, b. A task can have one.",
        "sidecars.b.ports[0]: is 80. In the tasks of beat, a listens on it. Write another.",
      ],
    ],
    [
      "the port of the process, and a container too many",
      {
        sidecars: Object.fromEntries(
          Array.from({ length: 10 }, (_, i) => [
            `s${i}`,
            { image, processes: ["gunicorn"], ...(i === 0 ? { ports: [8000] } : {}) },
          ]),
        ),
      },
      [
        "sidecars: are 10 in the tasks of gunicorn, and a task has at most 10 containers with its own.",
        "sidecars.s0.ports[0]: is 8000. In the tasks of gunicorn, gunicorn listens on it. Write another.",
      ],
    ],
    [
      "options of a log router",
      {
        sidecars: {
          logs: {
            image,
            logRouter: {
              enabled: true,
              configFile: "extra.conf",
              options: { a: "1" },
              secretOptions: { a: SECRET },
            },
          },
        },
      },
      [
        'sidecars.logs.logRouter.configFile: is "extra.conf". Write the absolute path of a file in the image: "/fluent-bit/etc/extra.conf".',
        "sidecars.logs.logRouter.secretOptions.a: is in options too. Take out one of the two.",
      ],
    ],
  ])("%s", (_, args, expected) => {
    const problems = checkDjangoAppArgs("alpha", { base: baseContract, ...args });
    expect(problems.map(({ path, reason }) => `${path}: ${reason}`)).toEqual(expected);
  });
});
