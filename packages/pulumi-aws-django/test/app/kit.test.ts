import { describe, expect, test } from "vitest";
import type { DjangoAppArgs } from "../../src/index.ts";
import { containerOf, recordApp, statementsOf } from "./support/recordApp.ts";

const PROTECT = "ecs:UpdateTaskProtection";

/** The health checks of containers, those of workers and beat among them. */
async function checksOf(args: Partial<DjangoAppArgs>) {
  const recording = await recordApp(args);
  return Object.fromEntries(
    ["gunicorn", "default", "mail", "beat"].map((name) => [name, containerOf(recording, name).healthCheck]),
  );
}

const workers = { default: {}, mail: {} };

const heartbeat = (process: string) => ({
  command: [
    "CMD",
    "sh",
    "-c",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell fills it in
    'find "${DJANGO_ECS_STATE:-/dev/shm/django-ecs}" -name PROCESS-waiting -o -name PROCESS-alive -mmin -1 | grep -q .'.replaceAll(
      "PROCESS",
      process,
    ),
  ],
  interval: 10,
  timeout: 10,
  retries: 3,
  startPeriod: 180,
});

describe("an app that relies on the kit", () => {
  test("has workers and beat checked by their heartbeats", async () => {
    expect(await checksOf({ workers, django: { kit: true } })).toEqual({
      gunicorn: undefined,
      default: heartbeat("worker"),
      mail: heartbeat("worker"),
      beat: heartbeat("beat"),
    });
  });

  test("also where the group of their check is empty", async () => {
    const empty = { containerHealthCheck: {} };
    const { default: worker, beat } = await checksOf({
      workers: { default: empty, mail: {} },
      beat: empty,
      django: { kit: true },
    });
    expect([worker, beat]).toEqual([heartbeat("worker"), heartbeat("beat")]);
  });

  test("unless they have a check of their own, or want none", async () => {
    const own = { enabled: true, command: ["pgrep", "celery"] };
    const checks = await checksOf({
      workers: { default: { containerHealthCheck: own }, mail: { containerHealthCheck: { enabled: false } } },
      beat: { containerHealthCheck: { ...own, startPeriodSeconds: 300 } },
      django: { kit: true },
    });
    const check = { command: ["CMD", "pgrep", "celery"], interval: 30, timeout: 5, retries: 3 };
    expect(checks).toEqual({
      gunicorn: undefined,
      default: { ...check, startPeriod: 60 },
      mail: undefined,
      beat: { ...check, startPeriod: 300 },
    });
  });

  test("may protect its own tasks, and no others", async () => {
    const recording = await recordApp({ frontend: { enabled: true }, django: { kit: true } });
    const protecting = statementsOf(recording, "alpha-task").filter(({ Action }) => Action.includes(PROTECT));
    expect(protecting).toEqual([
      {
        Sid: "ProtectTasks",
        Effect: "Allow",
        Action: [PROTECT],
        Resource: ["arn:aws:ecs:us-east-1:111122223333:task/alpha-cluster/*"],
      },
    ]);
    expect(JSON.stringify(statementsOf(recording, "alpha-frontend-task"))).not.toContain(PROTECT);
  });

  test("has an access log without health checks", async () => {
    const { command } = containerOf(await recordApp({ django: { kit: true } }), "gunicorn");
    expect(command.slice(command.indexOf("--logger-class"), -1)).toEqual([
      "--logger-class",
      "django_ecs.gunicorn.Logger",
    ]);
  });

  test("says so to releases, which look for it in the image", async () => {
    const [with_, without] = [await recordApp({ django: { kit: true } }), await recordApp()];
    expect([with_, without].map(({ result }) => result.deployTargets.check?.kit)).toEqual([true, false]);
  });
});

test("an app without it has none of that", async () => {
  expect(Object.values(await checksOf({ workers })).filter((check) => check !== undefined)).toEqual([]);
  const recording = await recordApp();
  expect(JSON.stringify(statementsOf(recording, "alpha-task"))).not.toContain(PROTECT);
  expect(containerOf(recording, "gunicorn").command).not.toContain("--logger-class");
});
