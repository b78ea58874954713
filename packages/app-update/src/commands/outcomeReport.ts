import { formatDuration, SECOND } from "../clock.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import type { Outcome } from "../release/carryOut.ts";
import { warningsOf } from "../release/checkReport.ts";
import { revisionName } from "../release/definition.ts";
import type { Step } from "../release/stopwatch.ts";
import { type Report, report, type Table } from "../report/report.ts";
import { trialRemarks } from "../report/trial.ts";
import type { DeployTargets } from "../targets.ts";

/** What a release or rollback did, for everyone. */
export function outcomeReport(
  told: Pick<Report, "command" | "environment">,
  targets: DeployTargets,
  outcome: Outcome,
  remarks: string[],
  steps: Step[],
): Report {
  const { record, exit, headline, failure } = outcome;
  const processes = [
    ...record.services.map((entry) => ({ ...entry, before: entry.before.revision })),
    ...record.scheduled.map((entry) => ({ ...entry, before: undefined })),
  ].map(({ process, before, revision, state }) => ({ process, before, revision, state }));
  return report(
    { ...told, exit, headline },
    {
      tables: [
        {
          head: ["Process", "Before", "Release", "State"],
          rows: processes.map(({ process, before, revision, state }) => [
            process,
            nameOf(before),
            nameOf(revision),
            state ?? "–",
          ]),
        },
        stepTable(steps),
      ],
      failure,
      problems: outcome.problems ?? [],
      remarks: [...trialRemarks(targets), ...remarksOn(record), ...remarks],
      url: targets.url,
      data: {
        release: record,
        processes,
        steps: steps.map(({ name, milliseconds }) => ({ name, seconds: Math.round(milliseconds / SECOND) })),
      },
      outputs: outputsOf(targets, record),
    },
  );
}

/** What the check warned of; and that nobody knows what it says, or that there was none, where somebody left it out. */
function remarksOn({ check, update, state, kind }: ReleaseRecord): string[] {
  if (update.isChecked === false) return ["The image wasn't checked (--no-check)."];
  if (update.isChecked && check === undefined && kind === "release" && state === "succeeded")
    return [
      "The check ended with 0 and without its last line, so it says nothing of the image: does its ENTRYPOINT pass its arguments on, and does its log reach CloudWatch?",
    ];
  return warningsOf(check);
}

/** What GitHub's later steps and jobs learn about a release. */
export function outputsOf(targets: DeployTargets, record: ReleaseRecord | undefined): Record<string, string> {
  if (record === undefined) return { url: targets.url };
  const { number, version, state } = record;
  return { release: String(number), version, result: state, url: targets.url };
}

function stepTable(steps: Step[]): Table {
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return {
    head: ["Step", "Took"],
    rows: [...steps, { name: "all", milliseconds: total }].map(({ name, milliseconds }) => [
      name,
      formatDuration(milliseconds),
    ]),
  };
}

function nameOf(revision: string | undefined): string {
  return revision === undefined ? "–" : revisionName(revision);
}
