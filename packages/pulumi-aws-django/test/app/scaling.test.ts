import { describe, expect, test } from "vitest";
import { openingSchedules } from "../../src/app/plan/openingHours.ts";
import { baseContract } from "./support/base.ts";
import {
  ALARM,
  recordApp,
  SCALING_POLICY,
  SCALING_TARGET,
  SCHEDULED_ACTION,
  SERVICE,
} from "./support/recordApp.ts";

const scaled = {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: "service/alpha-cluster/alpha-gunicorn",
};

describe("autoscaling", () => {
  test("is off by default, and where there is nothing to choose", async () => {
    const recording = await recordApp({ frontend: { enabled: true }, gunicorn: { scaling: { min: 3 } } });
    expect(recording.of(SCALING_TARGET)).toEqual([]);
    expect(recording.result.deployTargets.services[0]?.firstCount).toBe(3);
  });

  test("keeps to 60 % of the CPU where nothing else is said", async () => {
    const recording = await recordApp({ gunicorn: { scaling: { min: 2, max: 6 } } });
    expect(recording.one(SCALING_TARGET).inputs).toEqual({ ...scaled, minCapacity: 2, maxCapacity: 6 });
    expect(recording.one(SCALING_TARGET).ignoreChanges).toEqual([]);
    expect(recording.one(SCALING_POLICY).inputs).toEqual({
      ...scaled,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 60,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
        scaleOutCooldown: 60,
        scaleInCooldown: 300,
      },
    });
  });

  test("keeps to what is given: CPU, memory, requests", async () => {
    const scaling = {
      max: 4,
      cpuPercent: 50,
      memoryPercent: 70,
      requestsPerMinute: 500,
      scaleOutCooldownSeconds: 30,
      scaleInCooldownSeconds: 600,
    };
    const recording = await recordApp({ gunicorn: { scaling } });
    const policies = recording
      .of(SCALING_POLICY)
      .map((r) => [r.name, r.inputs.targetTrackingScalingPolicyConfiguration]);
    const cooldowns = { scaleOutCooldown: 30, scaleInCooldown: 600 };
    expect(policies).toEqual([
      [
        "alpha-gunicorn-cpu",
        {
          ...cooldowns,
          targetValue: 50,
          predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
        },
      ],
      [
        "alpha-gunicorn-memory",
        {
          ...cooldowns,
          targetValue: 70,
          predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageMemoryUtilization" },
        },
      ],
      [
        "alpha-gunicorn-requests",
        {
          ...cooldowns,
          targetValue: 500,
          predefinedMetricSpecification: {
            predefinedMetricType: "ALBRequestCountPerTarget",
            resourceLabel: "app/base/50dc6c495c0c9188/targetgroup/alpha-gunicorn/0123456789abcdef",
          },
        },
      ],
    ]);
  });

  test("only by requests, or only by memory, if only that is given", async () => {
    const names = async (scaling: object) =>
      (await recordApp({ gunicorn: { scaling: { max: 4, ...scaling } } }))
        .of(SCALING_POLICY)
        .map((r) => r.name);
    expect(await names({ requestsPerMinute: 100 })).toEqual(["alpha-gunicorn-requests"]);
    expect(await names({ memoryPercent: 70 })).toEqual(["alpha-gunicorn-memory"]);
  });

  test("never sets a count: the service has the same inputs with it and without", async () => {
    const [without, withIt] = [
      await recordApp(),
      await recordApp({
        gunicorn: { scaling: { min: 1, max: 4, schedules: { peak: { schedule: "rate(1 day)", min: 3 } } } },
      }),
    ];
    const inputs = (recording: typeof without) => recording.one(SERVICE, "alpha-gunicorn").inputs;
    expect(inputs(withIt)).toEqual(inputs(without));
    expect(withIt.one(SCALING_TARGET).dependsOn).toContain("Service alpha-gunicorn");
  });

  test("at certain times", async () => {
    const schedules = {
      morning: { schedule: "cron(0 8 ? * MON-FRI *)", timeZone: "Europe/Berlin", min: 4, max: 8 },
      evening: { schedule: "cron(0 18 ? * MON-FRI *)", min: 1 },
    };
    const recording = await recordApp({ gunicorn: { scaling: { schedules } } });
    expect(recording.one(SCALING_TARGET).inputs).toMatchObject({ minCapacity: 1, maxCapacity: 1 });
    expect(recording.one(SCALING_TARGET).ignoreChanges).toEqual(["minCapacity", "maxCapacity"]);
    expect(recording.of(SCALING_POLICY)).toEqual([]);
    expect(recording.of(SCHEDULED_ACTION).map((r) => [r.name, r.inputs])).toEqual([
      [
        "alpha-gunicorn-morning",
        {
          ...scaled,
          schedule: "cron(0 8 ? * MON-FRI *)",
          timezone: "Europe/Berlin",
          scalableTargetAction: { minCapacity: 4, maxCapacity: 8 },
        },
      ],
      [
        "alpha-gunicorn-evening",
        {
          ...scaled,
          schedule: "cron(0 18 ? * MON-FRI *)",
          timezone: "UTC",
          scalableTargetAction: { minCapacity: 1, maxCapacity: 1 },
        },
      ],
    ]);
  });
});

