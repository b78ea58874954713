import { underLease } from "../ledger/lease.ts";
import { currentRelease, readRecords } from "../ledger/ledger.ts";
import { labelOf } from "../ledger/versions.ts";
import { EXIT, Refusal } from "../outcome.ts";
import { courseOf, refuseIfTooLong } from "../release/budget.ts";
import { carryOut } from "../release/carryOut.ts";
import { problemsOf, updateSizeProblems } from "../release/checks.ts";
import { isClean, openRelease } from "../release/open.ts";
import { planOf } from "../release/plan.ts";
import { stopwatchOf } from "../release/stopwatch.ts";
import { type Survey, takeSurvey } from "../release/survey.ts";
import { commandOf, isNamed, namesOf, type Wanted } from "../release/wanted.ts";
import { type Report, report } from "../report/report.ts";
import { trialRemarks } from "../report/trial.ts";
import type { Session } from "../session.ts";
import { type DeployTargets, readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { outcomeReport, outputsOf } from "./outcomeReport.ts";
import { headlineOf, planRemarks, planTables } from "./plan.ts";

export interface ReleaseOptions extends ChangeOptions, Wanted {
  /** The commit of the version that the release is called by, that of the update task's image. */
  gitSha?: string;
  /** The commit of an image's version, where it can be known. */
  commitOf(version: string, image: string): string | undefined;
  /** Whether services go back when one of them fails. */
  rollback: boolean;
  /** How long everything together may take, going back included, in milliseconds. No limit if it is missing. */
  within?: number;
  /** Whether the image is checked before the update task; a release that goes on with another one keeps what that one was given. */
  check: boolean;
  /** Rolls everything even if nothing changed, and over somebody else's deployment. */
  force?: boolean;
}

/** verify → lock → update task → roll out → record → unlock. */
export async function release(session: Session, options: ReleaseOptions): Promise<Report> {
  const command = commandOf("release", options);
  const targets = await readTargets(session);
  refuseCommitOfNothing(targets, options);
  refuseIfTooLong(courseOf(targets, options.timeout, true), options.within);
  const until = options.within === undefined ? undefined : session.clock.now() + options.within;
  const stopwatch = stopwatchOf(session);
  const stop = stopwatch.start("checks", `Verifying ${namesOf(options)} for ${targets.environment}`);
  const survey = await takeSurvey(session, targets, options);
  stop();
  const problems = [...problemsOf(session, survey, options), ...updateSizeProblems(survey, options.check)];
  if (problems.length > 0) throw new Refusal(problems);

  const plan = planOf(survey, options);
  const told = { command, environment: targets.environment };
  const shown = {
    tables: planTables(plan),
    remarks: planRemarks(survey, plan, options),
    url: targets.url,
    data: { plan },
  };
  if (!plan.changes && isClean(survey))
    return report(
      { ...told, exit: EXIT.done, headline: headlineOf(plan) },
      {
        ...shown,
        remarks: [...trialRemarks(targets), ...survey.remarks],
        tables: [],
        outputs: outputsOf(targets, currentRelease(survey.ledger.records)),
      },
    );
  if (options.dryRun) return report({ ...told, exit: EXIT.done, headline: headlineOf(plan) }, shown);

  return underLease(session, targets.releaseTable, command, async (lease) => {
    await refuseIfReleased(session, survey);
    const opened = openRelease(session, survey, plan, { ...options, gitSha: commitOf(survey, options) });
    const outcome = await carryOut(session, lease, survey, opened, { ...options, until, stopwatch });
    return outcomeReport(told, targets, outcome, survey.remarks, stopwatch.steps);
  });
}

/** A commit belongs to the version that the release is called by: of one that stays, the history has it. */
function refuseCommitOfNothing({ update: { image } }: DeployTargets, options: ReleaseOptions): void {
  if (options.gitSha === undefined || isNamed(options, image)) return;
  throw new Refusal([
    `--git-sha is the commit of ${image}, which stays as it is: leave it out, or name ${image}'s version too.`,
  ]);
}

/** The commit that the release is of: what was given, what the version tells, or that of an image that stays as it is. */
function commitOf({ ledger, targets, version }: Survey, options: ReleaseOptions): string | undefined {
  if (isNamed(options, targets.update.image))
    return options.gitSha ?? options.commitOf(version, targets.update.image);
  return currentRelease(ledger.records)?.gitSha;
}

/** Between the survey and the lock somebody else may have released: then the survey is out of date. */
export async function refuseIfReleased(session: Session, survey: Survey): Promise<void> {
  const [newest] = await readRecords(session.aws, survey.targets.releaseTable, 1);
  const seen = survey.ledger.records[0];
  if (newest?.id === seen?.id && newest?.state === seen?.state) return;
  throw new Refusal([
    `${newest?.actor} released ${newest && labelOf(newest)} while this release was being checked: run the command again.`,
  ]);
}
