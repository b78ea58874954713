import { imageLabel, labelOf } from "../ledger/versions.ts";
import { EXIT, Refusal } from "../outcome.ts";
import { problemsOf, updateSizeProblems } from "../release/checks.ts";
import { digestOf } from "../release/definition.ts";
import { type Plan, type PlanRow, planOf } from "../release/plan.ts";
import { type Survey, takeSurvey } from "../release/survey.ts";
import { commandOf, type Wanted } from "../release/wanted.ts";
import { type Report, report, type Table } from "../report/report.ts";
import { trialRemarks } from "../report/trial.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { CommonOptions } from "./options.ts";
import { releaseTable } from "./waiting.ts";

export interface PlanOptions extends CommonOptions, Wanted {
  /** Whether waiting infrastructure changes have an exit code of their own. */
  check?: boolean;
}

/** Compares what runs, what Pulumi published and the images of a version. Changes nothing. */
export async function plan(session: Session, options: PlanOptions): Promise<Report> {
  const targets = await readTargets(session);
  const survey = await takeSurvey(session, targets, options);
  const problems = [...problemsOf(session, survey, {}), ...updateSizeProblems(survey, true)];
  if (survey.problems.length > 0) throw new Refusal(survey.problems);
  const found = planOf(survey);
  return report(
    {
      exit: options.check && found.infrastructureWaits ? EXIT.differences : EXIT.done,
      command: commandOf("plan", options),
      environment: targets.environment,
      headline: headlineOf(found),
    },
    {
      tables: planTables(found),
      remarks: [
        ...problems.map((problem) => `A release would be refused now: ${problem}`),
        ...planRemarks(survey, found, { check: true }),
      ],
      url: targets.url,
      data: { plan: found },
    },
  );
}

export function headlineOf(found: Plan): string {
  const label = labelOf(found);
  if (!found.changes) return `Nothing to change: ${label} runs already.`;
  const changed = found.rows.filter((row) => row.action !== "keep" && row.action !== "run").length;
  const carried = found.infrastructureWaits ? " and carry infrastructure changes along" : "";
  return `A release of ${label} would change ${changed} ${changed === 1 ? "process" : "processes"}${carried}.`;
}

/** What a plan can't say in its table. */
export function planRemarks(survey: Survey, found: Plan, options: { check: boolean }): string[] {
  const isChecked = found.changes && survey.targets.check !== undefined && options.check;
  const check = "The image is checked before the update task migrates: problems refuse the release.";
  return [...trialRemarks(survey.targets), ...(isChecked ? [check] : []), ...survey.remarks];
}

/** The plan as a table, and waiting infrastructure changes as another. */
export function planTables(found: Plan): Table[] {
  const waiting = found.rows.flatMap(({ process, infrastructure }) =>
    infrastructure.map((difference) => ({ process, ...difference })),
  );
  return [
    {
      head: ["Process", "Action", "Runs", "Version", "Template", "Image"],
      rows: found.rows.map((row) => [
        row.process,
        row.action,
        row.running ?? "–",
        versionCell(row),
        row.template,
        imageCell(row),
      ]),
    },
    ...releaseTable(waiting),
  ];
}

/** The version of the image, before and after. */
function versionCell(row: PlanRow): string {
  const after = imageLabel(row.version, digestOf(row.image) ?? "");
  const before = row.running === undefined ? undefined : row.runningVersion;
  return before === undefined || before === after ? after : `${before} → ${after}`;
}

function imageCell(row: PlanRow): string {
  const short = (image: string) =>
    image.replace(/^.*\//, "").replace(/(@sha256:[0-9a-f]{8})[0-9a-f]+$/, "$1");
  return row.formerImage === undefined ? short(row.image) : `${short(row.formerImage)} → ${short(row.image)}`;
}
