import { describe, expect, test } from "vitest";
import { ECS_CALLS, type Scenario } from "../../aws-model/src/ecs/index.ts";
import { EXIT } from "../src/outcome.ts";
import { TAG } from "../src/release/definition.ts";
import { recordsOf, runningVersions } from "./support/inspect.ts";
import { type Run, run } from "./support/program.ts";
import { virtualTime } from "./support/virtualTime.ts";
import {
  makeWorld,
  publishTargets,
  publishTemplate,
  pushVersion,
  type World,
  type WorldOptions,
} from "./support/world.ts";

/** A world where v1 runs and v2 is pushed, which behaves as the scenario says. */
async function worldWith(v2: Scenario = {}, options: WorldOptions = {}): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "default", "frontend"], ...options, scenarios: { v2 } });
  pushVersion(world, "v1");
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  pushVersion(world, "v2");
  return world;
}

function serviceOf(world: World, process: string) {
  const request = { cluster: "alpha-cluster", services: [`alpha-${process}`] };
  const [service] = ECS_CALLS["ecs.DescribeServices"](world.ecs, request).services;
  if (service === undefined) throw new Error("no service");
  return service;
}

function definitionOf(world: World, process: string) {
  const { taskDefinition } = serviceOf(world, process);
  return ECS_CALLS["ecs.DescribeTaskDefinition"](world.ecs, { taskDefinition, include: ["TAGS"] });
}

/** Publishes a new template of a process whose tasks have an agent beside it, before it in the list. */
function publishSidecar(world: World, process: string, essential = false): void {
  const { update, services } = world.targets;
  const target = [update, ...services].find((candidate) => candidate.process === process);
  if (target === undefined) throw new Error(`no process ${process}`);
  const { taskDefinition } = ECS_CALLS["ecs.DescribeTaskDefinition"](world.ecs, {
    taskDefinition: target.template,
  });
  const agent = { name: "agent", image: "public.ecr.aws/datadog/agent:7", essential };
  target.template = ECS_CALLS["ecs.RegisterTaskDefinition"](world.ecs, {
    ...taskDefinition,
    containerDefinitions: [agent, ...taskDefinition.containerDefinitions],
  }).taskDefinition.taskDefinitionArn;
  publishTargets(world);
}

/** Seconds from the start of the newest release until it was written down how it ended. */
function secondsOf(world: World): number {
  const [record] = recordsOf(world);
  return (Date.parse(record?.finishedAt ?? "") - Date.parse(record?.startedAt ?? "")) / 1000;
}

function count(run: Run, operation: string): number {
  return run.calls.filter((call) => call === operation).length;
}

