import type { Service } from "@aws-sdk/client-ecs";
import {
  isConsistent,
  isUnfinished,
  type ProcessState,
  type ReleaseRecord,
  type ServiceRecord,
} from "../ledger/record.ts";
import type { Session } from "../session.ts";
import type { DeployService } from "../targets.ts";
import { TAG, tagOf } from "./definition.ts";
import type { Plan } from "./plan.ts";
import type { Survey } from "./survey.ts";

/** A record to carry out, and the earlier one that it replaces. */
export interface Opened {
  record: ReleaseRecord;
  /** Whether a run was stopped in the middle of it. */
  resumed: boolean;
  superseded?: ReleaseRecord;
}

/** Whether every service runs what the last complete release gave it, and no release was left unfinished. */
export function isClean(survey: Survey): boolean {
  return (
    unfinishedOf(survey) === undefined &&
    [...survey.services].every(
      ([name, service]) => formerOf(survey, name).revision === service.taskDefinition,
    )
  );
}

/** The unfinished release that a release of these images would go on with. */
function resumable(survey: Survey): ReleaseRecord | undefined {
  const last = survey.ledger.records[0];
  if (last === undefined || !isUnfinished(last) || last.kind !== "release") return undefined;
  const sameVersion = last.version === survey.version;
  const sameImages = Object.entries(survey.digests).every(
    ([image, digest]) => last.digests[image] === digest,
  );
  const sameServices =
    last.services.map((entry) => entry.service).join() ===
    survey.targets.services.map((target) => target.service).join();
  return sameVersion && sameImages && sameServices ? last : undefined;
}

/** Opens the record of a release: a new one, or the one that a killed run left. */
export function openRelease(
  session: Session,
  survey: Survey,
  plan: Plan,
  options: { gitSha?: string; check: boolean },
): Opened {
  const unfinished = resumable(survey);
  if (unfinished !== undefined) {
    // What makes the database may be another image by now; its revision isn't registered yet.
    if (unfinished.update.revision === undefined) unfinished.update.database = survey.database;
    return { record: unfinished, resumed: true };
  }
  const { targets } = survey;
  const action = (process: string) => plan.rows.find((row) => row.process === process)?.action;
  const record: ReleaseRecord = {
    ...newRecord(session, survey),
    kind: "release",
    version: survey.version,
    gitSha: options.gitSha,
    digests: survey.digests,
    update: {
      attempt: 1,
      database: survey.database,
      ...(targets.check === undefined ? {} : { isChecked: options.check }),
    },
    versions: survey.versions,
    services: targets.services.map((target) => {
      const running = survey.services.get(target.service)?.taskDefinition;
      const wanted = action(target.process) === "keep" ? running : undefined;
      return serviceRecord(survey, target, wanted);
    }),
    scheduled: targets.scheduled.map((target) => {
      const kept = action(target.process) === "keep";
      return {
        process: target.process,
        kept,
        state: stateBefore(kept),
        ...(kept ? { revision: survey.scheduled.get(target.family) } : {}),
      };
    }),
  };
  return { record, resumed: false, superseded: unfinishedOf(survey) };
}

/** Opens the record of a rollback to the revisions of an earlier release. */
export function openRollback(session: Session, survey: Survey, restored: ReleaseRecord): Opened {
  const last = survey.ledger.records[0];
  if (last !== undefined && isUnfinished(last) && last.restores === restored.number)
    return { record: last, resumed: true };
  const { targets } = survey;
  const isRestored = last?.state === "succeeded" && last.restores === restored.number;
  const record: ReleaseRecord = {
    ...newRecord(session, survey),
    kind: "rollback",
    version: restored.version,
    gitSha: restored.gitSha,
    restores: restored.number,
    digests: restored.digests,
    versions: restored.versions,
    services: targets.services.map((target) => {
      const former = restored.services.find((entry) => entry.process === target.process)?.revision;
      return serviceRecord(survey, target, former ?? formerOf(survey, target.service).revision);
    }),
    scheduled: targets.scheduled.map((target) => {
      const former = restored.scheduled.find((entry) => entry.process === target.process)?.revision;
      const newest = survey.scheduled.get(target.family);
      const kept = former === undefined || former === newest || isRestored;
      return {
        process: target.process,
        kept,
        state: stateBefore(kept),
        ...(kept ? { revision: newest } : {}),
      };
    }),
  };
  return { record, resumed: false, superseded: unfinishedOf(survey) };
}

/** What becomes of a service; `wanted` is its revision where that is registered already. */
function serviceRecord(survey: Survey, target: DeployService, wanted: string | undefined): ServiceRecord {
  const before = formerOf(survey, target.service);
  const running = survey.services.get(target.service)?.taskDefinition;
  const kept = wanted !== undefined && wanted === running && wanted === before.revision;
  return {
    process: target.process,
    service: target.service,
    before,
    kept,
    state: stateBefore(kept),
    starts: before.count === 0 && !survey.asleep.has(target.service),
    ...(wanted === undefined ? {} : { revision: wanted }),
  };
}

/** What was done to a service or scheduled task when nothing was done yet. */
function stateBefore(kept: boolean): ProcessState {
  return kept ? "kept" : "not touched";
}

function newRecord(session: Session, survey: Survey) {
  const number = 1 + (survey.ledger.records[0]?.number ?? 0);
  return {
    number,
    id: `${number}-${session.newId().slice(0, 8)}`,
    state: "started" as const,
    ...{ actor: session.identity.actor, run: session.identity.run },
    startedAt: new Date(session.clock.now()).toISOString(),
    update: { attempt: 1 },
    fence: 0,
  };
}

function unfinishedOf(survey: Survey): ReleaseRecord | undefined {
  const last = survey.ledger.records[0];
  return last !== undefined && isUnfinished(last) ? last : undefined;
}

/**
 * Where a service goes back to if this release fails: to what it runs, unless that came from a release which didn't succeed;
 * then to where that one would have gone back to. So all services always go back to one and the same release.
 */
function formerOf(survey: Survey, name: string): ServiceRecord["before"] {
  const service = survey.services.get(name) as Service;
  const running = service.taskDefinition ?? "";
  const { records } = survey.ledger;
  const entryOf = (record: ReleaseRecord | undefined) =>
    record?.services.find((entry) => entry.service === name);
  const last = records[0];
  const left = isConsistent(last) ? undefined : entryOf(last);
  if (left !== undefined && [left.before.revision, left.revision].includes(running)) return left.before;
  const release = tagOf(survey.revisions.get(running), TAG.release);
  const origin = entryOf(records.find((record) => record.id === release && record.state !== "succeeded"));
  return origin?.before ?? { revision: running, count: service.desiredCount ?? 0 };
}
