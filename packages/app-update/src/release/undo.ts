import { isAwsError } from "../aws/errors.ts";
import type { Lease } from "../ledger/lease.ts";
import type { ReleaseRecord, ServiceRecord } from "../ledger/record.ts";
import { Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployService } from "../targets.ts";
import { describeServices } from "./describe.ts";
import { registerCopy } from "./revisions.ts";
import { isAsked, setService, touching } from "./rollout.ts";
import { withdrawScheduled } from "./schedule.ts";
import type { Survey } from "./survey.ts";
import { type Awaited, awaitDeployments } from "./watch.ts";

/**
 * Takes every service that a release changed back to the revision it had, all at once, and waits until that is done. A
 * service that the release started gets its count of 0 back. Throws where it can't be done.
 */
export async function undo(
  session: Session,
  lease: Lease,
  survey: Survey,
  record: ReleaseRecord,
  timeout: number,
): Promise<void> {
  const { targets } = survey;
  await withdrawScheduled(session, lease, survey, record);
  const changed = targets.services.flatMap((target) => {
    const entry = record.services.find((candidate) => candidate.process === target.process);
    return entry === undefined || entry.kept ? [] : [{ target, entry }];
  });
  const names = changed.map(({ target }) => target.service);
  const services = await describeServices(session.aws, targets.cluster, names);
  const awaited: Awaited[] = [];
  const touched: ServiceRecord[] = [];
  for (const { target, entry } of changed) {
    const service = services.get(target.service);
    const desiredCount = entry.starts ? 0 : undefined;
    const isBack = isAsked(service, { taskDefinition: entry.before.revision, desiredCount });
    if (entry.state === "not touched" && isBack) continue;
    const back = (taskDefinition: string) =>
      setService({ session, lease, targets }, { target, service }, { taskDefinition, desiredCount });
    touched.push(entry);
    awaited.push(
      await touching(entry, "going back", () => backTo({ session, lease, record }, { target, entry }, back)),
    );
  }
  const mark = (process: string | undefined, state: "rolled back" | "failed") => {
    const entry = touched.find((candidate) => candidate.process === process);
    if (entry !== undefined) entry.state = state;
  };
  try {
    await awaitDeployments(session, lease, targets, awaited, {
      timeout,
      // What uses up a quota may be the very tasks that are being taken back.
      patient: true,
      onDone: ({ process }) => mark(process, "rolled back"),
    });
  } catch (error) {
    if (error instanceof Failed) mark(error.failure.process, "failed");
    throw error;
  }
}

/** Back to the revision before; to a copy of it where somebody has deregistered it. */
async function backTo(
  { session, lease, record }: { session: Session; lease: Lease; record: ReleaseRecord },
  { target, entry }: { target: DeployService; entry: ServiceRecord },
  back: (revision: string) => Promise<Awaited>,
): Promise<Awaited> {
  try {
    return await back(entry.before.revision);
  } catch (error) {
    if (
      !isAwsError(error, "ClientException", "InvalidParameterException") ||
      !/inactive/i.test(String(error))
    )
      throw error;
    session.progress.warn(
      `${target.process}: ${entry.before.revision} was deregistered, registering it again.`,
    );
    return back(await registerCopy(session, lease, entry.before.revision, `${record.id}-before`));
  }
}
