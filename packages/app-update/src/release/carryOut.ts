import { explain } from "../aws/errors.ts";
import type { Lease } from "../ledger/lease.ts";
import { saveRecord } from "../ledger/ledger.ts";
import type { ReleaseRecord, ReleaseState } from "../ledger/record.ts";
import { labelOf } from "../ledger/versions.ts";
import { CheckRefused, EXIT, type ExitCode, endsEverything, Failed, type Failure } from "../outcome.ts";
import type { Session } from "../session.ts";
import { type TimeLimits, taskLimit, waveLimit } from "./budget.ts";
import { counted } from "./checkReport.ts";
import type { Opened } from "./open.ts";
import { registerRevisions } from "./revisions.ts";
import { rollOut } from "./rollout.ts";
import { publishScheduled } from "./schedule.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Survey } from "./survey.ts";
import { undo } from "./undo.ts";
import { runUpdate } from "./update.ts";
import { CHECK } from "./updateTask.ts";

/** How a release ended. */
export interface Outcome {
  exit: ExitCode;
  record: ReleaseRecord;
  failure?: Failure;
  /** What the check refused it for, a sentence each. */
  problems?: string[];
  /** One sentence. */
  headline: string;
}

export interface CarryOutOptions extends TimeLimits {
  /** Notes how long each step takes. */
  stopwatch: Stopwatch;
  /** Whether a failed roll-out is undone. */
  rollback: boolean;
  /** The release whose revisions a rollback brings back. */
  restored?: ReleaseRecord;
}

/** What one release needs at hand. */
interface Work extends CarryOutOptions {
  session: Session;
  lease: Lease;
  survey: Survey;
  record: ReleaseRecord;
  resumed: boolean;
}

/**
 * Carries a release out from where its record stands, and writes down each step before the next one begins: a run that is
 * killed leaves a record from which the next one goes on. A release that was already being undone is undone to the end.
 */
export async function carryOut(
  session: Session,
  lease: Lease,
  survey: Survey,
  opened: Opened,
  options: CarryOutOptions,
): Promise<Outcome> {
  const { record, resumed } = opened;
  const work: Work = { session, lease, survey, record, resumed, ...options };
  if (resumed) noteTouched(survey, record);
  if (record.state === "rolling-back") {
    if (survey.ledger.records[0]?.state === "rolling-back")
      session.progress.warn(`Release ${record.number} was being undone when its run was stopped.`);
    return takeBack(work, { reason: record.reason ?? "Its run was stopped.", log: [] });
  }
  if (resumed)
    session.progress.warn(`Going on with release ${record.number}, which a run left ${record.state}.`);
  try {
    await prepare(work, opened.superseded);
  } catch (error) {
    if (endsEverything(error)) throw error;
    if (isTouched(survey, record)) return turnBack(work, failureOf(error));
    return error instanceof CheckRefused ? refuse(work, error) : giveUp(work, failureOf(error));
  }
  try {
    await rollOut(session, lease, survey.targets, record, {
      timeout: () => waveLimit(options, session.clock.now()),
      stopwatch: options.stopwatch,
    });
    await publishScheduled(session, lease, survey, record, { restored: options.restored, resumed });
  } catch (error) {
    if (endsEverything(error)) throw error;
    return options.rollback ? turnBack(work, failureOf(error)) : leave(work, failureOf(error));
  }
  return finish(work);
}

/** Everything before the first service is touched. */
async function prepare(work: Work, superseded: ReleaseRecord | undefined): Promise<void> {
  const { session, lease, survey, record, resumed } = work;
  if (!resumed) await saveState(work, "started");
  if (superseded !== undefined) {
    session.progress.warn(`Release ${superseded.number} was never finished; this one takes its place.`);
    superseded.state = "superseded";
    await saveRecord(session.aws, survey.targets.releaseTable, lease, superseded);
  }
  if (record.kind === "release" && record.state === "started") {
    await timed(work, "revisions", "Registering revisions", () =>
      registerRevisions(session, lease, survey, record, { resumed }),
    );
    await saveState(work, "started");
    const { process } = survey.targets.update;
    await timed(work, process, `Running ${process}`, () =>
      runUpdate(session, lease, survey.targets, record, taskLimit(work, session.clock.now())),
    );
    await saveState(work, "migrated");
  }
  await saveState(work, "rolling");
}

async function timed(work: Work, name: string, title: string, step: () => Promise<void>): Promise<void> {
  const stop = work.stopwatch.start(name, title);
  try {
    await step();
  } finally {
    stop();
  }
}