describe("a release", () => {
  test("gives every service the template with the version's digest, all tags and fields, and its own tags", async () => {
    const world = await worldWith();
    const { taskDefinition, tags } = definitionOf(world, "gunicorn");
    const template = ECS_CALLS["ecs.DescribeTaskDefinition"](world.ecs, {
      taskDefinition: "alpha-gunicorn:1",
    });
    const digest = world.ecs.images.find((image) => image.repository.endsWith("backend"))?.digest;
    const [container] = template.taskDefinition.containerDefinitions;
    expect(taskDefinition).toEqual({
      ...template.taskDefinition,
      taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/alpha-gunicorn:2",
      revision: 2,
      registeredAt: expect.any(Number),
      containerDefinitions: [
        {
          ...container,
          image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-backend@${digest}`,
          environment: [
            { name: "APP_NAME", value: "alpha" },
            { name: "APP_VERSION", value: "v1" },
          ],
        },
      ],
    });
    expect(tags).toEqual([
      { key: "app", value: "alpha" },
      { key: TAG.release, value: recordsOf(world)[0]?.id },
      { key: TAG.version, value: "v1" },
      { key: TAG.template, value: "alpha-gunicorn:1" },
    ]);
  });

  test("of tasks with sidecars sets the image of the process's container only", async () => {
    const world = await worldWith();
    publishSidecar(world, "gunicorn");
    publishSidecar(world, "update");
    expect((await run(world, "release v2")).exit).toBe(EXIT.done);
    const digest = world.ecs.images.find(
      ({ repository, tag }) => repository.endsWith("backend") && tag === "v2",
    )?.digest;
    const { containerDefinitions } = definitionOf(world, "gunicorn").taskDefinition;
    expect(containerDefinitions.map(({ name, image }) => [name, image])).toEqual([
      ["agent", "public.ecr.aws/datadog/agent:7"],
      ["gunicorn", `123456789012.dkr.ecr.us-east-1.amazonaws.com/ublog-backend@${digest}`],
    ]);
    expect(runningVersions(world)).toEqual({ gunicorn: "v2", default: "v2", frontend: "v2" });
  });

  test("whose sidecar ends names it, and not the process, and takes everything back", async () => {
    const world = await worldWith();
    publishSidecar(world, "gunicorn", true);
    world.ecs.scenarios["7"] = { agent: { exit: { code: 2, afterSeconds: 5 } } };
    const failed = await run(world, "release v2");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("its sidecar agent ended with exit code 2");
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
  });

  test("starts services that have no tasks with their first count, and never sets a count again", async () => {
    const world = await worldWith();
    expect(serviceOf(world, "gunicorn").desiredCount).toBe(2);
    ECS_CALLS["ecs.UpdateService"](world.ecs, {
      cluster: "alpha-cluster",
      service: "alpha-gunicorn",
      desiredCount: 5,
    });
    expect((await run(world, "release v2")).exit).toBe(EXIT.done);
    expect(serviceOf(world, "gunicorn").desiredCount).toBe(5);
    expect(runningVersions(world)).toEqual({ gunicorn: "v2", default: "v2", frontend: "v2" });
  });

  test("leaves a service at 0 that autoscaling holds there", async () => {
    const world = await worldWith();
    world.scaling["alpha-default"] = { min: 0, max: 0 };
    ECS_CALLS["ecs.UpdateService"](world.ecs, {
      cluster: "alpha-cluster",
      service: "alpha-default",
      desiredCount: 0,
    });
    expect((await run(world, "release v2")).exit).toBe(EXIT.done);
    expect(serviceOf(world, "default").desiredCount).toBe(0);
    expect(definitionOf(world, "default").tags).toContainEqual({ key: TAG.version, value: "v2" });
    expect((await run(world, "release v2")).stdout).toContain("Nothing to change: v2 runs already.");
  });

  test("of what runs already does nothing, and --force rolls everything", async () => {
    const world = await worldWith();
    const again = await run(world, "release v1");
    expect(again.exit).toBe(EXIT.done);
    expect(again.stdout).toContain("✓ Nothing to change: v1 runs already.");
    expect(again.calls.filter((call) => /Update|Register|Run|Put/.test(call))).toEqual([]);
    const forced = await run(world, "release v1 --force");
    expect(forced.exit).toBe(EXIT.done);
    expect(count(forced, "ecs.UpdateService")).toBe(3);
    expect(serviceOf(world, "gunicorn").taskDefinition).toMatch(/:3$/);
  });

  test("leaves alone what runs exactly this already", async () => {
    const world = await worldWith();
    publishTemplate(world, "default", { QUEUES: "default,mail" });
    const done = await run(world, "release v1");
    expect(done.exit).toBe(EXIT.done);
    expect(count(done, "ecs.UpdateService")).toBe(1);
    expect(serviceOf(world, "gunicorn").taskDefinition).toMatch(/:2$/);
    expect(definitionOf(world, "default").taskDefinition.containerDefinitions[0]?.environment).toContainEqual(
      {
        name: "QUEUES",
        value: "default,mail",
      },
    );
  });

  test("registers scheduled tasks last, in the family that the schedule runs", async () => {
    const world = await worldWith({}, { scheduled: ["clearsessions"] });
    const done = await run(world, "release v2");
    expect(done.exit).toBe(EXIT.done);
    expect(done.calls.lastIndexOf("ecs.RegisterTaskDefinition")).toBeGreaterThan(
      done.calls.lastIndexOf("ecs.DescribeServices"),
    );
    expect(runningVersions(world)).toMatchObject({ clearsessions: "v2" });
    const families = Object.keys(world.ecs.definitions).filter((name) => name.includes("clearsessions"));
    expect(families).toEqual([
      "alpha-clearsessions-template:1",
      "alpha-clearsessions:1",
      "alpha-clearsessions:2",
    ]);
  });

  test("rolls the waves one after the other", async () => {
    const world = await worldWith();
    await run(world, "release v2");
    const started = (process: string) => serviceOf(world, process).deployments[0]?.createdAt ?? 0;
    const completed = (process: string) => serviceOf(world, process).deployments[0]?.updatedAt ?? 0;
    expect(started("gunicorn")).toBe(started("default"));
    expect(started("web-ui")).toBeGreaterThanOrEqual(completed("gunicorn"));
  });
});

describe("an update task that fails", () => {
  test.each<[string, Scenario, string, string]>([
    [
      "with an exit code",
      {
        backend_update: {
          log: ['django.db.utils.IntegrityError: could not create unique index "slug"'],
          exit: { code: 1, afterSeconds: 3 },
        },
      },
      "Why: The update task failed: it ended with exit code 1.",
      "What to do: Rows in the database don't fit the migration: clean the data in a migration before it, then release again.",
    ],
    [
      "without an exit code",
      { backend_update: { exit: { code: null, afterSeconds: 3 } } },
      "Why: The update task gave no exit code: it stopped: Essential container in task exited.",
      "",
    ],
    [
      "before it starts",
      {
        backend_update: {
          neverStarts:
            "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
        },
      },
      "Why: The update task gave no exit code: one of its secrets doesn't exist or has no value (ResourceInitializationError:",
      "What to do: Create it and give it a value, or take it out of the app's settings and run `pulumi up`.",
    ],
    [
      "for want of capacity",
      { backend_update: { unplaceable: "Capacity is unavailable at this time" } },
      "Why: The update task couldn't be started: Capacity is unavailable at this time",
      "What to do: Wait, use on-demand instead of Spot capacity, or more availability zones.",
    ],
  ])("%s leaves every service untouched", async (_, v2, why, hint) => {
    const world = await worldWith(v2);
    const failed = await run(world, "release v2");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("✗ Release 2 failed. No service was touched.");
    expect(failed.stdout).toContain(why);
    expect(failed.stdout).toContain(hint);
    expect(count(failed, "ecs.UpdateService")).toBe(0);
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
    expect(recordsOf(world)[0]).toMatchObject({ state: "failed", version: "v2" });
  });

  test("by taking too long is stopped, and its log shown as it came", async () => {
    const world = await worldWith({
      backend_update: { log: ["Applying blog.0009…"], exit: { code: 0, afterSeconds: 9999 } },
    });
    const failed = await run(world, "release v2 --timeout 10m");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("  update │ Applying blog.0009…");
    expect(failed.stdout).toContain("Why: The update task took longer than 10 min and was stopped.");
    expect(Object.values(world.ecs.tasks).some((task) => task.stopCode === "UserInitiated")).toBe(true);
  });
});

const SECRET_GONE =
  "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.";

describe("a service that can't come up", () => {
  test.each<[string, Scenario, string, string, number]>([
    [
      "because Django refuses the health check's Host header",
      { gunicorn: { health: 400, log: ["Invalid HTTP_HOST header: '10.0.10.7:8000'."] } },
      "gunicorn can't get healthy: its health check answers 400 at /api/health-check/.",
      "Django answers 400 to a Host header that isn't in ALLOWED_HOSTS",
      180,
    ],
    [
      "because its health check's URL isn't there",
      { gunicorn: { health: 404 } },
      "gunicorn can't get healthy: its health check answers 404 at /api/health-check/.",
      "This version has no such URL: check the URLconf and the trailing slash.",
      180,
    ],
    [
      "because its health check's view fails",
      { gunicorn: { health: 500 } },
      "gunicorn can't start: its health check answers 500 at /api/health-check/.",
      "The health check's view fails: see the log.",
      200,
    ],
    [
      "because it ends on start",
      {
        gunicorn: {
          log: ["django.core.exceptions.ImproperlyConfigured: Set the SENTRY_DSN variable"],
          exit: { code: 3, afterSeconds: 2 },
        },
      },
      "gunicorn can't start: it ended with exit code 3.",
      "Django doesn't accept its settings: Set the SENTRY_DSN variable.",
      120,
    ],
    [
      "because a secret is gone",
      { default: { neverStarts: SECRET_GONE } },
      "default can't start: one of its secrets doesn't exist or has no value",
      "Create it and give it a value, or take it out of the app's settings and run `pulumi up`.",
      130,
    ],
    [
      "because it runs out of memory a while after its start",
      {
        default: {
          exit: {
            code: 137,
            afterSeconds: 12,
            reason: "OutOfMemoryError: Container killed due to memory usage",
          },
        },
      },
      "default can't start: it ran out of memory (OutOfMemoryError: Container killed due to memory usage).",
      "Raise `memoryMiB` of `default`, or, of a Celery worker, lower its `concurrency`.",
      180,
    ],
    [
      "because it is slow to answer, and ECS loses patience",
      { "web-ui": { healthyAfterSeconds: 9999 } },
      "frontend can't start: its health check fails at /api/health-check/: Request timed out.",
      "It doesn't listen on its port, or needs longer to start than the health check's grace period.",
      340,
    ],
  ])("%s takes every service back", async (_, v2, why, hint, seconds) => {
    const world = await worldWith(v2);
    const failed = await run(world, "release v2");
    expect(failed.stdout).toContain(`Why: ${why}`);
    expect(failed.stdout).toContain(`What to do: ${hint}`);
    expect(failed.stdout).toContain("✗ Release 2 failed. Every service is back to what it ran before.");
    expect(failed.exit).toBe(EXIT.failed);
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
    expect(recordsOf(world)[0]).toMatchObject({ state: "rolled-back", reason: expect.stringContaining(why) });
    expect(secondsOf(world)).toBeLessThan(seconds);
  });

  test("is found without a circuit breaker too", async () => {
    const world = await worldWith(
      { default: { exit: { code: 1, afterSeconds: 2 } } },
      { circuitBreaker: false },
    );
    const failed = await run(world, "release v2");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("Why: default can't start: it ended with exit code 1.");
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
  });

  test("on the first release goes back to no task at all", async () => {
    const world = makeWorld({
      services: ["gunicorn", "frontend"],
      scenarios: { v1: { gunicorn: { health: 400 } } },
    });
    pushVersion(world, "v1");
    const failed = await run(world, "release v1");
    expect(failed.exit).toBe(EXIT.failed);
    const service = serviceOf(world, "gunicorn");
    expect([service.desiredCount, service.runningCount]).toEqual([0, 0]);
    expect(service.taskDefinition).toMatch(/alpha-gunicorn:1$/);
  });

  test("is left as it is with --no-rollback, and `rollback` takes it back later", async () => {
    const world = await worldWith({ "web-ui": { health: 404 } }, { circuitBreaker: false });
    const failed = await run(world, "release v2 --no-rollback");
    expect(failed.exit).toBe(EXIT.unresolved);
    expect(failed.stdout).toContain("✗ Release 2 failed and was left as it is (--no-rollback).");
    expect(definitionOf(world, "gunicorn").tags).toContainEqual({ key: TAG.version, value: "v2" });
    expect((await run(world, "status")).stdout).toContain(
      "  Note: Release 2 (v2) failed and was left on gunicorn, default, frontend: release again, or rollback to undo it.\n",
    );
    const back = await run(world, "rollback");
    expect(back.exit).toBe(EXIT.done);
    expect(back.stdout).toMatch(/^▸ Going back to what ran before\n {2}gunicorn: /);
    expect(back.stdout).toContain("✓ Release 2 is undone. Every service is back to what it ran before.\n");
    expect(back.stdout).not.toContain("!");
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
    expect((await run(world, "status")).stdout).not.toContain("Release 2");
  });

  test("goes back to a copy where somebody has deregistered the revision before", async () => {
    const world = await worldWith({ "web-ui": { health: 404 } });
    const failing = run(world, "release v2", {
      between: (aws) => async (operation, input) => {
        if (operation === "elbv2.DescribeTargetHealth")
          ECS_CALLS["ecs.DeregisterTaskDefinition"](world.ecs, { taskDefinition: "alpha-gunicorn:2" });
        return aws(operation, input);
      },
    });
    const failed = await failing.catch((error: unknown) => error);
    expect(failed).toMatchObject({ exit: EXIT.failed });
    expect(serviceOf(world, "gunicorn").taskDefinition).toMatch(/alpha-gunicorn:4$/);
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
  });
});

test("a deployment that ECS rolled back between two looks is a failure, although the service is stable", async () => {
  const world = await worldWith({ gunicorn: { health: 500 } });
  const time = virtualTime(world.ecs.now);
  let isUpdated = false;
  const failed = await run(world, "release v2", {
    time,
    between: (aws) => async (operation, input) => {
      if (operation === "ecs.DescribeServices" && isUpdated) {
        isUpdated = false;
        await time.clock().sleep(15 * 60_000);
      }
      isUpdated ||= operation === "ecs.UpdateService";
      return aws(operation, input);
    },
  });
  expect(failed.exit).toBe(EXIT.failed);
  expect(failed.stdout).toContain("Why: gunicorn was taken back (ECS deployment");
  expect(runningVersions(world)).toEqual({ gunicorn: "v1", default: "v1", frontend: "v1" });
});