describe("opening hours", () => {
  test("turn every service on and off, beat too, but none that is off anyway", async () => {
    const recording = await recordApp({
      openingHours: { enabled: true, start: "07:30", stop: "20:00", timeZone: "Europe/Berlin" },
      workers: { default: { scaling: { min: 2, max: 5 } }, rare: { scaling: { min: 0 } } },
    });
    const actions = recording
      .of(SCHEDULED_ACTION)
      .map((r) => [r.name, r.inputs.schedule, r.inputs.timezone, r.inputs.scalableTargetAction]);
    const [start, stop] = ["cron(30 7 ? * MON-FRI *)", "cron(0 20 ? * MON-FRI *)"];
    const off = { minCapacity: 0, maxCapacity: 0 };
    const one = { minCapacity: 1, maxCapacity: 1 };
    expect(actions.sort()).toEqual([
      ["alpha-beat-opening-hours-start", start, "Europe/Berlin", one],
      ["alpha-beat-opening-hours-stop", stop, "Europe/Berlin", off],
      ["alpha-default-opening-hours-start", start, "Europe/Berlin", { minCapacity: 2, maxCapacity: 5 }],
      ["alpha-default-opening-hours-stop", stop, "Europe/Berlin", off],
      ["alpha-gunicorn-opening-hours-start", start, "Europe/Berlin", one],
      ["alpha-gunicorn-opening-hours-stop", stop, "Europe/Berlin", off],
    ]);
  });

  test("at weekends too, and over midnight", () => {
    const scaling = { min: 1, max: 1 };
    const times = (hours: Parameters<typeof openingSchedules>[0]) =>
      Object.values(openingSchedules(hours, scaling)).map(({ schedule }) => schedule);
    expect(times({ start: "08:00", stop: "18:05", weekends: true })).toEqual([
      "cron(0 8 * * ? *)",
      "cron(5 18 * * ? *)",
    ]);
    expect(times({ start: "18:00", stop: "02:00" })).toEqual([
      "cron(0 18 ? * MON-FRI *)",
      "cron(0 2 * * ? *)",
    ]);
    expect(times(undefined)).toEqual([]);
  });
});

