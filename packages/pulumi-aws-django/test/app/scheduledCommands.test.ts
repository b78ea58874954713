import { describe, expect, test } from "vitest";
import { containerOf, ROLE, recordApp, SERVICE, statementsOf, TASK_DEFINITION } from "./support/recordApp.ts";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const clear = { command: ["python", "manage.py", "clearsessions"], schedule: "cron(0 3 * * ? *)" };

describe("a scheduled command", () => {
  test("runs the newest revision of a family that only releases write to", async () => {
    const recording = await recordApp({
      scheduledCommands: { clear: { ...clear, timeZone: "Europe/Berlin" } },
    });
    expect(recording.one(SCHEDULE).inputs).toEqual({
      name: "clear",
      groupName: "alpha-commands",
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      state: "ENABLED",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: "arn:aws:ecs:us-east-1:111122223333:cluster/alpha-cluster",
        roleArn: "arn:aws:iam::111122223333:role/alpha-scheduler",
        ecsParameters: {
          taskDefinitionArn: "arn:aws:ecs:us-east-1:111122223333:task-definition/alpha-clear",
          taskCount: 1,
          capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
          networkConfiguration: {
            subnets: ["subnet-1", "subnet-2"],
            securityGroups: ["sg-tasks"],
            assignPublicIp: false,
          },
        },
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      },
    });
    // Pulumi's templates are elsewhere, so that an `up` changes nothing that runs.
    expect(recording.one(TASK_DEFINITION, "alpha-clear").inputs.family).toBe("alpha-clear-template");
    expect(recording.of(TASK_DEFINITION).map((r) => r.inputs.family)).not.toContain("alpha-clear");
    expect(recording.result.deployTargets.scheduled).toEqual([
      {
        process: "clear",
        family: "alpha-clear",
        template: "arn:aws:ecs:us-east-1:111122223333:task-definition/alpha-clear-template:1",
        container: "clear",
        image: "backend",
        logGroup: "/ecs/alpha/clear",
        logStreamPrefix: "clear",
      },
    ]);
  });

  test("is a process on the Django image, without a service", async () => {
    const recording = await recordApp({
      scheduledCommands: { clear: { ...clear, cpu: 512, memoryMiB: 1024 } },
    });
    const container = containerOf(recording, "clear");
    expect(container.command).toEqual(["python", "manage.py", "clearsessions"]);
    expect(container.secrets.map(({ name }) => name)).toContain("DJANGO_SECRET_KEY");
    expect(recording.one(TASK_DEFINITION, "alpha-clear").inputs).toMatchObject({
      cpu: "512",
      memory: "1024",
      skipDestroy: true,
    });
    expect(recording.of(SERVICE).map((r) => r.name)).not.toContain("alpha-clear");
  });

  test("is started with a role that can do just that", async () => {
    const recording = await recordApp({ scheduledCommands: { clear, digest: { ...clear, enabled: false } } });
    expect(statementsOf(recording, "alpha-scheduler")).toEqual([
      {
        Sid: "Run",
        Effect: "Allow",
        Action: ["ecs:RunTask"],
        Resource: ["clear", "digest"].flatMap((name) => [
          `arn:aws:ecs:us-east-1:111122223333:task-definition/alpha-${name}`,
          `arn:aws:ecs:us-east-1:111122223333:task-definition/alpha-${name}:*`,
        ]),
        Condition: {
          ArnEquals: { "ecs:cluster": "arn:aws:ecs:us-east-1:111122223333:cluster/alpha-cluster" },
        },
      },
      {
        Sid: "Roles",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [
          "arn:aws:iam::111122223333:role/alpha-execution",
          "arn:aws:iam::111122223333:role/alpha-task",
        ],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
    const trust = JSON.parse(String(recording.one(ROLE, "alpha-scheduler").inputs.assumeRolePolicy));
    expect(trust.Statement[0]).toMatchObject({
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: {
          "aws:SourceArn": "arn:aws:scheduler:us-east-1:111122223333:schedule-group/alpha-commands",
        },
      },
    });
    const states = recording.of(SCHEDULE).map((r) => [r.inputs.name, r.inputs.state]);
    expect(states).toEqual([
      ["clear", "ENABLED"],
      ["digest", "DISABLED"],
    ]);
  });
});

test("without scheduled commands there is nothing to schedule them", async () => {
  const recording = await recordApp();
  expect(recording.all.filter((r) => r.type.startsWith("aws:scheduler/"))).toEqual([]);
  expect(recording.of(ROLE).map((r) => r.name)).not.toContain("alpha-scheduler");
  expect(recording.result.deployTargets.scheduled).toEqual([]);
});
