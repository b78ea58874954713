import { underLease } from "../ledger/lease.ts";
import { currentRelease, readRecords } from "../ledger/ledger.ts";
import { EXIT, Refusal } from "../outcome.ts";
import { courseOf, refuseIfTooLong } from "../release/budget.ts";
import { carryOut } from "../release/carryOut.ts";
import { problemsOf, updateSizeProblems } from "../release/checks.ts";
import { isClean, openRelease } from "../release/open.ts";
import { planOf } from "../release/plan.ts";
import { stopwatchOf } from "../release/stopwatch.ts";
import { type Survey, takeSurvey } from "../release/survey.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { outcomeReport, outputsOf } from "./outcomeReport.ts";
import { headlineOf, planRemarks, planTables } from "./plan.ts";

export interface ReleaseOptions extends ChangeOptions {
  version: string;
  digests: Record<string, string>;
  gitSha?: string;
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
  const command = `release ${options.version}`;
  const targets = await readTargets(session);
  refuseIfTooLong(courseOf(targets, options.timeout, true), options.within);
  const until = options.within === undefined ? undefined : session.clock.now() + options.within;
  const stopwatch = stopwatchOf(session);
  const stop = stopwatch.start("checks", `Verifying ${options.version} for ${targets.environment}`);
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
        remarks: survey.remarks,
        tables: [],
        outputs: outputsOf(targets, currentRelease(survey.ledger.records)),
      },
    );
  if (options.dryRun) return report({ ...told, exit: EXIT.done, headline: headlineOf(plan) }, shown);

  return underLease(session, targets.releaseTable, command, async (lease) => {
    await refuseIfReleased(session, survey);
    const opened = openRelease(session, survey, plan, options);
    const outcome = await carryOut(session, lease, survey, opened, { ...options, until, stopwatch });
    return outcomeReport(told, targets, outcome, survey.remarks, stopwatch.steps);
  });
}

/** Between the survey and the lock somebody else may have released: then the survey is out of date. */
export async function refuseIfReleased(session: Session, survey: Survey): Promise<void> {
  const [newest] = await readRecords(session.aws, survey.targets.releaseTable, 1);
  const seen = survey.ledger.records[0];
  if (newest?.id === seen?.id && newest?.state === seen?.state) return;
  throw new Refusal([
    `${newest?.actor} released ${newest?.version} while this release was being checked: run the command again.`,
  ]);
}
