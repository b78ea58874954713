import type { Service } from "@aws-sdk/client-ecs";
import { formatTime } from "../clock.ts";
import { holderSentence, isHeld } from "../ledger/lease.ts";
import { currentRelease, readLedger } from "../ledger/ledger.ts";
import { isUnfinished, type ReleaseRecord } from "../ledger/record.ts";
import { imageLabel, labelOf, versionsOf } from "../ledger/versions.ts";
import { EXIT } from "../outcome.ts";
import { digestOf, imageOf, revisionName } from "../release/definition.ts";
import { describeServices, readScaling, type ScalingRange } from "../release/describe.ts";
import { runningVersion } from "../release/plan.ts";
import { readProcesses } from "../release/running.ts";
import { type Report, report } from "../report/report.ts";
import { trialRemarks } from "../report/trial.ts";
import type { Session } from "../session.ts";
import { type DeployService, readTargets } from "../targets.ts";
import { waitingIn, waitingRemarks, waitingTables } from "./waiting.ts";

/** What is running: versions, counts, deployments, who is releasing, what waits for what, and anything out of the ordinary. */
export async function status(session: Session): Promise<Report> {
  const { aws } = session;
  const targets = await readTargets(session);
  const names = targets.services.map((target) => target.service);
  const remarks: string[] = [];
  const [ledger, services, scaling] = await Promise.all([
    readLedger(aws, targets.releaseTable),
    describeServices(aws, targets.cluster, names),
    readScaling(aws, targets.cluster, names).catch(() => new Map<string, ScalingRange>()),
  ]);
  const processes = await readProcesses(aws, targets, services, ledger);
  const waiting = await waitingIn(session, targets.environment, processes);
  const rows = targets.services.map((target) => {
    const service = services.get(target.service);
    const running = processes.find(({ process }) => process === target.process)?.revision;
    if (service === undefined || running === undefined) return { process: target.process, state: "missing" };
    const range = scaling.get(target.service);
    remarks.push(...countRemarks(target, service, range));
    return {
      process: target.process,
      version: runningVersion(ledger.records, running, target),
      digest: digestOf(imageOf(running.definition, target.container)),
      revision: revisionName(service.taskDefinition ?? ""),
      running: service.runningCount ?? 0,
      desired: service.desiredCount ?? 0,
      autoscaling: range === undefined ? undefined : `${range.min}–${range.max}`,
      state: stateOf(service),
    };
  });
  const { lock, records } = ledger;
  const current = currentRelease(records);
  const [last] = records;
  if (lock !== undefined && isHeld(session, lock)) remarks.push(holderSentence(session, lock));
  else if (last !== undefined && isUnfinished(last))
    remarks.push(
      `Release ${last.number} (${labelOf(last)}) was left ${last.state}: run it again to finish it, or rollback to undo it.`,
    );
  else if (last?.state === "failed") remarks.push(...leftRemarks(last, services));
  return report(
    {
      exit: EXIT.done,
      command: "status",
      environment: targets.environment,
      headline:
        current === undefined
          ? `${targets.environment} has no release yet.`
          : `${targets.environment} runs ${labelOf(current)} (release ${current.number}, by ${current.actor}, ${formatTime(Date.parse(current.finishedAt ?? current.startedAt))}).`,
    },
    {
      tables: [
        {
          head: ["Process", "Version", "Revision", "Running", "Autoscaling", "State"],
          rows: rows.map((row) => [
            row.process,
            row.digest === undefined ? (row.version ?? "–") : imageLabel(row.version, row.digest),
            row.revision ?? "–",
            row.desired === undefined ? "–" : `${row.running}/${row.desired}`,
            row.autoscaling ?? "–",
            row.state,
          ]),
        },
        ...waitingTables(waiting),
      ],
      remarks: [...trialRemarks(targets), ...remarks.sort(), ...waitingRemarks(waiting)],
      url: targets.url,
      data: {
        current: current && { ...current, versions: versionsOf(current) },
        services: rows,
        lock,
        waiting,
        trial: targets.trial,
      },
    },
  );
}

/** Processes that still run the revisions of a failed release: they were left so, or couldn't be taken back. */
function leftRemarks(last: ReleaseRecord, services: Map<string, Service>): string[] {
  const left = last.services.filter(
    (entry) => !entry.kept && services.get(entry.service)?.taskDefinition === entry.revision,
  );
  if (left.length === 0) return [];
  const names = left.map((entry) => entry.process).join(", ");
  return [
    `Release ${last.number} (${labelOf(last)}) failed and was left on ${names}: release again, or rollback to undo it.`,
  ];
}

function stateOf(service: Service): string {
  if (service.status !== "ACTIVE") return service.status?.toLowerCase() ?? "unknown";
  const [primary] = service.deployments ?? [];
  if (primary?.rolloutState === "IN_PROGRESS") return "deploying";
  if (primary?.rolloutState === "FAILED") return "deployment failed";
  return (service.runningCount ?? 0) < (service.desiredCount ?? 0) ? "short of tasks" : "steady";
}

/** Where autoscaling was removed, the count stays as it was, and nobody would notice for a long time. */
function countRemarks(target: DeployService, service: Service, range?: ScalingRange): string[] {
  const desired = service.desiredCount ?? 0;
  if (range === undefined && desired > target.firstCount)
    return [
      `${target.process} runs ${desired} tasks and isn't scaled automatically; it started with ${target.firstCount}. \`app-update scale ${target.process} ${target.firstCount}\` changes that.`,
    ];
  return [];
}
