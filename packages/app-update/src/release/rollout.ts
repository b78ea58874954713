import type { Service, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import type { Lease } from "../ledger/lease.ts";
import type { ReleaseRecord, ServiceRecord } from "../ledger/record.ts";
import type { Session } from "../session.ts";
import type { ServiceTarget, Targets } from "../targets.ts";
import { describeServices } from "./survey.ts";
import { type Awaited, awaitDeployments, newestEvent } from "./watch.ts";

/**
 * Gives every service its revision of a release, wave by wave, and waits for each wave. Services that have it already are
 * only waited for: that is how a release which was killed goes on. Throws Failed where one of them can't come up.
 */
export async function rollOut(
  session: Session,
  lease: Lease,
  targets: Targets,
  record: ReleaseRecord,
  timeout: number,
): Promise<void> {
  for (const wave of wavesOf(targets, record)) {
    session.progress.step(`Rolling out ${wave.map(({ target }) => target.process).join(", ")}`);
    const services = await describeServices(
      session.aws,
      targets.cluster,
      wave.map(({ target }) => target.service),
    );
    const awaited: Awaited[] = [];
    for (const { target, entry } of wave) {
      const service = services.get(target.service);
      const change = {
        taskDefinition: entry.revision ?? "",
        desiredCount: firstCount(target, entry, service),
      };
      awaited.push(await setService(session, lease, targets, target, service, change));
    }
    await awaitDeployments(session, lease, targets, awaited, timeout);
  }
}

/** Changes a service's revision and count where they differ, and gives the deployment to wait for. */
export async function setService(
  session: Session,
  lease: Lease,
  targets: Targets,
  target: ServiceTarget,
  service: Service | undefined,
  wanted: { taskDefinition: string; desiredCount?: number },
): Promise<Awaited> {
  const change: UpdateServiceRequest = { cluster: targets.cluster, service: target.service };
  if (service?.taskDefinition !== wanted.taskDefinition) change.taskDefinition = wanted.taskDefinition;
  if (wanted.desiredCount !== undefined && service?.desiredCount !== wanted.desiredCount)
    change.desiredCount = wanted.desiredCount;
  const awaited = { target, revision: wanted.taskDefinition, after: newestEvent(service) };
  if (change.taskDefinition === undefined && change.desiredCount === undefined)
    return { ...awaited, deployment: primaryOf(service, wanted.taskDefinition) };
  await lease.keep();
  const answer = await session.aws("ecs.UpdateService", change);
  return { ...awaited, deployment: primaryOf(answer.service, wanted.taskDefinition) };
}

/** The id of a service's primary deployment, if it is of that revision. */
function primaryOf(service: Service | undefined, revision: string): string | undefined {
  return service?.deployments?.find(
    (deployment) => deployment.status === "PRIMARY" && deployment.taskDefinition === revision,
  )?.id;
}

/** The count is the autoscaling's and the person's, but for the very first release. */
function firstCount(target: ServiceTarget, entry: ServiceRecord, service?: Service): number | undefined {
  return entry.starts && service?.desiredCount === 0 ? target.firstCount : undefined;
}

/** The services that a release changes, by wave, the waves in order. */
function wavesOf(targets: Targets, record: ReleaseRecord) {
  const changed = targets.services.flatMap((target) => {
    const entry = record.services.find((candidate) => candidate.process === target.process);
    return entry === undefined || entry.kept ? [] : [{ target, entry }];
  });
  const numbers = [...new Set(changed.map(({ target }) => target.wave))].sort((a, b) => a - b);
  return numbers.map((number) => changed.filter(({ target }) => target.wave === number));
}
