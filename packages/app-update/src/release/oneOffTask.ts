import { isThrottle, wasRefused } from "../aws/errors.ts";
import { formatDuration, LONGEST_TIMEOUT, MINUTE, SECOND } from "../clock.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import { diagnoseReason, diagnoseTask, hintFor } from "./diagnose.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { type Ending, longestFollowing } from "./followOneOff.ts";
import { hintFromLog } from "./hints/fromLog.ts";
import { type Subject, subjectOf } from "./hints/subject.ts";

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

const CAPACITY_TRIES = 5;
const CAPACITY_WAIT = 15 * SECOND;
/** How many of the last lines of a log are shown. */
export const KEPT_LINES = 20;

/** The longest that `startOneOff` and `followOneOff` take together, in milliseconds. */
export function longestOneOff(timeout: number): number {
  return CAPACITY_TRIES * CAPACITY_WAIT + longestFollowing(timeout);
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
