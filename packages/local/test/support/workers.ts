import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Container, LocalImage, RunningContainer } from "../../src/index.ts";
import { readLedger, type TaskReport, tasksOf } from "../../src/load/ledger.ts";
import { djangoImage, type Rolling } from "./rolling.ts";
import { SCALE } from "./scale.ts";

/** A task to be sent. In seconds, which the scale divides. */
export interface Sent {
  /** How long it takes. */
  seconds: number;
  /** Since the one before. */
  after?: number;
  countdown?: number;
}

/** A project that the workers run. */
export interface Project {
  /** Its lock in `test/apps/rolling/requirements`. Defaults to `newest`. */
  lock?: string;
  /** Settings of a project without the kit. Defaults to a project with it. */
  plain?: Record<string, unknown>;
}

/** Seconds that anything may take on a busy machine, on top of what the scale makes of an hour. */
const PATIENCE = 90 + 3600 / SCALE;

/** Tenths of a second without a line in the ledger after which nothing runs: what runs writes more often than that. */
const QUIET = 30;

/** Workers of one queue, which no other test has, and the ledger of their tasks. */
export class Workers {
  readonly #rolling: Rolling;
  readonly #container: Container;
  readonly #image: LocalImage;
  readonly #ledger: string;
  readonly #queue: string;

  private constructor(
    rolling: Rolling,
    container: Container,
    image: LocalImage,
    ledger: string,
    queue: string,
  ) {
    this.#rolling = rolling;
    this.#container = container;
    this.#image = image;
    this.#ledger = ledger;
    this.#queue = queue;
  }

  /** Workers of a process of the stack, with its command except for the queue's name, on a project. */
  static async of(rolling: Rolling, process: string, { lock, plain }: Project = {}): Promise<Workers> {
    const ledger = join(rolling.servers.folder, `ledger-${randomUUID()}`);
    const { command, environment, ...more } = rolling.container(process);
    const queue = `${command[command.indexOf("-Q") + 1]}-${randomUUID()}`;
    const container = {
      ...more,
      command: command.map((word, i) => (command[i - 1] === "-Q" ? queue : word)),
      environment: { ...environment, ...(plain && { DJANGO_SETTINGS_MODULE: "rolling.plain" }) },
    };
    const image = await djangoImage(lock, {
      LEDGER: ledger,
      ...(plain && { TASK_OPTIONS: JSON.stringify(plain) }),
    });
    return new Workers(rolling, container, image, ledger, queue);
  }

  /** Starts a worker, as the stack has it or changed. It is done when the worker takes tasks. */
  async start(
    change: (container: Container) => Container = (container) => container,
  ): Promise<RunningContainer> {
    const worker = await this.#rolling.start(change(this.#container), this.#image);
    await worker.process.printed(/ ready\./);
    return worker;
  }

  /** Sends tasks, named with `prefix` and a number, from a process with a worker's environment. */
  async send(from: RunningContainer, prefix: string, tasks: readonly Sent[]): Promise<void> {
    const scaled = tasks.map((task) =>
      Object.fromEntries(Object.entries(task).map(([name, seconds]) => [name, seconds / SCALE])),
    );
    const order = JSON.stringify({ queue: this.#queue, prefix, tasks: scaled });
    const { exitCode, output } = await from.execute(["python", "-m", "rolling.send", order]);
    if (exitCode !== 0) throw new Error(output);
  }

  /** Waits until a task has been started that often. */
  started(task: string, times = 1): Promise<void> {
    return this.#until(() => this.#count("start", task) >= times);
  }

  /** Waits until that many tasks have ended, or one of them twice. */
  ended(tasks: number): Promise<void> {
    return this.#until(() => this.#count("end") >= tasks);
  }

  /** What became of the tasks, when nothing runs any more. */
  async report(): Promise<TaskReport> {
    for (let [same, lines] = [0, -1]; same < QUIET; same++) {
      const now = readLedger(this.#ledger).length;
      if (now !== lines) same = 0;
      lines = now;
      await wait(100);
    }
    return tasksOf(readLedger(this.#ledger));
  }

  #count(what: string, task?: string): number {
    const lines = readLedger(this.#ledger);
    return lines.filter((line) => line.what === what && (task ?? line.task) === line.task).length;
  }

  async #until(condition: () => boolean): Promise<void> {
    const limit = performance.now() + PATIENCE * 1000;
    while (!condition()) {
      if (performance.now() > limit)
        throw new Error(`not within ${PATIENCE} s: ${JSON.stringify(tasksOf(readLedger(this.#ledger)))}`);
      await wait(20);
    }
  }
}
