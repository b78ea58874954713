import type { Task } from "@aws-sdk/client-ecs";
import { formatDuration, MINUTE, SECOND } from "../clock.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { endsEverything, Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { Targets, TaskTarget } from "../targets.ts";
import { diagnoseTask, hintFor, hintFromLog } from "./diagnose.ts";
import { HINT_LINES } from "./hints/fromLog.ts";
import { type Subject, subjectOf } from "./hints/subject.ts";
import { followLog, logStreamOf } from "./logFollower.ts";
import { tolerating } from "./tolerating.ts";

/** What tasks of `app-update run` are started by. */
export const RUN_STARTED_BY = "app-update/run";

/** What the pre-update task of a release is started by. */
export function startedBy(record: ReleaseRecord): string {
  return `app-update/${record.id}`;
}

export interface OneOff {
  target: TaskTarget;
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
}

const CAPACITY_TRIES = 5;
const CAPACITY_WAIT = 15 * SECOND;
const FIRST_POLL = 2 * SECOND;
const LONGEST_POLL = 10 * SECOND;
/** CloudWatch shows the last lines some seconds after the task wrote them. */
const LOG_DELAY = 2 * SECOND;
const LOG_TRIES = 5;
const KEPT_LINES = 20;
/** How long a task that is told to stop may take: AWS kills it after two minutes at the latest. */
const STOPPING = 180 * SECOND;

/** Starts a one-off task in the network of the targets; waits a little where there is no capacity. */
export async function startOneOff(session: Session, targets: Targets, oneOff: OneOff): Promise<string> {
  const { network } = targets;
  for (let attempt = 1; ; attempt++) {
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
    if (arn !== undefined) return arn;
    const reason = answer.failures?.[0]?.reason ?? "ECS gives no reason";
    if (attempt === CAPACITY_TRIES || !/capacity|RESOURCE/i.test(reason))
      throw new Failed({
        process: oneOff.target.process,
        reason: `The ${oneOff.target.process} task couldn't be started: ${reason}`,
        hint: diagnoseTask({ stoppedReason: reason }, oneOff.target.container).hint,
        log: [],
      });
    session.progress.line(`No capacity for the ${oneOff.target.process} task yet: ${reason}`);
    await session.clock.sleep(CAPACITY_WAIT);
  }
}

/** Follows a one-off task and its log to the end. One that takes longer than the timeout is stopped. */
export async function followOneOff(
  session: Session,
  targets: Targets,
  target: TaskTarget,
  taskArn: string,
  options: { timeout: number; keep?: () => Promise<void> },
): Promise<Ending | undefined> {
  const { aws, clock, progress } = session;
  const began = clock.now();
  const newLines = followLog(aws, logStreamOf(target, taskArn));
  const kept: string[] = [];
  const showLog = async () => {
    const lines = await newLines();
    for (const line of lines) progress.log(target.process, line);
    kept.push(...lines);
    kept.splice(0, kept.length - HINT_LINES);
    return lines.length;
  };
  const poll = tolerating(session, async () => {
    const answer = await aws("ecs.DescribeTasks", { cluster: targets.cluster, tasks: [taskArn] });
    const task = answer.tasks?.[0];
    if (task?.startedAt !== undefined) await showLog();
    return { task };
  });

  let timedOut = false;
  let interval = FIRST_POLL;
  for (;;) {
    await options.keep?.();
    const found = await poll();
    if (found !== undefined) {
      const { task } = found;
      if (task === undefined) return undefined;
      if (task.lastStatus === "STOPPED") {
        await showRest(session, showLog);
        const own = task.containers?.find((container) => container.name === target.container);
        return { task, exitCode: own?.exitCode, log: kept, timedOut };
      }
      progress.status(
        `${target.process}: ${task.lastStatus?.toLowerCase()} (${formatDuration(clock.now() - began)})`,
      );
    }
    const elapsed = clock.now() - began;
    if (elapsed > options.timeout && !timedOut) {
      progress.warn(
        `${target.process} has taken longer than ${formatDuration(options.timeout)}: stopping it.`,
      );
      await aws("ecs.StopTask", {
        cluster: targets.cluster,
        task: taskArn,
        reason: "app-update: it took too long",
      });
      timedOut = true;
    }
    if (elapsed > options.timeout + STOPPING) throw new Error(`The task ${taskArn} doesn't stop.`);
    await clock.sleep(interval);
    interval = Math.min(interval * 1.2, LONGEST_POLL);
  }
}

/** A failure for a one-off task that didn't end with exit code 0; undefined where it did. */
export function failureOf(
  target: TaskTarget,
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
    // How it ended says nothing where this program stopped it; its log may say what it waited for.
    hint: ending.timedOut
      ? (hintFromLog(ending.log, subject) ?? timeoutHint(timeout, kind))
      : hintFor(diagnosis, ending.log, subject),
    log: ending.log.slice(-KEPT_LINES),
  });
}

function timeoutHint(timeout: number, kind: "update" | "run"): string {
  const minutes = Math.ceil((timeout * 2) / MINUTE);
  const longer = `Give it longer, for example --timeout ${minutes}m; the credentials and the job must last as long`;
  return kind === "run"
    ? `${longer}.`
    : `${longer}. Or take long work out of the release: a command that moves data in batches can run after it (\`app-update run -- python manage.py …\`).`;
}

/** Reads the log until nothing comes any more. */
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
