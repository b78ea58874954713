import type { Service } from "@aws-sdk/client-ecs";
import { currentUpdate } from "../ledger/ledger.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { knownVersion } from "../ledger/versions.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import { type Difference, digestOf, imageOf, type Revision, revisionName, TAG, tagOf } from "./definition.ts";
import { waitingChanges } from "./running.ts";
import type { Survey } from "./survey.ts";
import { asTemplated } from "./updateTask.ts";

/** What a release would do with one process. */
export interface PlanRow {
  process: string;
  /**
   * `roll`: gets a new revision; `start`: gets one and its first tasks; `keep`: runs exactly this already; `run`: the task
   * before the roll-out; `publish`: a scheduled task gets a new revision.
   */
  action: "roll" | "start" | "keep" | "run" | "publish";
  /** What runs now, `<family>:<revision>`, and the version of its image, where that is known. */
  running?: string;
  runningVersion?: string;
  /** The version of the image it will run, where that is known. */
  version?: string;
  /** The template revision it will be rendered from. */
  template: string;
  /** The image it will run, by digest. */
  image: string;
  /** The image that runs now, where another one will. */
  formerImage?: string;
  /** Other changes: settings that Pulumi published and no release has carried yet. */
  infrastructure: Difference[];
}

export interface Plan {
  version: string;
  /** Digests and versions by image name. */
  digests: Record<string, string>;
  versions: Record<string, string>;
  rows: PlanRow[];
  /** Whether a release would change anything. */
  changes: boolean;
  /** Whether infrastructure changes wait for a release. */
  infrastructureWaits: boolean;
}

/** Compares what runs with what a release would make of it. For a survey without problems. */
export function planOf(survey: Survey, options: { force?: boolean } = {}): Plan {
  const { targets } = survey;
  const services = targets.services.map((target) => {
    const service = survey.services.get(target.service);
    const running = survey.revisions.get(service?.taskDefinition ?? "");
    const isNewborn = service?.desiredCount === 0 && tagOf(running, TAG.release) === undefined;
    const row = rowOf(survey, target, running, !isNewborn);
    const isSame = !isNewborn && row.formerImage === undefined && row.infrastructure.length === 0;
    const isAsleep = survey.asleep.has(target.service);
    const isKept = isSame && service !== undefined && isSteady(service, isAsleep) && !options.force;
    const starts = service?.desiredCount === 0 && !survey.asleep.has(target.service);
    const action: PlanRow["action"] = isKept ? "keep" : starts ? "start" : "roll";
    return { ...row, action };
  });
  const scheduled = targets.scheduled.map((target) => {
    const row = rowOf(survey, target, survey.revisions.get(survey.scheduled.get(target.family) ?? ""));
    const isSame =
      row.running !== undefined && row.formerImage === undefined && row.infrastructure.length === 0;
    return { ...row, action: isSame && !options.force ? ("keep" as const) : ("publish" as const) };
  });
  const current = currentUpdate(survey.ledger.records);
  const former = survey.revisions.get(current?.revision ?? "");
  const templated = former && {
    ...former,
    definition: asTemplated(former, targets.update, current?.database),
  };
  const update = { ...rowOf(survey, targets.update, templated), action: "run" as const };
  const changes =
    update.infrastructure.length > 0 || [...services, ...scheduled].some((row) => row.action !== "keep");
  const rows = [...(changes ? [update] : []), ...services, ...scheduled];
  return {
    version: survey.version,
    digests: survey.digests,
    versions: survey.versions,
    rows,
    changes,
    infrastructureWaits: rows.some((row) => row.infrastructure.length > 0),
  };
}

/** The version of the image in a revision: what it was released as, otherwise what its tag says. */
export function runningVersion(
  records: ReleaseRecord[],
  running: Revision,
  target: DeployTask,
): string | undefined {
  const digest = digestOf(imageOf(running.definition, target.container));
  const known = digest === undefined ? undefined : knownVersion(records, target.image, digest);
  return known ?? tagOf(running, TAG.version);
}

/** The reference of the image that a task gets. */
export function imageReference(
  targets: DeployTargets,
  digests: Record<string, string>,
  target: DeployTask,
): string {
  return `${targets.images[target.image]}@${digests[target.image]}`;
}

function rowOf(
  survey: Survey,
  target: DeployTask,
  running: Revision | undefined,
  hasRun = true,
): Omit<PlanRow, "action"> {
  const image = imageReference(survey.targets, survey.digests, target);
  const row = {
    process: target.process,
    version: survey.versions[target.image],
    template: revisionName(target.template),
    image,
    infrastructure: [] as Difference[],
  };
  const template = survey.revisions.get(target.template);
  if (running === undefined || template === undefined) return row;
  const known = { ...row, running: revisionName(running.definition.taskDefinitionArn ?? "") };
  // A new service starts with a template that never runs: nothing has been released yet that could differ.
  if (!hasRun) return known;
  const formerImage = imageOf(running.definition, target.container);
  return {
    ...known,
    runningVersion: runningVersion(survey.ledger.records, running, target),
    formerImage: formerImage === image ? undefined : formerImage,
    infrastructure: waitingChanges(running, template, target, formerImage ?? image),
  };
}

/** Whether the service runs what it was last asked to run, with tasks unless autoscaling holds it at none. */
function isSteady(service: Service, isAsleep: boolean): boolean {
  const [primary, ...others] = service.deployments ?? [];
  const hasTasks = (service.desiredCount ?? 0) > 0 || isAsleep;
  return others.length === 0 && primary?.rolloutState === "COMPLETED" && hasTasks;
}
