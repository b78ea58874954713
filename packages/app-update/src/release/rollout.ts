import type { Service } from "@aws-sdk/client-ecs";
import { wasRefused } from "../aws/errors.ts";
import type { Lease } from "../ledger/lease.ts";
import type { ReleaseRecord, ServiceRecord } from "../ledger/record.ts";
import { Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployService, DeployTargets } from "../targets.ts";
import { describeServices } from "./describe.ts";
import { newestEvent } from "./events.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { type Awaited, awaitDeployments } from "./watch.ts";

export interface RollOutOptions {
  /** The longest that the wave which begins now may take, in milliseconds. */
  timeout(): number;
  stopwatch: Stopwatch;
}

/**
 * Gives every service its revision of a release, wave by wave, and waits for each wave. Services that have it already are
 * only waited for: that is how a release which was killed goes on. Throws Failed where one of them can't come up. The
 * record's services say what was done to each.
 */
export async function rollOut(
  session: Session,
  lease: Lease,
  targets: DeployTargets,
  record: ReleaseRecord,
  options: RollOutOptions,
): Promise<void> {
  for (const wave of wavesOf(targets, record)) {
    const names = wave.map(({ target }) => target.process).join(", ");
    const stop = options.stopwatch.start(names, `Rolling out ${names}`);
    const mark = (process: string | undefined, state: "updated" | "failed") => {
      const found = wave.find(({ target }) => target.process === process);
      if (found !== undefined) found.entry.state = state;
    };
    try {
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
        const set = () => setService({ session, lease, targets }, { target, service }, change);
        awaited.push(await touching(entry, "updating", set));
      }
      await awaitDeployments(session, lease, targets, awaited, {
        timeout: options.timeout(),
        onDone: ({ process }) => mark(process, "updated"),
      });
    } catch (error) {
      if (error instanceof Failed) mark(error.failure.process, "failed");
      throw error;
    } finally {
      stop();
    }
  }
}

/** Does something to a service, and notes it in its record beforehand: whether a call took effect isn't known if its answer gets lost. */
export async function touching<T>(
  entry: ServiceRecord,
  state: "updating" | "going back",
  work: () => Promise<T>,
): Promise<T> {
  const before = entry.state;
  entry.state = state;
  try {
    return await work();
  } catch (error) {
    if (wasRefused(error)) entry.state = before;
    throw error;
  }
}

/** What a service is to run; its count stays as it is where none is given. */
export interface Wanted {
  taskDefinition: string;
  desiredCount?: number;
}

/** The part of it that a service doesn't have yet. */
function lacking(service: Service | undefined, wanted: Wanted): Partial<Wanted> {
  const { taskDefinition, desiredCount } = wanted;
  return {
    ...(service?.taskDefinition === taskDefinition ? {} : { taskDefinition }),
    ...(desiredCount === undefined || service?.desiredCount === desiredCount ? {} : { desiredCount }),
  };
}

/** Whether a service has been asked for this already. */
export function isAsked(service: Service | undefined, wanted: Wanted): boolean {
  return Object.keys(lacking(service, wanted)).length === 0;
}

/** Changes a service's revision and count where they differ, and gives the deployment to wait for. */
export async function setService(
  { session, lease, targets }: { session: Session; lease: Lease; targets: DeployTargets },
  { target, service }: { target: DeployService; service: Service | undefined },
  wanted: Wanted,
): Promise<Awaited> {
  const awaited = { target, revision: wanted.taskDefinition, after: newestEvent(service) };
  if (isAsked(service, wanted)) return { ...awaited, deployment: primaryOf(service, wanted.taskDefinition) };
  await lease.keep();
  const answer = await session.aws("ecs.UpdateService", {
    cluster: targets.cluster,
    service: target.service,
    ...lacking(service, wanted),
  });
  return { ...awaited, deployment: primaryOf(answer.service, wanted.taskDefinition) };
}

/** The id of a service's primary deployment, if it is of that revision. */
function primaryOf(service: Service | undefined, revision: string): string | undefined {
  return service?.deployments?.find(
    (deployment) => deployment.status === "PRIMARY" && deployment.taskDefinition === revision,
  )?.id;
}

/** The count belongs to autoscaling and to people, except in the very first release. */
function firstCount(target: DeployService, entry: ServiceRecord, service?: Service): number | undefined {
  return entry.starts && service?.desiredCount === 0 ? target.firstCount : undefined;
}

/** The services that a release changes, by wave, the waves in order. */
function wavesOf(targets: DeployTargets, record: ReleaseRecord) {
  const changed = targets.services.flatMap((target) => {
    const entry = record.services.find((candidate) => candidate.process === target.process);
    return entry === undefined || entry.kept ? [] : [{ target, entry }];
  });
  const numbers = [...new Set(changed.map(({ target }) => target.wave))].sort((a, b) => a - b);
  return numbers.map((number) => changed.filter(({ target }) => target.wave === number));
}
