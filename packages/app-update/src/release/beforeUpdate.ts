import type { Container, Task } from "@aws-sdk/client-ecs";
import { DATABASE_FAILURE } from "#vocabulary";
import type { CheckReport } from "../ledger/record.ts";
import { CheckRefused, Failed } from "../outcome.ts";
import type { DeployTask } from "../targets.ts";
import { checkReportIn, ended, sentences } from "./checkReport.ts";
import { diagnoseReason } from "./diagnose.ts";
import type { Ending, Predecessor } from "./followOneOff.ts";
import { HINT_LINES, hintFromLog } from "./hints/fromLog.ts";
import { subjectOf } from "./hints/subject.ts";
import { KEPT_LINES } from "./oneOffTask.ts";
import { CHECK } from "./updateTask.ts";

/**
 * What ECS says of a container that never started because of one it waited for, besides the exit code 143:
 * `CannotStartContainerError: dependency graph: … container ordering dependency [database(postgres:17) …] for target …`
 * (https://github.com/aws/amazon-ecs-agent/pull/3218).
 */
const UNMET = /ordering dependency \[([^\s(]+)\(/;
const LATE = /has timed out/;

/** Who ended the task, where it wasn't its own doing: its containers' exit codes say nothing then. */
const ENDED_BY_OTHERS: readonly (string | undefined)[] = [
  "UserInitiated",
  "SpotInterruption",
  "TerminationNotice",
];

/** The report of a check that ran before the update; undefined where none did. */
export function reportOf(ending: Ending): CheckReport | undefined {
  return checkReportIn(ending.before.find(({ name }) => name === CHECK)?.log ?? []);
}

/** A failure for an update that never began because a container before it failed; undefined where none did. */
export function failureBefore(target: DeployTask, ending: Ending): Failed | CheckRefused | undefined {
  const found = culpritOf(ending);
  if (found === undefined) return undefined;
  const container = ending.task.containers?.find(({ name }) => name === found.name);
  if (found.name !== CHECK) return databaseFailure(target, found, ending.task);
  const failure = checkFailure(target, found, container, isLate(ending.task, found.name));
  if (failure instanceof CheckRefused) return failure;
  const hint = [failure.failure.hint, "To release without the check: --no-check."].filter(Boolean).join(" ");
  return new Failed({ ...failure.failure, hint });
}

function culpritOf({ task, exitCode, timedOut, before }: Ending): Predecessor | undefined {
  const stuck = before.find(({ isStuck }) => isStuck);
  if (stuck !== undefined) return stuck;
  if (exitCode === 0 || timedOut || ENDED_BY_OTHERS.includes(task.stopCode)) return undefined;
  const blamed = waitingIn(task).map(({ on }) => on);
  // They are in their order: the first is no victim of another.
  return before.find(({ name }) => blamed.includes(name) || hasFailed(task, name));
}

/** The containers that never started, and what each of them waited for. */
function waitingIn({ containers = [] }: Task): { name: string; on: string; reason: string }[] {
  return containers.flatMap(({ name = "", reason = "" }) => {
    const on = UNMET.exec(reason)?.[1];
    return on === undefined ? [] : [{ name, on, reason }];
  });
}

/** Whether others waited for a container longer than its start timeout. */
function isLate(task: Task, container: string): boolean {
  return waitingIn(task).some(({ on, reason }) => on === container && LATE.test(reason));
}

function hasFailed({ containers = [], stoppedReason = "" }: Task, container: string): boolean {
  const own = containers.find(({ name }) => name === container);
  if (own?.exitCode !== undefined) return own.exitCode !== 0;
  // An image that can't be pulled ends the task as a whole.
  const isOnlyOne = containers.filter(({ image }) => image === own?.image).length === 1;
  return own?.reason !== undefined && isOnlyOne && stoppedReason.includes(own.image ?? own.reason);
}

function causeOf(task: Task, { exitCode, reason }: Container): string {
  const known = diagnoseReason([task.stoppedReason, reason].filter(Boolean).join(" "), undefined, reason);
  if (known !== undefined) return known.cause;
  if (exitCode !== undefined) return `it ended with exit code ${exitCode}`;
  return reason === undefined ? "it stopped without an exit code" : `it stopped: ${reason}`;
}

const DATABASE_HINTS: { pattern: RegExp; hint: string }[] = [
  {
    pattern: /CannotPull/,
    hint: "The subnets must reach the registry of `database.image`: set it to a copy in ECR where there is no way out.",
  },
  {
    pattern: /OutOfMemory/,
    hint: "Raise `update.memoryMiB`.",
  },
  {
    pattern: /password authentication failed|no password supplied|refuses the password/,
    hint: "The server doesn't accept the master's password: where its secret was changed by hand, put the server's own password there again.",
  },
  {
    pattern:
      /could not translate host name|could not connect|connection to server at .* failed|timeout expired|Connection refused/i,
    hint: "The database server can't be reached: is it up, and do the security groups let the update task in?",
  },
];

function databaseFailure(target: DeployTask, { name, log }: Predecessor, task: Task): Failed {
  const container = task.containers?.find((candidate) => candidate.name === name) ?? {};
  const late = isLate(task, name);
  const cause = late
    ? "it took longer than its start timeout: another update may hold its lock, or the server doesn't answer"
    : (ownReason(log, container) ?? causeOf(task, container));
  const text = [task.stoppedReason, container.reason, ...log].join("\n");
  return new Failed({
    process: name,
    reason: ended(
      `The container ${name} of the ${target.process} task, which makes the database, failed: ${cause}`,
    ),
    hint: DATABASE_HINTS.find(({ pattern }) => pattern.test(text))?.hint,
    log: log.slice(-KEPT_LINES),
  });
}

/** What the container itself says in its last line, where it got that far. */
function ownReason(log: string[], { exitCode }: Container): string | undefined {
  const line = log.findLast((candidate) => candidate.startsWith(DATABASE_FAILURE));
  return line && `${line.slice(DATABASE_FAILURE.length + 1)} (exit code ${exitCode ?? "unknown"})`;
}

/** What a check that didn't end with 0 means: that the image is refused, or that the check itself failed. */
export function checkFailure(
  target: DeployTask,
  { log }: Pick<Predecessor, "log">,
  container: Container = {},
  late = false,
): Failed | CheckRefused {
  const report = checkReportIn(log);
  if (report !== undefined && report.problems.length > 0) return new CheckRefused(sentences(report.problems));
  if (container.exitCode === 3 && report === undefined)
    return new CheckRefused(["It found problems, and its last line can't be read: its log says which."]);
  const cause = late
    ? "it took longer than two minutes"
    : container.exitCode === 0
      ? "it ended with 0 and without its last line, so the image ran something else: does its ENTRYPOINT pass its arguments on?"
      : causeOf({}, container);
  return new Failed({
    process: CHECK,
    reason: ended(`The check of the image couldn't be carried out: ${cause}`),
    hint: hintFromLog(log.slice(-HINT_LINES), subjectOf(target, "update")),
    log: log.slice(-KEPT_LINES),
  });
}
