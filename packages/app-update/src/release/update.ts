import type { Lease } from "../ledger/lease.ts";
import { saveRecord } from "../ledger/ledger.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import type { Session } from "../session.ts";
import type { DeployTargets } from "../targets.ts";
import { failureOf, followOneOff, startedBy, startOneOff } from "./oneOffTask.ts";

/**
 * Runs the update task of a release to its end: the one that a killed run started, if there is one. Throws Failed
 * unless its container ended with 0.
 */
export async function runUpdate(
  session: Session,
  lease: Lease,
  targets: DeployTargets,
  record: ReleaseRecord,
  timeout: number,
): Promise<void> {
  const target = targets.update;
  const state = record.update;
  for (;;) {
    if (state.task === undefined) {
      await lease.keep();
      state.task = await startOneOff(session, targets, {
        target,
        revision: state.revision ?? "",
        startedBy: startedBy(record),
        clientToken: `${record.id}-${state.attempt}`,
      });
      await saveRecord(session.aws, targets.releaseTable, lease, record);
    }
    const options = { timeout, keep: () => lease.keep() };
    const ending = await followOneOff(session, targets, target, state.task, options);
    if (ending !== undefined) {
      const failure = failureOf(target, ending, timeout, "update");
      if (failure !== undefined) throw failure;
      return;
    }
    // AWS forgets a stopped task after an hour. Migrating twice does no harm, so it is run again.
    session.progress.warn(`AWS has forgotten how the ${target.process} task ended: running it again.`);
    state.task = undefined;
    state.attempt += 1;
  }
}
