import { describe, expect, test } from "vitest";
import { DjangoApp, type DjangoAppArgs } from "../../src/index.ts";
import { type Registration, record } from "../support/record.ts";
import { baseContract } from "./support/base.ts";
import {
  type AppRecording,
  containerOf,
  plainOf,
  ROLE_POLICY,
  recordApp,
  type Statement,
  secretsOf,
  statementsOf,
} from "./support/recordApp.ts";

const settings: Partial<DjangoAppArgs> = {
  frontend: { enabled: true },
  workers: { default: {}, mail: {} },
  secretValues: { STRIPE_KEY: "sk" },
  scheduledCommands: { clear: { command: ["x"], schedule: "rate(1 day)" } },
  alarms: { enabled: true },
};

/** Names that AWS holds once an account, a region or a listener. */
function physicalNames(recording: AppRecording): string[] {
  const named = (r: Registration) =>
    ["name", "family", "dashboardName"].flatMap((key) => {
      const value = r.inputs[key];
      return typeof value === "string" && r.type !== "aws:scheduler/schedule:Schedule"
        ? [`${r.type} ${value}`]
        : [];
    });
  const priorities = recording
    .of("aws:lb/listenerRule:ListenerRule")
    .map((r) => `listener priority ${r.inputs.priority}`);
  const records = recording
    .of("aws:route53/record:Record")
    .map((r) => `record ${r.inputs.type} ${r.inputs.name}`);
  return [...recording.all.flatMap(named), ...priorities, ...records];
}

/** What all the roles of an app may touch, but what every app of a base shares. */
function reach(recording: AppRecording): { action: string; resource: string }[] {
  return recording
    .of(ROLE_POLICY)
    .flatMap((r) => statementsOf(recording, r.name))
    .flatMap(({ Action, Resource }: Statement) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource }))),
    );
}

test("what AWS would hand out or overwrite of another app waits for a name that AWS refuses", async () => {
  const { all } = await recordApp(settings);
  const shared = /:(Cluster|MetricAlarm|Dashboard)$/;
  const first = all.filter(
    ({ type, dependsOn }) => shared.test(type) && !dependsOn.includes("LogGroup alpha-backend_update"),
  );
  expect(all.filter(({ type }) => shared.test(type)).length).toBeGreaterThan(5);
  expect(first).toEqual([]);
});

/** Names of apps that could be taken for one another. */
describe.each([
  ["alpha", "beta"],
  ["alpha", "alpha-b"],
  ["pr-1", "pr-11"],
])("two apps on one base: %s and %s", async (one, other) => {
  const [first, second] = [await recordApp(settings, one), await recordApp(settings, other)];

  test("share no name, no priority, no record", () => {
    const [names, others] = [physicalNames(first), physicalNames(second)];
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => others.includes(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(30);
  });

  test("share no queue, no key prefix, no database, no prefix in the bucket", () => {
    const own = (recording: AppRecording, app: string) => {
      const plain = plainOf(containerOf(recording, "mail", app));
      const queues = ["default", "mail"].map((worker) => containerOf(recording, worker, app).command.at(-1));
      const { CACHE_KEY_PREFIX, POSTGRES_NAME, AWS_LOCATION, CELERY_QUEUE_PREFIX } = plain;
      return [CACHE_KEY_PREFIX, POSTGRES_NAME, AWS_LOCATION, CELERY_QUEUE_PREFIX, ...queues];
    };
    expect(own(first, one)).toEqual([one, `${one}-db`, one, `${one}.`, `${one}.default`, `${one}.mail`]);
    const [values, others] = [own(first, one), own(second, other)];
    expect(values.filter((value) => others.includes(value))).toEqual([]);
  });

  test("share no secret but the cache's", () => {
    const secrets = (recording: AppRecording, app: string) =>
      Object.entries(secretsOf(containerOf(recording, "gunicorn", app)));
    const others = secrets(second, other).map(([, valueFrom]) => valueFrom);
    const shared = secrets(first, one).filter(([, valueFrom]) => others.includes(valueFrom));
    expect(shared.map(([name]) => name)).toEqual(["REDIS_URL"]);
  });

  test("can read and write nothing of each other", () => {
    const shared = [
      ...["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
        (action) => ({
          action: `ssmmessages:${action}`,
          resource: "*",
        }),
      ),
      { action: "ecr:GetAuthorizationToken", resource: "*" },
      ...["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"].flatMap((action) =>
        ["backend", "frontend"].map((image) => ({
          action: `ecr:${action}`,
          resource: `arn:aws:ecr:us-east-1:111122223333:repository/ublog-${image}`,
        })),
      ),
      ...["base-cache", "base-database"].map((secret) => ({
        action: "secretsmanager:GetSecretValue",
        resource: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${secret}-AbCdEf`,
      })),
      // The bucket can be listed, each app its own prefix.
      { action: "s3:ListBucket", resource: "arn:aws:s3:::base-assets" },
    ];
    const isShared = (r: { action: string; resource: string }) =>
      shared.some(({ action, resource }) => action === r.action && resource === r.resource);
    const own = reach(first).filter((r) => !isShared(r));
    const theirs = reach(second).filter((r) => !isShared(r));
    const matches = (pattern: string, resource: string) =>
      new RegExp(
        `^${pattern
          .split("*")
          .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
          .join(".*")}$`,
      ).test(resource);
    const overlaps = own.flatMap(({ action, resource }) =>
      theirs
        .filter((their) => their.action === action)
        .filter((their) => matches(resource, their.resource) || matches(their.resource, resource))
        .map((their) => `${action}: ${resource} and ${their.resource}`),
    );
    expect(overlaps).toEqual([]);
    expect(own.map(({ resource }) => resource)).toContain(`arn:aws:s3:::base-assets/${one}/*`);
    const list = statementsOf(first, `${one}-task`).find(({ Sid }) => Sid === "ListFiles");
    expect(list?.Condition).toEqual({ StringLike: { "s3:prefix": [one, `${one}/*`] } });
  });
});

test("two apps in one program share no logical name either", async () => {
  const recording = await record(() => {
    for (const name of ["alpha", "beta"])
      new DjangoApp(name, { base: baseContract, frontend: { enabled: true } });
  });
  expect(recording.of("pulumi-aws-django:index:DjangoApp")).toHaveLength(2);
});