async function finish(work: Work): Promise<Outcome> {
  const { record } = work;
  try {
    await saveState(work, "succeeded");
  } catch (error) {
    if (endsEverything(error)) throw error;
    const reason = `Every service is up with ${labelOf(record)}, but that couldn't be written down: ${explain(error)}`;
    const failure = { reason, hint: "Run the same command again: it only writes it down.", log: [] };
    return { exit: EXIT.unresolved, record, failure, headline: reason };
  }
  const what = record.kind === "rollback" ? "is back" : "is live";
  return { exit: EXIT.done, record, headline: `${labelOf(record)} ${what} (release ${record.number}).` };
}

/** Notes which services an earlier run has changed: it may have been stopped before it could. */
function noteTouched(survey: Survey, record: ReleaseRecord): void {
  for (const entry of record.services) {
    const { taskDefinition } = survey.services.get(entry.service) ?? {};
    const isUntouched = entry.state === undefined || entry.state === "not touched";
    if (!entry.kept && isUntouched)
      entry.state = taskDefinition === entry.before.revision ? "not touched" : "updating";
  }
  // Records that are older than the states have none.
  for (const entry of record.services) if (entry.kept) entry.state ??= "kept";
  for (const entry of record.scheduled)
    entry.state ??= entry.kept ? "kept" : entry.revision === undefined ? "not touched" : "updated";
}

/** Whether a service already ran something else than what it goes back to, because an earlier run was stopped half-way. */
function isTouched(survey: Survey, record: ReleaseRecord): boolean {
  return record.services.some(
    (entry) => survey.services.get(entry.service)?.taskDefinition !== entry.before.revision,
  );
}

/** The check found problems before anything was changed. */
async function refuse(work: Work, { problems, message }: CheckRefused): Promise<Outcome> {
  await tryToSave(work, "refused", message);
  const { record } = work;
  return {
    exit: EXIT.refused,
    record,
    problems,
    headline: `Release ${record.number} was refused: the check found ${counted(record.check?.problems.length ?? problems.length, "problem")} in ${labelOf(record)}. Nothing was migrated, and no service was touched.`,
  };
}

/** It failed before any service was touched. */
async function giveUp(work: Work, failure: Failure): Promise<Outcome> {
  await tryToSave(work, "failed", failure.reason);
  return {
    exit: EXIT.failed,
    record: work.record,
    failure,
    headline: `Release ${work.record.number} failed. No service was touched.`,
  };
}

/** It failed and is left as it is. */
async function leave(work: Work, failure: Failure): Promise<Outcome> {
  await tryToSave(work, "failed", failure.reason);
  return {
    exit: EXIT.unresolved,
    record: work.record,
    failure,
    headline: `Release ${work.record.number} failed and was left as it is (--no-rollback).`,
  };
}

/** It failed just now, and every service goes back. */
function turnBack(work: Work, failure: Failure): Promise<Outcome> {
  work.session.progress.warn(failure.reason);
  return takeBack(work, failure);
}

/** Every service goes back. */
async function takeBack(work: Work, failure: Failure): Promise<Outcome> {
  const { session, lease, survey, record } = work;
  await tryToSave(work, "rolling-back", failure.reason);
  try {
    await timed(work, "going back", "Going back to what ran before", () =>
      undo(session, lease, survey, record, work.timeout),
    );
  } catch (error) {
    if (endsEverything(error)) throw error;
    return {
      exit: EXIT.unresolved,
      record,
      failure: {
        ...failure,
        hint: `Going back failed too: ${failureOf(error).reason} Run the command again to go on with it.`,
      },
      headline: `Release ${record.number} failed, and not every service is back to what it ran before.`,
    };
  }
  await tryToSave(work, "rolled-back", failure.reason);
  return {
    exit: EXIT.failed,
    record,
    failure,
    headline: `Release ${record.number} failed. Every service is back to what it ran before.`,
  };
}

async function saveState(work: Work, state: ReleaseState): Promise<void> {
  const { session, survey, lease, record } = work;
  record.state = state;
  if (!["started", "migrated", "rolling", "rolling-back"].includes(state))
    record.finishedAt = new Date(session.clock.now()).toISOString();
  await saveRecord(session.aws, survey.targets.releaseTable, lease, record);
}

/** Where the ledger doesn't answer, what has to be done to the services is still done. */
async function tryToSave(work: Work, state: ReleaseState, reason: string): Promise<void> {
  work.record.reason = reason;
  try {
    await saveState(work, state);
  } catch (error) {
    if (endsEverything(error)) throw error;
    work.session.progress.warn(`The release's state couldn't be written down. ${explain(error)}`);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof CheckRefused) return { process: CHECK, reason: error.message, log: [] };
  return error instanceof Failed ? error.failure : { reason: explain(error), log: [] };
}
