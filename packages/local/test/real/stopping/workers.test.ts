import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Container } from "../../../src/index.ts";
import { note, type Rolling, startRolling } from "../../support/rolling.ts";
import { SCALE, STOPPING_LIMIT } from "../../support/scale.ts";
import { type Project, type Sent, Workers } from "../../support/workers.ts";

const fullLength = Boolean(process.env.UBLOG_FULL_LENGTH);

const LIMIT = { timeout: STOPPING_LIMIT };

let rolling: Rolling;
beforeAll(async () => {
  rolling = await startRolling();
});
afterAll(() => rolling?.stop());

/** A steady stream: short tasks, some of which wait a while before they may start. */
const stream = (longest: number): Sent[] =>
  Array.from({ length: 18 }, (_, i) => ({
    seconds: [1, 5, longest][i % 3] ?? 1,
    after: 8,
    ...(i % 4 === 3 ? { countdown: 30 } : {}),
  }));

interface Replaced extends Project {
  worker: string;
  /** The task that a worker has when it is asked to stop, in seconds. */
  running: number;
  /** Whether that takes longer than the worker may wait for it. */
  putBack: boolean;
}

const REPLACED: Record<string, Replaced> = {
  "without a limit of its tasks": { worker: "default", running: 480, putBack: true },
  "whose tasks take at most 60 s": { worker: "short", running: 50, putBack: false },
  "on Celery 5.5": { worker: "default", running: 480, putBack: true, lock: "celery-5.5" },
  ...(fullLength
    ? {
        "whose tasks take at most 300 s": { worker: "medium", running: 280, putBack: true },
        "whose tasks take at most 7200 s": { worker: "long", running: 600, putBack: true },
      }
    : {}),
};

for (const [name, { worker, running, putBack, ...project }] of Object.entries(REPLACED))
  test.concurrent(
    `two workers ${name} are replaced under a steady stream: no task is lost or doubled`,
    LIMIT,
    async () => {
      const workers = await Workers.of(rolling, worker, project);
      const [first, second] = await Promise.all([workers.start(), workers.start()]);
      await workers.send(first, "long", [{ seconds: running }]);
      await workers.started("long0");
      const tasks = stream(30);
      const sending = workers.send(first, "task", tasks);
      await workers.started("task0");
      const [stopped, fresh] = await Promise.all([
        Promise.all([first.stop(), second.stop()]),
        Promise.all([workers.start(), workers.start()]),
      ]);
      await sending;
      await workers.ended(tasks.length + 1);
      const report = await workers.report();
      const idle = await Promise.all(fresh.map((one) => one.stop()));
      note(`workers ${name}`, { ...report, stopped, idle });
      expect(report).toEqual({
        sent: tasks.length + 1,
        ended: tasks.length + 1,
        lost: [],
        doubled: [],
        // Shorter ones may have been put back with it.
        startedOver: putBack ? expect.arrayContaining(["long0"]) : [],
      });
      for (const one of [...stopped, ...idle]) expect(one).toMatchObject({ exitCode: 0, killed: false });
    },
  );

/** One worker is stopped while it has a task that takes longer than it may wait, and another one comes. */
async function stoppedAtWork(
  project: Project,
  seconds: number,
  change?: (container: Container) => Container,
) {
  const workers = await Workers.of(rolling, "default", project);
  const old = await workers.start(change);
  await workers.send(old, "task", [{ seconds }]);
  await workers.started("task0");
  const { exitCode, killed, ...stopped } = await old.stop();
  const fresh = await workers.start(change);
  await workers.send(fresh, "last", [{ seconds: 1 }]);
  await workers.started("last0");
  const { lost, doubled, startedOver } = await workers.report();
  await fresh.kill();
  note(`one worker ${JSON.stringify(project)}${change === undefined ? "" : " changed"}`, {
    ...{ exitCode, killed, ...stopped, lost, doubled, startedOver },
  });
  return { exitCode, killed, lost, doubled, startedOver };
}

const ACKS_LATE = { CELERY_TASK_ACKS_LATE: true, CELERY_WORKER_PREFETCH_MULTIPLIER: 1 };

test.concurrent("a project without the kit that acknowledges late starts the task over", LIMIT, async () => {
  expect(await stoppedAtWork({ plain: ACKS_LATE }, 200)).toEqual({
    ...{ exitCode: 0, killed: false, lost: [], doubled: [], startedOver: ["task0"] },
  });
});

test.concurrent(
  "one that acknowledges early, as Celery does by itself, loses it; the worker ends in time",
  LIMIT,
  async () => {
    expect(await stoppedAtWork({ plain: {} }, 200)).toEqual({
      ...{ exitCode: 0, killed: false, lost: ["task0"], doubled: [], startedOver: [] },
    });
  },
);

test.concurrent(
  "without REMAP_SIGTERM the worker waits for its task until it is killed, and nobody puts it back",
  LIMIT,
  async () => {
    const change = ({ environment: { REMAP_SIGTERM, ...environment }, ...more }: Container) => ({
      ...more,
      environment,
    });
    expect(await stoppedAtWork({ plain: ACKS_LATE }, 600, change)).toEqual({
      ...{ exitCode: 137, killed: true, lost: ["task0"], doubled: [], startedOver: [] },
    });
  },
);

/** What becomes of a task of half a minute when a worker of another queue has this visibility timeout. In seconds, all of them real ones. */
async function besideAnother(visibilityTimeout: number) {
  const prefix = `${randomUUID()}.`;
  const project = (visibility_timeout: number): Project => ({
    plain: {
      ...ACKS_LATE,
      CELERY_BROKER_TRANSPORT_OPTIONS: { global_keyprefix: prefix, visibility_timeout },
    },
  });
  const workers = await Workers.of(rolling, "long", project(3600));
  const first = await workers.start();
  await workers.start();
  await workers.send(first, "task", [{ seconds: 30 * SCALE }]);
  await workers.started("task0");
  const others = await Workers.of(rolling, "short", project(visibilityTimeout));
  await others.start();
  await workers.ended(1);
  const { lost, doubled } = await workers.report();
  note(`a worker of another queue has a visibility timeout of ${visibilityTimeout} s`, { lost, doubled });
  return { lost, doubled };
}

// A consumer looks for such tasks 10 s after its start, whatever the scale.
test
  .runIf(fullLength)
  .concurrent("the shortest visibility timeout of an app counts for all of its workers", LIMIT, async () => {
    expect(await Promise.all([besideAnother(1), besideAnother(3600)])).toEqual([
      { lost: [], doubled: ["task0"] },
      { lost: [], doubled: [] },
    ]);
  });
