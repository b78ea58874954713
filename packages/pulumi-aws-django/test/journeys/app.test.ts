import { afterAll, beforeAll, expect, test } from "vitest";
import type { DjangoAppArgs } from "../../src/index.ts";
import { type AppSandbox, changesOf, openAppSandbox } from "../app/support/appSandbox.ts";
import { baseContract } from "../app/support/base.ts";

const SERVICE = "aws:ecs/service:Service";
const NOTHING = { created: [], changed: [], replaced: [], deleted: [] };

/** An app with something of everything. */
const FIRST: Partial<DjangoAppArgs> = {
  frontend: { enabled: true },
  alarms: { enabled: true },
  environment: { LOG_LEVEL: "info", ZONE: "b" },
  secretValues: { STRIPE_KEY: "sk_live_of_the_test" },
  workers: { default: {}, slow: { taskTimeoutSeconds: 90 } },
  services: {
    ws: { command: ["daphne"], route: { enabled: true, paths: ["/ws/*"], healthCheckPath: "/ws/" } },
  },
  scheduledCommands: {
    clear: { command: ["python", "manage.py", "clearsessions"], schedule: "rate(1 day)" },
  },
};

/** A small app beside it. */
const BESIDE: Partial<DjangoAppArgs> = { workers: {}, dashboard: { enabled: false } };

let apps: AppSandbox;
beforeAll(async () => {
  apps = await openAppSandbox();
});
afterAll(() => apps.close());

/** What a release did: another count, and a revision of its own. */
function release(name: string, desiredCount: number): void {
  const service = apps.world.resources(SERVICE).find(({ state }) => state.name === name);
  if (service === undefined) throw new Error(`no service ${name}`);
  const released = {
    desiredCount,
    taskDefinition: `${String(service.state.taskDefinition).replace(/:\d+$/, "")}:7`,
  };
  apps.world.put({ ...service, state: { ...service.state, ...released } });
}

function running(name: string) {
  const { desiredCount, taskDefinition } =
    apps.world.resources(SERVICE).find(({ state }) => state.name === name)?.state ?? {};
  return [desiredCount, String(taskDefinition).split("/").at(-1)];
}

test("two apps come up on one base, and no secret of theirs is in the clear", async () => {
  const result = await apps.up({ alpha: FIRST, beta: BESIDE });
  expect(result.errors).toEqual([]);
  expect(changesOf(result)).toMatchObject({
    ...NOTHING,
    created: expect.arrayContaining(["Service alpha-ws"]),
  });
  expect(apps.world.resources(SERVICE).map(({ state }) => state.desiredCount)).toEqual(Array(7).fill(0));
  const { resources } = JSON.parse(await apps.exportState(true)).deployment as {
    resources: { type: string; outputs: { result: { plaintext: string } } }[];
  };
  const keys = resources
    .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
    .map(({ outputs }) => JSON.parse(outputs.result.plaintext) as string);
  // Of each, Django's key and the login to its database.
  expect(keys.map((key) => key.length).sort()).toEqual([40, 40, 50, 50]);
  const visible = await apps.exportState(false);
  expect(visible).not.toContain("SCRAM-SHA-256$4096");
  for (const secret of [...keys, "sk_live_of_the_test"]) expect(visible).not.toContain(secret);
});

test("the same settings in another order change nothing", async () => {
  const again: Partial<DjangoAppArgs> = {
    ...FIRST,
    environment: { ZONE: "b", LOG_LEVEL: "info" },
    workers: { slow: { taskTimeoutSeconds: 90 }, default: {} },
  };
  const result = await apps.up({ alpha: again, beta: BESIDE });
  expect([result.errors, changesOf(result)]).toEqual([[], NOTHING]);
});

test("how the database is made concerns the update task alone; whether it is, all of Django, and no secret goes", async () => {
  const database = { image: "registry.example.com/postgres:17", extensions: ["pg_trgm"] };
  const beside = async (more: Partial<DjangoAppArgs>) => {
    const result = await apps.up({ alpha: FIRST, beta: { ...BESIDE, ...more } });
    expect(result.errors).toEqual([]);
    return changesOf(result);
  };
  const update = { ...NOTHING, changed: ["Parameter beta-deploy-targets"] };
  const own = "TaskDefinition beta-backend_update";
  expect(await beside({ database })).toEqual({ ...update, replaced: [own] });
  const all = { ...update, replaced: [own, "TaskDefinition beta-gunicorn"] };
  expect(await beside({ database: { enabled: false } })).toEqual(all);
  expect(await beside({})).toEqual(all);
});

