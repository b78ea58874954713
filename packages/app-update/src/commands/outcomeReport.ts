import type { Outcome } from "../release/carryOut.ts";
import { revisionName } from "../release/definition.ts";
import { type Report, report } from "../report/report.ts";
import type { Targets } from "../targets.ts";

/** What a release or rollback did, for everyone. */
export function outcomeReport(
  told: Pick<Report, "command" | "environment">,
  targets: Targets,
  outcome: Outcome,
  remarks: string[],
): Report {
  const { record, exit, headline, failure } = outcome;
  const isLive = record.state === "succeeded";
  const services = record.services.map((entry) => [
    entry.process,
    revisionName(entry.before.revision),
    entry.revision === undefined ? "–" : revisionName(entry.revision),
    entry.kept ? "kept" : isLive ? "new" : record.state === "rolled-back" ? "rolled back" : record.state,
  ]);
  const scheduled = record.scheduled
    .filter((entry) => entry.revision !== undefined)
    .map((entry) => [entry.process, "–", revisionName(entry.revision ?? ""), entry.kept ? "kept" : "new"]);
  return report(
    { ...told, exit, headline },
    {
      tables: [{ head: ["Process", "Before", "Release", "State"], rows: [...services, ...scheduled] }],
      failure,
      remarks,
      url: targets.url,
      data: { release: record },
      outputs: {
        release: String(record.number),
        version: record.version,
        result: record.state,
        url: targets.url,
      },
    },
  );
}
