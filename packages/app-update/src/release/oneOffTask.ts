import type { Task } from "@aws-sdk/client-ecs";
import { isThrottle, wasRefused } from "../aws/errors.ts";
import { formatDuration, LONGEST_TIMEOUT, MINUTE, SECOND } from "../clock.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { endsEverything, Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import { CHECK_MARK } from "./checkReport.ts";
import { diagnoseReason, diagnoseTask, hintFor } from "./diagnose.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { HINT_LINES, hintFromLog } from "./hints/fromLog.ts";
import { type Subject, subjectOf } from "./hints/subject.ts";
import { followLog, logStreamOf } from "./logFollower.ts";
import { isEndKnown } from "./tasks.ts";
import { tolerantPoll } from "./tolerantPoll.ts";

/** What tasks of `app-update run` have as `startedBy`. */
export const RUN_STARTED_BY = "app-update/run";

/** What tasks of `app-update check` have. */
export const CHECK_STARTED_BY = "app-update/check";

/** What the update task of a release has as `startedBy`. */
export function startedBy(record: ReleaseRecord): string {
  return `app-update/${record.id}`;
}

export interface OneOff {
  target: DeployTask;
  revision: string;
  startedBy: string;
  /** The same token never starts a second task. */
  clientToken: string;
  /** Instead of the container's own command. */
  command?: string[];
}

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

const CAPACITY_TRIES = 5;
const CAPACITY_WAIT = 15 * SECOND;
const FIRST_POLL = 2 * SECOND;
const LONGEST_POLL = 10 * SECOND;
/** CloudWatch shows the last lines some seconds after the task wrote them. */
const LOG_DELAY = 2 * SECOND;
const LOG_TRIES = 5;
export const KEPT_LINES = 20;
/**
 * How long ECS may take to end a task whose container waits for one that has failed. It should do so at once; some tasks were
 * seen to wait for ever: https://github.com/aws/amazon-ecs-agent/issues/2579.
 */
const STUCK = 30 * SECOND;
/** How often the log of a container that has ended is read after its last line. */
const LAST_LOOKS = 3;
/** How long a task that is asked to stop may take: AWS kills it after two minutes at the latest. */
const STOPPING = 180 * SECOND;

/** The longest that `startOneOff` and `followOneOff` take together, in milliseconds. */
export function longestOneOff(timeout: number): number {
  return CAPACITY_TRIES * CAPACITY_WAIT + timeout + STOPPING + 2 * LONGEST_POLL + LOG_TRIES * LOG_DELAY;
}

/** Starts a one-off task in the network of the targets; waits a little for what heals by itself, such as capacity. */
export async function startOneOff(session: Session, targets: DeployTargets, oneOff: OneOff): Promise<string> {
  const { process } = oneOff.target;
  for (let attempt = 1; ; attempt++) {
    const answer = await tryToStart(session, targets, oneOff);
    if (answer.arn !== undefined) return answer.arn;
    const { reason, diagnosis } = answer;
    if (attempt === CAPACITY_TRIES || !diagnosis?.heals)
      throw new Failed({
        process,
        reason: `The ${process} task couldn't be started: ${reason}`,
        hint: diagnosis?.hint,
        log: [],
      });
    session.progress.line(`The ${process} task can't be started yet: ${reason}`);
    await session.clock.sleep(CAPACITY_WAIT);
  }
}

/** The task's ARN, or why there is none. ECS reports some reasons in its answer, others as an error. */
async function tryToStart(
  session: Session,
  targets: DeployTargets,
  oneOff: OneOff,
): Promise<{ arn: string } | { arn?: undefined; reason: string; diagnosis?: Diagnosis }> {
  const { network } = targets;
  const subject = subjectOf(oneOff.target, oneOff.command === undefined ? "update" : "run");
  try {
    const answer = await session.aws("ecs.RunTask", {
      cluster: targets.cluster,
      taskDefinition: oneOff.revision,
      count: 1,
      clientToken: oneOff.clientToken,
      startedBy: oneOff.startedBy,
      capacityProviderStrategy: [{ capacityProvider: network.capacityProvider, weight: 1 }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: network.subnets,
          securityGroups: network.securityGroups,
          assignPublicIp: network.assignPublicIp ? "ENABLED" : "DISABLED",
        },
      },
      propagateTags: "TASK_DEFINITION",
      ...(oneOff.command
        ? { overrides: { containerOverrides: [{ name: oneOff.target.container, command: oneOff.command }] } }
        : {}),
    });
    const arn = answer.tasks?.[0]?.taskArn;
    if (arn !== undefined) return { arn };
    const reason = answer.failures?.[0]?.reason ?? "ECS gives no reason";
    return { reason, diagnosis: diagnoseReason(reason, subject) };
  } catch (error) {
    const diagnosis =
      wasRefused(error) && !isThrottle(error) ? diagnoseReason((error as Error).message, subject) : undefined;
    if (diagnosis === undefined) throw error;
    return { reason: (error as Error).message, diagnosis };
  }
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

/** A failure for a one-off task that didn't end with exit code 0; undefined where it did. */
export function failureOf(
  target: DeployTask,
  ending: Ending,
  timeout: number,
  kind: Exclude<Subject["kind"], "service">,
): Failed | undefined {
  if (ending.exitCode === 0 && !ending.timedOut) return undefined;
  const subject = subjectOf(target, kind);
  const diagnosis = diagnoseTask(ending.task, target.container, subject);
  const reason = ending.timedOut
    ? `The ${target.process} task took longer than ${formatDuration(timeout)} and was stopped`
    : ending.exitCode === undefined
      ? `The ${target.process} task gave no exit code: ${diagnosis.cause}`
      : `The ${target.process} task failed: ${diagnosis.cause}`;
  return new Failed({
    process: target.process,
    reason: `${reason}.`,
    // Where this program stopped it, its ending says nothing; its log may say what it waited for.
    hint: ending.timedOut
      ? (hintFromLog(ending.log, subject) ?? timeoutHint(timeout, kind))
      : hintFor(diagnosis, ending.log, subject),
    log: ending.log.slice(-KEPT_LINES),
  });
}

function timeoutHint(timeout: number, kind: "update" | "run"): string {
  const minutes = Math.ceil(Math.min(timeout * 2, LONGEST_TIMEOUT) / MINUTE);
  const longer = `Give it longer, for example --timeout ${minutes}m; the credentials and the job must last as long.`;
  const other =
    kind === "run"
      ? "Split the command."
      : "Take long work out of the release: a command that moves data in batches can run after it (`app-update run -- python manage.py …`).";
  if (timeout >= LONGEST_TIMEOUT) return other;
  return kind === "run" ? longer : `${longer} Or ${other.charAt(0).toLowerCase()}${other.slice(1)}`;
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