test("another image, variable and size publish templates, and leave every service as releases made it", async () => {
  release("alpha-gunicorn", 3);
  release("alpha-beat", 1);
  const second: Partial<DjangoAppArgs> = {
    ...FIRST,
    frontend: { enabled: true, imageTag: "next" },
    gunicorn: { cpu: 2048, memoryMiB: 4096 },
    workers: { default: { environment: { LOG_LEVEL: "debug" } }, slow: { taskTimeoutSeconds: 90 } },
  };
  const result = await apps.up({ alpha: second, beta: BESIDE });
  expect(result.errors).toEqual([]);
  expect(changesOf(result)).toEqual({
    ...NOTHING,
    changed: ["Parameter alpha-deploy-targets"],
    replaced: [
      "TaskDefinition alpha-default",
      "TaskDefinition alpha-gunicorn",
      "TaskDefinition alpha-web-ui",
    ],
  });
  expect(running("alpha-gunicorn")).toEqual([3, "alpha-gunicorn:7"]);
  expect(running("alpha-beat")).toEqual([1, "alpha-beat:7"]);
  expect(running("alpha-default")).toEqual([0, "alpha-default:1"]);
  const kept = apps.world.remains("task-definition").map(({ id }) => id.split("/").at(-1));
  expect(kept.filter((id) => id?.startsWith("alpha-")).sort()).toEqual([
    "alpha-default:1",
    "alpha-gunicorn:1",
    "alpha-web-ui:1",
  ]);
});

test("a worker more and beat less touch only their own; autoscaling leaves the count alone, and Spot changes in place", async () => {
  const third: Partial<DjangoAppArgs> = {
    ...FIRST,
    frontend: { enabled: true, imageTag: "next" },
    gunicorn: { cpu: 2048, memoryMiB: 4096, scaling: { min: 2, max: 6 } },
    workers: {
      default: { environment: { LOG_LEVEL: "debug" } },
      mail: {},
      slow: { taskTimeoutSeconds: 90, capacity: "spot" },
    },
    beat: { enabled: false },
  };
  const result = await apps.up({ alpha: third, beta: BESIDE });
  expect(result.errors).toEqual([]);
  expect(changesOf(result)).toEqual({
    created: [
      "LogGroup alpha-mail",
      "MetricAlarm alpha-mail-cpu",
      "MetricAlarm alpha-mail-memory",
      "MetricAlarm alpha-mail-not-running",
      "Policy alpha-gunicorn-cpu",
      "Service alpha-mail",
      "Target alpha-gunicorn",
      "TaskDefinition alpha-mail",
    ],
    changed: ["Dashboard alpha", "Parameter alpha-deploy-targets", "Service alpha-slow"],
    replaced: [],
    deleted: [
      "LogGroup alpha-beat",
      "MetricAlarm alpha-beat-cpu",
      "MetricAlarm alpha-beat-memory",
      "MetricAlarm alpha-beat-not-running",
      "Service alpha-beat",
      "TaskDefinition alpha-beat",
    ],
  });
  expect(running("alpha-gunicorn")).toEqual([3, "alpha-gunicorn:7"]);
});

test("what only shows when the base is known ends the program with what to do", async () => {
  const loadBalancer = { ...baseContract.loadBalancer, idleTimeout: 30 };
  const wrong = { base: { ...baseContract, loadBalancer }, mail: { enabled: true } };
  const result = await apps.up({ gamma: wrong }, { late: "true" });
  expect(result.code).not.toBe(0);
  expect(result.errors.join("\n")).toContain(
    [
      "DjangoApp can't be made:",
      "  mail.enabled: is true, and the base has no mail. Write false, or `mail.enabled: true` for the base.",
      "  requestTimeoutSeconds: is 60. The base's load balancer gives up after 30 seconds. Write at most 30, or raise `loadBalancer.idleTimeoutSeconds` of the base.",
    ].join("\n"),
  );
});

test("a destroy takes everything, running tasks included, and leaves the revisions", async () => {
  const result = await apps.destroy();
  expect(result.errors).toEqual([]);
  expect(apps.world.resources()).toEqual([]);
  expect([...new Set(apps.world.remains().map(({ kind }) => kind))].sort()).toEqual([
    "secret",
    "task-definition",
  ]);
});
