import { formatTime } from "../clock.ts";
import { readRecords } from "../ledger/ledger.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { versionsOf } from "../ledger/versions.ts";
import { EXIT } from "../outcome.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { CommonOptions } from "./options.ts";

export interface HistoryOptions extends CommonOptions {
  /** How many releases to list, the newest first. */
  limit: number;
}

/** Who released what and when, and what became of it. */
export async function history(session: Session, options: HistoryOptions): Promise<Report> {
  const targets = await readTargets(session);
  const records = await readRecords(session.aws, targets.releaseTable, options.limit);
  return report(
    {
      exit: EXIT.done,
      command: "history",
      environment: targets.environment,
      headline:
        records.length === 0
          ? `${targets.environment} has no release yet.`
          : `The newest ${records.length} of ${targets.environment}.`,
    },
    {
      tables: [
        {
          head: ["Release", "Version", "Git", "Images", "By", "Started", "Result"],
          rows: records.map((record) => [
            String(record.number),
            record.restores === undefined
              ? record.version
              : `${record.version} (rollback to ${record.restores})`,
            record.gitSha?.slice(0, 10) ?? "–",
            digestsOf(record),
            record.actor,
            formatTime(Date.parse(record.startedAt)),
            resultOf(record),
          ]),
        },
      ],
      data: { releases: records.map((record) => ({ ...record, versions: versionsOf(record) })) },
    },
  );
}

/** The digest of each image, and its version where that isn't the release's. */
function digestsOf(record: ReleaseRecord): string {
  const versions = versionsOf(record);
  return Object.entries(record.digests)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([image, digest]) => {
      const isOwn = versions[image] === record.version;
      const other = isOwn ? "" : `${versions[image] ?? "of unknown version"} `;
      return `${image} ${other}${digest.replace("sha256:", "").slice(0, 8)}`;
    })
    .join(", ");
}

function resultOf(record: ReleaseRecord): string {
  return record.reason === undefined || record.state === "succeeded"
    ? record.state
    : `${record.state}: ${record.reason}`;
}
