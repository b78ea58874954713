import type { Lease } from "../ledger/lease.ts";
import { saveRecord } from "../ledger/ledger.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import type { Session } from "../session.ts";
import type { DeployTargets } from "../targets.ts";
import { failureBefore, reportOf } from "./beforeUpdate.ts";
import { summaryOf } from "./checkReport.ts";
import { followOneOff } from "./followOneOff.ts";
import { failureOf, startedBy, startOneOff } from "./oneOffTask.ts";
import { containersBefore } from "./updateTask.ts";

/**
 * Runs the update task of a release to its end, with what it waits for: the one that a killed run started, if there is one.
 * Throws CheckRefused where the check found problems, and Failed unless all its containers ended with 0.
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
    const before = containersBefore(target, state.isChecked ?? false);
    const options = { timeout, keep: () => lease.keep(), before };
    const ending = await followOneOff(session, targets, target, state.task, options);
    if (ending !== undefined) {
      record.check = reportOf(ending);
      if (record.check !== undefined) session.progress.line(`check: ${summaryOf(record.check)}`);
      const failure = failureBefore(target, ending) ?? failureOf(target, ending, timeout, "update");
      if (failure !== undefined) throw failure;
      return;
    }
    // AWS forgets a stopped task after an hour. Migrating twice does no harm, so it is run again.
    session.progress.warn(`AWS has forgotten how the ${target.process} task ended: running it again.`);
    state.task = undefined;
    state.attempt += 1;
  }
}
