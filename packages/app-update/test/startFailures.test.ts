import type { Task } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "vitest";
import { ECS_CALLS, type Scenario } from "../../aws-model/src/ecs/index.ts";
import type { Aws } from "../src/aws/operations.ts";
import { EXIT } from "../src/outcome.ts";
import { stoppedTasks } from "../src/release/stoppedTasks.ts";
import { recordsOf, runningVersions } from "./support/inspect.ts";
import { run } from "./support/program.ts";
import { makeWorld, pushVersion, type World, type WorldOptions } from "./support/world.ts";

const LOG = "django.core.exceptions.ImproperlyConfigured: Set the STRIPE_API_KEY environment variable";
const CRASH: Scenario = { gunicorn: { log: [LOG], exit: { code: 3, afterSeconds: 2 } } };

/** A world where v1 runs with this many web tasks, and v2 crashes on its start. */
async function worldWith(tasks: number, v2: Scenario = CRASH, options: WorldOptions = {}): Promise<World> {
  const world = makeWorld({ services: ["gunicorn", "frontend"], ...options, scenarios: { v2 } });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  expect((await run(world, "release v1")).exit).toBe(EXIT.done);
  const service = { cluster: "alpha-cluster", service: "alpha-gunicorn", desiredCount: tasks };
  ECS_CALLS["ecs.UpdateService"](world.ecs, service);
  runningVersions(world);
  return world;
}

describe("a version that crashes on its start tells exit code, log and hint", () => {
  test.each([1, 2, 3, 4, 10, 150])("with %i tasks", async (tasks) => {
    const world = await worldWith(tasks);
    const failed = await run(world, "release v2");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("  Why: gunicorn can't start: it ended with exit code 3.\n");
    expect(failed.stdout).toContain("  What to do: The variable STRIPE_API_KEY is missing: add it");
    expect(failed.stdout).toContain(`  Last lines of its log:\n  │ ${LOG}\n`);
    expect(runningVersions(world)).toEqual({ gunicorn: "v1", frontend: "v1" });
  });

  test("where ECS has already given up when it is looked at for the first time", async () => {
    const world = await worldWith(3);
    const failed = await run(world, "release v2", {
      between: (aws) => async (operation, input) => {
        const answer = await aws(operation, input);
        if (operation === "ecs.DescribeServices")
          for (const { deployments = [] } of (answer as { services: { deployments?: object[] }[] }).services)
            for (const deployment of deployments as { failedTasks: number; rolloutState: string }[])
              if (deployment.failedTasks > 0) deployment.rolloutState = "FAILED";
        return answer;
      },
    });
    expect(failed.stdout).toContain("  Why: gunicorn can't start: it ended with exit code 3.\n");
  });

  test("also while AWS doesn't know the exit code yet: it waits for it", async () => {
    const world = await worldWith(3);
    let looks = 0;
    const failed = await run(world, "release v2", {
      between: (aws) => async (operation, input) => {
        const answer = (await aws(operation, input)) as { tasks?: Task[] };
        const crashed = (answer.tasks ?? []).filter(
          (task) => task.stopCode === "EssentialContainerExited" && task.group === "service:alpha-gunicorn",
        );
        if (operation === "ecs.DescribeTasks" && crashed.length > 0) looks += 1;
        if (looks < 4)
          for (const task of crashed) {
            task.lastStatus = "DEPROVISIONING";
            for (const container of task.containers ?? []) delete container.exitCode;
          }
        return answer as never;
      },
    });
    expect(looks).toBeGreaterThanOrEqual(4);
    expect(failed.stdout).toContain(
      "Why: gunicorn failed (ECS deployment circuit breaker: tasks failed to start): it ended with exit code 3.",
    );
  });

  test("after a restart, of the tasks that the restart started", async () => {
    const world = await worldWith(3, {});
    world.ecs.scenarios.v1 = CRASH;
    const failed = await run(world, "restart gunicorn");
    expect(failed.exit).toBe(EXIT.unresolved);
    expect(failed.stdout).toContain("  Why: gunicorn can't start: it ended with exit code 3.\n");
    expect(failed.stdout).toContain(`  │ ${LOG}\n`);
  });

  test("of more tasks by hand, but not of tasks that died before", async () => {
    const world = await worldWith(1, {});
    world.ecs.scenarios.v1 = CRASH;
    const failed = await run(world, "scale gunicorn 4");
    expect(failed.exit).toBe(EXIT.unresolved);
    expect(failed.stdout).toMatch(
      /✗ gunicorn has \d of 4 tasks after \d+ s\.\n {2}Why: gunicorn can't start: it /,
    );
    expect(failed.stdout).toContain(`  │ ${LOG}\n`);
    world.ecs.scenarios = {};
    runningVersions(world);
    const done = await run(world, "scale gunicorn 5");
    expect(done.stdout).toContain("✓ gunicorn has 5 tasks (before: 4).");
  });

  test("when a rollback brings back a version that can't start any more", async () => {
    const world = await worldWith(3, {});
    await run(world, "release v2");
    world.ecs.scenarios.v1 = CRASH;
    const failed = await run(world, "rollback");
    expect(failed.exit).toBe(EXIT.failed);
    expect(failed.stdout).toContain("  Why: gunicorn can't start: it ended with exit code 3.\n");
    expect(recordsOf(world)[0]).toMatchObject({ kind: "rollback", state: "rolled-back" });
  });
});

