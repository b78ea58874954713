import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { isThrottle, wasRefused } from "../aws/errors.ts";
import { SECOND } from "../clock.ts";
import type { Lease } from "../ledger/lease.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { versionsOf } from "../ledger/versions.ts";
import type { Session } from "../session.ts";
import type { DeployTask } from "../targets.ts";
import { copyOf, digestOf, type Revision, render, revisionName, TAG, tagOf } from "./definition.ts";
import { describeRevision, newestRevisions } from "./describe.ts";
import { imageReference } from "./plan.ts";
import type { Survey } from "./survey.ts";
import { containersBefore, type Rendered, renderRun, renderUpdate } from "./updateTask.ts";

const TRIES = 4;
const RETRY_WAIT = 5 * SECOND;
/** How many of a family's newest revisions are searched for one that a killed run registered. */
const LOOKED_AT = 10;

/** Registers what a release still lacks, one revision a family, never a second one. */
export async function registerRevisions(
  session: Session,
  lease: Lease,
  survey: Survey,
  record: ReleaseRecord,
  options: { resumed: boolean },
): Promise<void> {
  const { targets } = survey;
  const { update } = record;
  const registerAs = async (id: string, process: string, request: RegisterTaskDefinitionRequest) => {
    const found = options.resumed ? await findRegistered(session, request.family ?? "", id) : undefined;
    const arn = found ?? (await registerOnce(session, lease, request, id));
    session.progress.line(`${process}: ${revisionName(arn)}${found ? " (registered before)" : ""}`);
    return arn;
  };
  const register = (target: DeployTask) =>
    registerAs(record.id, target.process, rendering(survey, record, target));
  if (containersBefore(targets.update, update.isChecked ?? false).length > 0)
    update.runRevision ??= await registerAs(runId(record), "run", renderingForRun(survey, record));
  update.revision ??= await register(targets.update);
  for (const entry of record.services) {
    const target = targets.services.find((candidate) => candidate.process === entry.process);
    if (target !== undefined && entry.revision === undefined) entry.revision = await register(target);
  }
}

/** What a release registers for a task: its template with the release's image and tags. */
export function rendering(
  survey: Survey,
  record: ReleaseRecord,
  target: DeployTask,
): RegisterTaskDefinitionRequest {
  const { template, image, tags, version } = madeOf(survey, record, target, record.id);
  const { update, check } = survey.targets;
  if (target !== update) return render(template, target, image, tags, version);
  const { database, isChecked } = record.update;
  return renderUpdate(
    template,
    update,
    { image, tags, version },
    { database, check: isChecked ? check : undefined },
  );
}

/** The second revision of the update task: that of `app-update run`. */
function renderingForRun(survey: Survey, record: ReleaseRecord): RegisterTaskDefinitionRequest {
  const { update } = survey.targets;
  const { template, ...made } = madeOf(survey, record, update, runId(record));
  return renderRun(template, update, made);
}

/** What tells the two revisions of the update task apart: the value of the tag by which a run finds what a killed one registered. */
function runId(record: ReleaseRecord): string {
  return `${record.id}-run`;
}

function madeOf(
  survey: Survey,
  record: ReleaseRecord,
  target: DeployTask,
  id: string,
): Rendered & { template: Revision } {
  const template = survey.revisions.get(target.template);
  if (template === undefined) throw new Error(`The template ${target.template} can't be read.`);
  const known = versionsOf(record)[target.image];
  const tags = {
    [TAG.release]: id,
    ...(known === undefined ? {} : { [TAG.version]: known }),
    [TAG.template]: revisionName(target.template),
  };
  const image = imageReference(survey.targets, record.digests, target);
  return { template, image, tags, version: known ?? digestOf(image) };
}

/** Registers a revision again, under the id of a release: one that was deregistered, or has to be the newest again. */
export async function registerCopy(
  session: Session,
  lease: Lease,
  arn: string,
  releaseId: string,
): Promise<string> {
  const former = await describeRevision(session.aws, arn);
  const found = await findRegistered(session, former.definition.family ?? "", releaseId);
  return (
    found ?? (await registerOnce(session, lease, copyOf(former, { [TAG.release]: releaseId }), releaseId))
  );
}

/** The revision of a family that a release registered, if it did. */
export async function findRegistered(
  session: Session,
  family: string,
  releaseId: string,
): Promise<string | undefined> {
  const newest = await newestRevisions(session.aws, family);
  for (const arn of newest.slice(0, LOOKED_AT)) {
    const revision = await describeRevision(session.aws, arn);
    if (tagOf(revision, TAG.release) === releaseId) return arn;
  }
  return undefined;
}

/**
 * Registers a revision. The call has no token that would make it safe to repeat, so after an answer that never came it is
 * looked up by its tag before it is tried again.
 */
export async function registerOnce(
  session: Session,
  lease: Pick<Lease, "keep">,
  request: RegisterTaskDefinitionRequest,
  releaseId: string,
): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await lease.keep();
    try {
      const answer = await session.aws("ecs.RegisterTaskDefinition", request);
      return answer.taskDefinition?.taskDefinitionArn ?? "";
    } catch (error) {
      const isHopeless = wasRefused(error) && !isThrottle(error);
      if (isHopeless || attempt === TRIES) throw error;
      const found = wasRefused(error)
        ? undefined
        : await findRegistered(session, request.family ?? "", releaseId);
      if (found !== undefined) return found;
      await session.clock.sleep(RETRY_WAIT * attempt);
    }
  }
}