describe("alarms", () => {
  test("are off by default", async () => {
    const recording = await recordApp();
    expect(recording.of(ALARM)).toEqual([]);
    expect(recording.of("aws:sns/topic:Topic")).toEqual([]);
  });

  test("watch every service and the database, and tell a topic", async () => {
    const recording = await recordApp({
      frontend: { enabled: true },
      alarms: { enabled: true, emails: ["ops@example.com"] },
    });
    expect(
      recording
        .of(ALARM)
        .map((r) => r.inputs.name)
        .sort(),
    ).toEqual([
      "alpha-beat-cpu",
      "alpha-beat-memory",
      "alpha-beat-not-running",
      "alpha-database-connections",
      "alpha-database-storage",
      "alpha-default-cpu",
      "alpha-default-memory",
      "alpha-default-not-running",
      "alpha-gunicorn-cpu",
      "alpha-gunicorn-errors",
      "alpha-gunicorn-memory",
      "alpha-gunicorn-not-running",
      "alpha-gunicorn-unhealthy",
      "alpha-web-ui-cpu",
      "alpha-web-ui-errors",
      "alpha-web-ui-memory",
      "alpha-web-ui-not-running",
      "alpha-web-ui-unhealthy",
    ]);
    const topic = "arn:aws:sns:us-east-1:111122223333:alpha-alarms";
    for (const { inputs } of recording.of(ALARM)) {
      expect(inputs.alarmActions).toEqual([topic]);
      expect(inputs.okActions).toEqual([topic]);
    }
    expect(recording.of("aws:sns/topicSubscription:TopicSubscription").map((r) => r.inputs)).toEqual([
      { topic, protocol: "email", endpoint: "ops@example.com" },
    ]);
  });

  test("go off where the arguments say", async () => {
    const alarms = {
      enabled: true,
      errorsPerFiveMinutes: 3,
      cpuPercent: 80,
      memoryPercent: 85,
      databaseStorageGiB: 5,
      databaseConnections: 200,
    };
    const recording = await recordApp({ alarms });
    const threshold = (name: string) => recording.one(ALARM, `alpha-${name}`).inputs.threshold;
    expect(threshold("gunicorn-errors")).toBe(3);
    expect(threshold("default-cpu")).toBe(80);
    expect(threshold("beat-memory")).toBe(85);
    expect(threshold("database-storage")).toBe(5 * 1024 ** 3);
    expect(threshold("database-connections")).toBe(200);
    expect(recording.one(ALARM, "alpha-gunicorn-errors").inputs).toMatchObject({
      namespace: "AWS/ApplicationELB",
      metricName: "HTTPCode_Target_5XX_Count",
      dimensions: {
        LoadBalancer: "app/base/50dc6c495c0c9188",
        TargetGroup: "targetgroup/alpha-gunicorn/0123456789abcdef",
      },
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    });
  });

  test("go to a topic that exists", async () => {
    const recording = await recordApp({
      alarms: { enabled: true, topicArn: "arn:aws:sns:us-east-1:111122223333:ops" },
    });
    expect(recording.of("aws:sns/topic:Topic")).toEqual([]);
    expect(recording.one(ALARM, "alpha-beat-cpu").inputs.alarmActions).toEqual([
      "arn:aws:sns:us-east-1:111122223333:ops",
    ]);
  });

  test("roll back a deployment of the service that they watch, unless that is off", async () => {
    const [on, off] = [
      await recordApp({ alarms: { enabled: true } }),
      await recordApp({ alarms: { enabled: true, rollback: false } }),
    ];
    expect(on.one(SERVICE, "alpha-gunicorn").inputs.alarms).toEqual({
      enable: true,
      rollback: true,
      alarmNames: ["alpha-gunicorn-errors", "alpha-gunicorn-unhealthy"],
    });
    expect(on.one(SERVICE, "alpha-default").inputs).not.toHaveProperty("alarms");
    expect(off.one(SERVICE, "alpha-gunicorn").inputs).not.toHaveProperty("alarms");
  });

  test("miss no task where none has to run", async () => {
    const running = async (args: object) =>
      (await recordApp({ alarms: { enabled: true }, ...args }))
        .of(ALARM)
        .map((r) => r.name)
        .filter((name) => name.endsWith("not-running"));
    expect(await running({ openingHours: { enabled: true, start: "08:00", stop: "18:00" } })).toEqual([]);
    const schedules = { night: { schedule: "rate(1 day)", min: 0 } };
    expect(await running({ gunicorn: { scaling: { schedules } } })).toEqual([
      "alpha-default-not-running",
      "alpha-beat-not-running",
    ]);
  });
});

describe("the dashboard", () => {
  const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

  test("shows what visitors notice, the services and the database, in rows of three", async () => {
    const recording = await recordApp({ frontend: { enabled: true } });
    const { dashboardName, dashboardBody } = recording.one(DASHBOARD).inputs;
    const { widgets } = JSON.parse(String(dashboardBody));
    expect(dashboardName).toBe("alpha");
    expect(widgets.map((w: { properties: { title: string } }) => w.properties.title)).toEqual([
      "Requests",
      "Errors (5xx)",
      "Seconds to answer, 95 of 100",
      "CPU %",
      "Memory %",
      "Running tasks",
      "Database: CPU %",
      "Database: connections",
      "Database: free storage in bytes",
    ]);
    expect(widgets.map((w: { x: number; y: number }) => [w.x, w.y])).toEqual(
      [0, 6, 12].flatMap((y) => [0, 8, 16].map((x) => [x, y])),
    );
    expect(widgets[3].properties).toMatchObject({
      region: "us-east-1",
      stat: "Average",
      metrics: [
        [
          "AWS/ECS",
          "CPUUtilization",
          "ClusterName",
          "alpha-cluster",
          "ServiceName",
          "alpha-gunicorn",
          { label: "gunicorn" },
        ],
        [
          "AWS/ECS",
          "CPUUtilization",
          "ClusterName",
          "alpha-cluster",
          "ServiceName",
          "alpha-default",
          { label: "default" },
        ],
        [
          "AWS/ECS",
          "CPUUtilization",
          "ClusterName",
          "alpha-cluster",
          "ServiceName",
          "alpha-beat",
          { label: "beat" },
        ],
        [
          "AWS/ECS",
          "CPUUtilization",
          "ClusterName",
          "alpha-cluster",
          "ServiceName",
          "alpha-web-ui",
          { label: "frontend" },
        ],
      ],
    });
  });

  test("can be left out", async () => {
    expect((await recordApp({ dashboard: { enabled: false } })).of(DASHBOARD)).toEqual([]);
  });
});

test("a base of another account and region is where the app's images and logs are", async () => {
  const recording = await recordApp({
    base: { ...baseContract, region: "eu-central-1", accountId: "444455556666" },
  });
  expect(recording.result.deployTargets).toMatchObject({
    region: "eu-central-1",
    images: { backend: "444455556666.dkr.ecr.eu-central-1.amazonaws.com/ublog-backend" },
  });
});
