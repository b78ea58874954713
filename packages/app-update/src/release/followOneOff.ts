import type { Task } from "@aws-sdk/client-ecs";
import { formatDuration, SECOND } from "../clock.ts";
import { endsEverything } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import { CHECK_MARK } from "./checkReport.ts";
import { HINT_LINES } from "./hints/fromLog.ts";
import { followLog, logStreamOf } from "./logFollower.ts";
import { isEndKnown } from "./tasks.ts";
import { tolerantPoll } from "./tolerantPoll.ts";

/** How a one-off task ended. */
export interface Ending {
  task: Task;
  /** Of the named container; undefined where it never ran or AWS doesn't know. */
  exitCode?: number;
  /** The last lines of its log. */
  log: string[];
  /** Whether it was stopped because it took too long. */
  timedOut: boolean;
  /** The containers that it waited for, in their order. */
  before: Predecessor[];
}

/** A container that another one waits for. */
export interface Predecessor {
  name: string;
  /** The last lines of its log. */
  log: string[];
  /** Whether the task was stopped because this container had failed and ECS let the others wait on. */
  isStuck: boolean;
}

const FIRST_POLL = 2 * SECOND;
const LONGEST_POLL = 10 * SECOND;
/** CloudWatch shows the last lines some seconds after the task wrote them. */
const LOG_DELAY = 2 * SECOND;
const LOG_TRIES = 5;
/**
 * How long ECS may take to end a task whose container waits for one that has failed. It should do so at once; some tasks were
 * seen to wait for ever: https://github.com/aws/amazon-ecs-agent/issues/2579.
 */
const STUCK = 30 * SECOND;
/** How often the log of a container that has ended is read after its last line. */
const LAST_LOOKS = 3;
/** How long a task that is asked to stop may take: AWS kills it after two minutes at the latest. */
const STOPPING = 180 * SECOND;

/** The longest that `followOneOff` takes, in milliseconds. */
export function longestFollowing(timeout: number): number {
  return timeout + STOPPING + 2 * LONGEST_POLL + LOG_TRIES * LOG_DELAY;
}

export interface FollowOptions {
  /** A task that takes longer is stopped. */
  timeout: number;
  keep?: () => Promise<void>;
  /** Names of containers that the target's waits for, in their order. */
  before?: string[];
}

/** Follows a one-off task and its logs to the end; undefined where AWS has forgotten it. */
export async function followOneOff(
  session: Session,
  targets: DeployTargets,
  target: DeployTask,
  taskArn: string,
  options: FollowOptions,
): Promise<Ending | undefined> {
  const { aws, clock, progress } = session;
  const began = clock.now();
  const before = (options.before ?? []).map((name) => ({
    ...shownLog(session, { target, taskArn, container: name, label: name }),
    isStuck: false,
  }));
  const own = shownLog(session, { target, taskArn, container: target.container, label: target.process });
  const logs = [...before, own];
  const poll = tolerantPoll(session, async () => {
    const answer = await aws("ecs.DescribeTasks", { cluster: targets.cluster, tasks: [taskArn] });
    const task = answer.tasks?.[0];
    for (const log of before) await log.follow(statusOf(task, log.name));
    if (task?.startedAt !== undefined) await own.read();
    return { task };
  });
  const stop = async (reason: string) => {
    await aws("ecs.StopTask", { cluster: targets.cluster, task: taskArn, reason: `app-update: ${reason}` });
  };

  let timedOut = false;
  let failedSince: number | undefined;
  let interval = FIRST_POLL;
  for (;;) {
    await options.keep?.();
    const found = await poll();
    if (found !== undefined) {
      const { task } = found;
      if (task === undefined) return undefined;
      if (isEndKnown(task, target.container)) {
        await showRest(session, async () => {
          const counts = [];
          for (const log of logs) counts.push(await log.read());
          return counts.reduce((sum, count) => sum + count, 0);
        });
        progress.line(`${target.process}: ended (${formatDuration(clock.now() - began)})`);
        const container = task.containers?.find((candidate) => candidate.name === target.container);
        return { task, exitCode: container?.exitCode, log: own.log, timedOut, before };
      }
      const running = before.find((log) => statusOf(task, log.name) === "RUNNING");
      progress.status(
        `${running?.name ?? target.process}: ${running ? "running" : task.lastStatus?.toLowerCase()} (${formatDuration(clock.now() - began)})`,
      );
      const failed = before.find((log) => hasFailed(task, log.name));
      failedSince = failed && (failedSince ?? clock.now());
      if (failed && !failed.isStuck && clock.now() - (failedSince ?? 0) > STUCK && !timedOut) {
        failed.isStuck = true;
        await stop(`${failed.name} failed`);
      }
    }
    const elapsed = clock.now() - began;
    if (elapsed > options.timeout && !timedOut) {
      progress.warn(
        `${target.process} has taken longer than ${formatDuration(options.timeout)}: stopping it.`,
      );
      await stop("it took too long");
      timedOut = true;
    }
    if (elapsed > options.timeout + STOPPING) throw new Error(`The task ${taskArn} doesn't stop.`);
    await clock.sleep(interval);
    interval = Math.min(interval * 1.2, LONGEST_POLL);
  }
}

function statusOf(task: Task | undefined, container: string): string | undefined {
  return task?.containers?.find(({ name }) => name === container)?.lastStatus;
}

/** Whether a container has ended badly, and the task isn't on its way out yet. */
function hasFailed(task: Task, container: string): boolean {
  const code = task.containers?.find(({ name }) => name === container)?.exitCode;
  return task.desiredStatus !== "STOPPED" && code !== undefined && code !== 0;
}

interface ShownLog {
  name: string;
  /** The last lines. */
  log: string[];
  /** Shows what is new, and gives how many lines that was. */
  read(): Promise<number>;
  /** Shows what is new of a container with a status, until nothing more can come. */
  follow(status: string | undefined): Promise<void>;
}

/** The log of one container of a task, shown as it grows. */
function shownLog(
  { aws, progress }: Session,
  {
    target,
    taskArn,
    container,
    label,
  }: { target: DeployTask; taskArn: string; container: string; label: string },
): ShownLog {
  const newLines = followLog(aws, logStreamOf(target, taskArn, container));
  const log: string[] = [];
  let looks = 0;
  const read = async () => {
    const lines = await newLines();
    for (const line of lines) if (!line.startsWith(CHECK_MARK)) progress.log(label, line);
    log.push(...lines);
    log.splice(0, log.length - HINT_LINES);
    return lines.length;
  };
  return {
    name: container,
    log,
    read,
    follow: async (status) => {
      if (status !== "RUNNING" && status !== "STOPPED") return;
      if (looks === LAST_LOOKS) return;
      const count = await read();
      looks = status === "STOPPED" && count === 0 ? looks + 1 : 0;
    },
  };
}

/** Reads the log until no more lines arrive. */
async function showRest(session: Session, showLog: () => Promise<number>): Promise<void> {
  for (let attempt = 1; attempt <= LOG_TRIES; attempt++) {
    try {
      const count = await showLog();
      if (count === 0 && attempt > 1) return;
    } catch (error) {
      if (endsEverything(error)) throw error;
    }
    await session.clock.sleep(LOG_DELAY);
  }
}