/** An AWS whose service has these stopped tasks, a hundred a page. */
function awsWith(tasks: Task[]): Aws {
  return (async (operation: string, input: { nextToken?: string; tasks?: string[] }) => {
    const from = Number(input.nextToken ?? 0);
    if (operation === "ecs.ListTasks")
      return {
        taskArns: tasks.slice(from, from + 100).map((task) => task.taskArn),
        ...(from + 100 < tasks.length ? { nextToken: String(from + 100) } : {}),
      };
    expect(input.tasks?.length).toBeLessThanOrEqual(100);
    return { tasks: tasks.filter((task) => input.tasks?.includes(task.taskArn ?? "")) };
  }) as Aws;
}

describe("a stopped task counts as soon as it is known what it died of", () => {
  const { targets } = makeWorld({ services: ["gunicorn"] });
  const [target] = targets.services;
  if (target === undefined) throw new Error("no service");

  async function counted(tasks: Task[]) {
    const warnings: string[] = [];
    const session = { aws: awsWith(tasks), progress: { warn: (text: string) => warnings.push(text) } };
    const stopped = stoppedTasks(session as never, targets, target as never);
    await stopped.look("ecs-svc/1");
    return {
      count: stopped.count,
      isEnding: stopped.isEnding,
      cause: stopped.last?.diagnosis.cause,
      warnings,
    };
  }

  const crashed = (id: number, more: Partial<Task> = {}): Task => ({
    taskArn: `arn:task/alpha-cluster/${String(id).padStart(8, "0")}`,
    startedBy: "ecs-svc/1",
    desiredStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "gunicorn", exitCode: 3 }],
    ...more,
  });

  test.each(["RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"])(
    "in %s",
    async (lastStatus) => {
      expect(await counted([crashed(1, { lastStatus })])).toEqual({
        count: 1,
        isEnding: false,
        cause: "it ended with exit code 3",
        warnings: ["gunicorn: task 00000001 stopped: it ended with exit code 3"],
      });
    },
  );

  test.each([1, 3, 100, 101, 250])("of %i tasks each", async (tasks) => {
    const all = Array.from({ length: tasks }, (_, id) => crashed(id, { lastStatus: "DEPROVISIONING" }));
    const told = tasks === 1 ? "task 00000000" : `${tasks} tasks`;
    expect(await counted(all)).toMatchObject({
      count: tasks,
      warnings: [`gunicorn: ${told} stopped: it ended with exit code 3`],
    });
  });

  test("not before: while neither exit code nor reason is known, it is still ending", async () => {
    const unknown = { lastStatus: "DEPROVISIONING", containers: [{ name: "gunicorn" }] };
    expect(await counted([crashed(1, unknown)])).toMatchObject({ count: 0, isEnding: true });
    const silent = { ...unknown, stopCode: undefined, stoppedReason: undefined };
    expect(await counted([crashed(1, silent)])).toMatchObject({ count: 0, isEnding: true });
  });

  test("nor another deployment's, or one that was asked to stop", async () => {
    const tasks = [
      crashed(1, { startedBy: "ecs-svc/0", lastStatus: "DEPROVISIONING" }),
      crashed(2, {
        lastStatus: "DEACTIVATING",
        stopCode: "ServiceSchedulerInitiated",
        stoppedReason: "Scaling activity initiated by (deployment ecs-svc/1)",
      }),
    ];
    expect(await counted(tasks)).toMatchObject({ count: 0, isEnding: false });
  });

  test("one that couldn't start is reported at once", async () => {
    const task = crashed(1, {
      lastStatus: "DEPROVISIONING",
      stopCode: "TaskFailedToStart",
      stoppedReason: "CannotPullContainerError: manifest unknown",
      containers: [{ name: "gunicorn" }],
    });
    expect((await counted([task])).cause).toMatch(/^its image isn't in the registry/);
  });
});

test("the update task is over when its exit code is known, though it is still on its way out", async () => {
  const world = makeWorld({ services: ["gunicorn"] });
  pushVersion(world, "v1");
  const statuses = new Set<string | undefined>();
  const done = await run(world, "release v1", {
    between: (aws) => async (operation, input) => {
      const answer = (await aws(operation, input)) as { tasks?: Task[] };
      for (const task of answer.tasks ?? [])
        if (task.lastStatus === "STOPPED" && task.group === "family:alpha-backend_update") {
          task.lastStatus = "DEPROVISIONING";
          statuses.add(task.lastStatus);
        }
      return answer as never;
    },
  });
  expect(done.exit).toBe(EXIT.done);
  expect([...statuses]).toEqual(["DEPROVISIONING"]);
});
