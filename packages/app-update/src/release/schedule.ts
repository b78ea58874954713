import type { Lease } from "../ledger/lease.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import type { Session } from "../session.ts";
import { revisionName } from "./definition.ts";
import { findRegistered, registerCopy, registerOnce, rendering } from "./revisions.ts";
import type { Survey } from "./survey.ts";

/**
 * Registers the revisions of scheduled tasks. The schedule runs the newest revision of a family, so registering one is its
 * roll-out: it comes last, after every service is up.
 */
export async function publishScheduled(
  session: Session,
  lease: Lease,
  survey: Survey,
  record: ReleaseRecord,
  options: { restored: ReleaseRecord | undefined; resumed: boolean },
): Promise<void> {
  for (const entry of record.scheduled) {
    if (entry.revision !== undefined) continue;
    const target = survey.targets.scheduled.find((candidate) => candidate.process === entry.process);
    if (target === undefined) continue;
    const former = options.restored?.scheduled.find(
      (candidate) => candidate.process === entry.process,
    )?.revision;
    const found = options.resumed ? await findRegistered(session, target.family, record.id) : undefined;
    entry.revision =
      found ??
      (former === undefined
        ? await registerOnce(session, lease, rendering(survey, record, target), record.id)
        : await registerCopy(session, lease, former, record.id));
    entry.state = "updated";
    session.progress.line(`${target.process}: scheduled with ${revisionName(entry.revision)}`);
  }
}

/** Takes back the revisions of scheduled tasks that a release registered: the schedule runs the ones before again. */
export async function withdrawScheduled(
  session: Session,
  lease: Lease,
  survey: Survey,
  record: ReleaseRecord,
): Promise<void> {
  for (const entry of record.scheduled) {
    const target = survey.targets.scheduled.find((candidate) => candidate.process === entry.process);
    if (target === undefined || entry.kept) continue;
    const revision = await findRegistered(session, target.family, record.id);
    if (revision === undefined) continue;
    await lease.keep();
    await session.aws("ecs.DeregisterTaskDefinition", { taskDefinition: revision });
    entry.revision = undefined;
    entry.state = "rolled back";
  }
}
