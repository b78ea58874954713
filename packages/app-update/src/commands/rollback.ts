import { isDeepStrictEqual } from "node:util";
import { underLease } from "../ledger/lease.ts";
import { currentRelease } from "../ledger/ledger.ts";
import { isUnfinished, type ReleaseRecord } from "../ledger/record.ts";
import { labelOf } from "../ledger/versions.ts";
import { EXIT, Refusal } from "../outcome.ts";
import { courseOf, refuseIfTooLong } from "../release/budget.ts";
import { carryOut } from "../release/carryOut.ts";
import { problemsOf } from "../release/checks.ts";
import { isClean, type Opened, openRollback } from "../release/open.ts";
import { stopwatchOf } from "../release/stopwatch.ts";
import { type Survey, takeSurvey } from "../release/survey.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { outcomeReport, outputsOf } from "./outcomeReport.ts";
import { refuseIfReleased } from "./release.ts";

export interface RollbackOptions extends ChangeOptions {
  /** How long everything together may take, going forward again included, in milliseconds. No limit if it is missing. */
  within?: number;
  /** Number or version of the release to go back to. Defaults to the one before the current. */
  to?: string;
}

const MIGRATIONS = "Migrations are not undone: the older version runs on the newer database.";

/**
 * All processes together back to an earlier release, with its revisions: images and settings. Without a release named, one
 * that was left half-done is undone first of all.
 */
export async function rollback(session: Session, options: RollbackOptions): Promise<Report> {
  const command = options.to === undefined ? "rollback" : `rollback --to ${options.to}`;
  const targets = await readTargets(session);
  refuseIfTooLong(courseOf(targets, options.timeout, false), options.within);
  const until = options.within === undefined ? undefined : session.clock.now() + options.within;
  const stopwatch = stopwatchOf(session);
  const survey = await takeSurvey(session, targets);
  const problems = problemsOf(session, survey, { force: true });
  if (problems.length > 0) throw new Refusal(problems);

  const told = { command, environment: targets.environment };
  const { opened, restored } = chosen(session, survey, options.to);
  const goal = restored === undefined ? `what ran before release ${opened.record.number}` : nameOf(restored);
  const entries = [...opened.record.services, ...opened.record.scheduled];
  if (entries.every((entry) => entry.kept) && isClean(survey))
    return report(
      { ...told, exit: EXIT.done, headline: `Nothing to change: ${goal} runs already.` },
      { outputs: outputsOf(targets, currentRelease(survey.ledger.records)) },
    );
  if (options.dryRun)
    return report(
      { ...told, exit: EXIT.done, headline: `It would go back to ${goal}.` },
      { remarks: [MIGRATIONS] },
    );

  return underLease(session, targets.releaseTable, command, async (lease) => {
    await refuseIfReleased(session, survey);
    // The step itself reports what is undone.
    if (restored !== undefined) session.progress.step(`Going back to ${goal}`);
    const how = { ...options, until, stopwatch, rollback: true, restored };
    const outcome = await carryOut(session, lease, survey, opened, how);
    if (restored !== undefined) return outcomeReport(told, targets, outcome, [MIGRATIONS], stopwatch.steps);
    const { number, state } = outcome.record;
    const headline = `Release ${number} is undone. Every service is back to what it ran before.`;
    const undone = { ...outcome, exit: EXIT.done, headline, failure: undefined };
    return outcomeReport(
      told,
      targets,
      state === "rolled-back" ? undone : outcome,
      [MIGRATIONS],
      stopwatch.steps,
    );
  });
}

/** What to carry out: the undoing of a release that was left half-done, or a rollback to another one. */
function chosen(session: Session, survey: Survey, to?: string): { opened: Opened; restored?: ReleaseRecord } {
  const { records } = survey.ledger;
  const [last] = records;
  if (to === undefined && last !== undefined && !isClean(survey)) {
    const restored = records.find((record) => record.number === last.restores);
    if (isUnfinished(last) && restored !== undefined)
      return { opened: openRollback(session, survey, restored), restored };
    const reason = last.reason ?? "It was taken back by hand.";
    return { opened: { record: { ...last, state: "rolling-back", reason }, resumed: true } };
  }
  const restored = to === undefined ? previousRelease(records) : namedRelease(records, to);
  return { opened: openRollback(session, survey, restored), restored };
}

/** The release before the current one; a rollback counts as the release it brought back. */
function previousRelease(records: ReleaseRecord[]): ReleaseRecord {
  const current = currentRelease(records);
  const number = current?.restores ?? current?.number;
  const previous = records.find(
    (record) =>
      record.state === "succeeded" &&
      record.kind === "release" &&
      record.number < (number ?? Number.POSITIVE_INFINITY),
  );
  if (current === undefined || previous === undefined)
    throw new Refusal(["There is no earlier release to go back to: see `app-update history`."]);
  return previous;
}

function namedRelease(records: ReleaseRecord[], to: string): ReleaseRecord {
  const succeeded = records.filter((record) => record.state === "succeeded" && record.kind === "release");
  const numbered = succeeded.find((record) => String(record.number) === to);
  if (numbered !== undefined) return numbered;
  const called = succeeded.filter((record) => record.version === to);
  const [found] = called;
  if (found === undefined) {
    const known = succeeded.slice(0, 5).map(nameOf).join(", ");
    throw new Refusal([
      `There is no succeeded release \`${to}\`. The newest are: ${known === "" ? "none" : known}.`,
    ]);
  }
  const others = called.filter((record) => !isDeepStrictEqual(record.digests, found.digests));
  if (others.length === 0) return found;
  throw new Refusal([
    `${to} was released with different images: ${called.map(nameOf).join(", ")}. Write the number of one of them.`,
  ]);
}

function nameOf(record: ReleaseRecord): string {
  return `release ${record.number} (${labelOf(record)})`;
}
