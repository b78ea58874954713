import type { Service } from "@aws-sdk/client-ecs";
import { holderSentence, isHeld } from "../ledger/lease.ts";
import { isUnfinished } from "../ledger/record.ts";
import type { Session } from "../session.ts";
import type { DeployService, DeployTargets, DeployTask } from "../targets.ts";
import { familyOf, revisionName, TAG, tagOf } from "./definition.ts";
import { CHECK_STARTED_BY, RUN_STARTED_BY, startedBy } from "./oneOffTask.ts";
import { imageReference } from "./plan.ts";
import { allTasks, type Survey } from "./survey.ts";
import { renderUpdate, sizeProblem } from "./updateTask.ts";

/** Everything that keeps a release from starting, a sentence each; empty where nothing does. */
export function problemsOf(session: Session, survey: Survey, options: { force?: boolean }): string[] {
  const { targets } = survey;
  return [
    ...survey.problems,
    ...lockProblems(session, survey),
    ...clusterProblems(survey),
    ...imageNameProblems(targets),
    ...allTasks(targets).flatMap((target) => templateProblems(survey, target)),
    ...targets.services.flatMap((target) => serviceProblems(survey, target, options)),
    ...updateProblems(survey),
  ];
}

/** Whether ECS will register what a release makes of the update task. */
export function updateSizeProblems(survey: Survey, isChecked: boolean): string[] {
  const { update, check } = survey.targets;
  const template = survey.revisions.get(update.template);
  const digest = survey.digests[update.image];
  if (template === undefined || digest === undefined) return [];
  const request = renderUpdate(
    template,
    update,
    { image: imageReference(survey.targets, survey.digests, update), tags: {}, version: survey.version },
    { database: survey.database, check: isChecked ? check : undefined },
  );
  const problem = sizeProblem(request, isChecked && check !== undefined);
  return problem === undefined ? [] : [problem];
}

function lockProblems(session: Session, survey: Survey): string[] {
  const { lock } = survey.ledger;
  return lock !== undefined && isHeld(session, lock) ? [holderSentence(session, lock)] : [];
}

function clusterProblems({ targets, cluster }: Survey): string[] {
  if (cluster?.status === "ACTIVE") return [];
  const state = cluster === undefined ? "doesn't exist" : `is ${cluster.status}`;
  return [`The cluster \`${targets.cluster}\` ${state}: run \`pulumi up\` on the app's stack.`];
}

function imageNameProblems(targets: DeployTargets): string[] {
  const known = Object.keys(targets.images);
  return allTasks(targets)
    .filter((target) => !known.includes(target.image))
    .map(
      (target) =>
        `${target.process} runs the image \`${target.image}\`, but the targets have only ${known.map((name) => `\`${name}\``).join(" and ")}.`,
    );
}

function templateProblems(survey: Survey, target: DeployTask): string[] {
  const revision = survey.revisions.get(target.template);
  if (revision === undefined) return [];
  const { definition } = revision;
  const name = revisionName(target.template);
  const isScheduled = survey.targets.scheduled.includes(target);
  const problems: string[] = [];
  if (definition.status !== "ACTIVE")
    problems.push(
      `The template \`${name}\` of ${target.process} is ${definition.status}: run \`pulumi up\`.`,
    );
  if (!isScheduled && definition.family !== target.family)
    problems.push(
      `The template \`${name}\` of ${target.process} is not in the family \`${target.family}\` of the targets.`,
    );
  const containers = definition.containerDefinitions ?? [];
  if (!containers.some((container) => container.name === target.container))
    problems.push(
      `The template \`${name}\` has no container \`${target.container}\`, only ${containers.map((container) => `\`${container.name}\``).join(", ")}.`,
    );
  return problems;
}

function serviceProblems(survey: Survey, target: DeployService, options: { force?: boolean }): string[] {
  if (survey.cluster?.status !== "ACTIVE") return [];
  const service = survey.services.get(target.service);
  if (service === undefined)
    return [
      `The service \`${target.service}\` doesn't exist in the cluster: run \`pulumi up\` on the app's stack.`,
    ];
  if (service.status !== "ACTIVE")
    return [`The service \`${target.service}\` is ${service.status}, not ACTIVE.`];
  const problems: string[] = [];
  const controller = service.deploymentController?.type ?? "ECS";
  if (controller !== "ECS")
    problems.push(
      `The service \`${target.service}\` is deployed by ${controller}: app-update does rolling updates only.`,
    );
  if (familyOf(service.taskDefinition ?? "") !== target.family)
    problems.push(
      `The service \`${target.service}\` runs \`${revisionName(service.taskDefinition ?? "")}\`, which is not in the family \`${target.family}\` of the targets.`,
    );
  if (!options.force && isSomebodyElsesDeployment(survey, service))
    problems.push(
      `A deployment of \`${target.service}\` is in progress that no release of app-update started (${service.deployments?.[0]?.id}): wait until it is over, or take over with --force.`,
    );
  return problems;
}

/** Whether a deployment is going on that doesn't belong to a release that was left unfinished or failed. */
function isSomebodyElsesDeployment(survey: Survey, service: Service): boolean {
  const isGoingOn = (service.deployments ?? []).some(
    (deployment) => deployment.status === "PRIMARY" && deployment.rolloutState === "IN_PROGRESS",
  );
  if (!isGoingOn) return false;
  const running = service.taskDefinition ?? "";
  const { records } = survey.ledger;
  const release = tagOf(survey.revisions.get(running), TAG.release);
  if (records.some((record) => record.id === release && record.state !== "succeeded")) return false;
  const last = records[0];
  if (last === undefined || !(isUnfinished(last) || last.state === "failed")) return true;
  const entry = last.services.find((candidate) => candidate.service === service.serviceName);
  return entry?.before.revision !== running && entry?.revision !== running;
}

function updateProblems(survey: Survey): string[] {
  const last = survey.ledger.records[0];
  const own = last !== undefined && isUnfinished(last) ? startedBy(last) : undefined;
  const { process } = survey.targets.update;
  return survey.updateTasks
    .filter((task) => ![own, RUN_STARTED_BY, CHECK_STARTED_BY].includes(task.startedBy))
    .map((task) => `An ${process} task is still running (${task.arn}): wait until it is over, or stop it.`);
}
