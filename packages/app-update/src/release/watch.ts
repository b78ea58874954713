import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { formatDuration, SECOND } from "../clock.ts";
import type { Lease } from "../ledger/lease.ts";
import { Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { ServiceTarget, Targets } from "../targets.ts";
import { type Diagnosis, diagnoseHealth, hintFor } from "./diagnose.ts";
import { HINT_LINES } from "./hints/fromLog.ts";
import { subjectOf } from "./hints/subject.ts";
import { lastLines, logStreamOf } from "./logFollower.ts";
import { stoppedTasks } from "./stoppedTasks.ts";
import { describeServices } from "./survey.ts";
import { targetHealth } from "./targetHealth.ts";
import { tolerating } from "./tolerating.ts";

/** A deployment to wait for. */
export interface Awaited {
  target: ServiceTarget;
  revision: string;
  /** Its id; unknown where the answer got lost, then it is the one of the revision. */
  deployment?: string;
  /** The service's last event before it, by AWS's clock. */
  after: number;
}

const FIRST_POLL = 5 * SECOND;
const LONGEST_POLL = 15 * SECOND;
/** In how many polls in a row a deployment may be missing: a description can be a little older than the last change. */
const MISSING_POLLS = 3;
const LOG_LINES = 20;
/**
 * How long a service that no load balancer checks must have all its tasks: ECS calls it COMPLETED as soon as they run, and
 * a worker that can't work mostly dies some seconds later.
 */
const SETTLING = 20 * SECOND;

/**
 * Waits until every deployment is its service's PRIMARY and COMPLETED: "stable" isn't enough, a service that ECS rolled back
 * is stable too. Says what happens on the way. Throws Failed as soon as one of them can't succeed any more.
 *
 * It makes one call an interval for ten services, and more only where something happens.
 */
export async function awaitDeployments(
  session: Session,
  lease: Lease,
  targets: Targets,
  awaited: Awaited[],
  timeout: number,
): Promise<void> {
  const { aws, clock, progress } = session;
  const began = clock.now();
  let pending = awaited.map((one) => observer(session, targets, one));
  const poll = tolerating(session, async () => {
    const names = pending.map(({ target }) => target.service);
    const services = await describeServices(aws, targets.cluster, names);
    const states = await Promise.all(pending.map((one) => one.observe(services.get(one.target.service))));
    return states.map((isDone, index) => ({ isDone, one: pending[index] }));
  });

  let interval = FIRST_POLL;
  while (pending.length > 0) {
    await lease.keep();
    const states = await poll();
    if (states !== undefined) {
      pending = states.flatMap(({ isDone, one }) => (isDone || one === undefined ? [] : [one]));
      if (pending.length === 0) return;
    }
    const elapsed = clock.now() - began;
    progress.status(`${pending.map((one) => one.status()).join(", ")} (${formatDuration(elapsed)})`);
    if (elapsed > timeout)
      throw await (pending[0] as Observer).failure(`isn't up after ${formatDuration(timeout)}`);
    await clock.sleep(interval);
    interval = Math.min(interval * 1.25, LONGEST_POLL);
  }
}

interface Observer {
  target: ServiceTarget;
  /** Whether the deployment is done. Throws Failed where it can't be any more. */
  observe(service: Service | undefined): Promise<boolean>;
  status(): string;
  failure(what: string): Promise<Failed>;
}

function observer(session: Session, targets: Targets, awaited: Awaited): Observer {
  const { progress } = session;
  const { target, revision } = awaited;
  const subject = subjectOf(target, "service");
  const stopped = stoppedTasks(session, targets, target);
  const health = targetHealth(session, targets, target);
  const events = newEvents(target, awaited.after);
  let own = awaited.deployment;
  let missing = 0;
  let failedTasks = 0;
  let started = 0;
  let counts = "waiting";
  let lastHealth: string | undefined;
  let completeSince: number | undefined;

  async function failure(what: string, diagnosis?: Diagnosis, task?: string): Promise<Failed> {
    const known = diagnosis ?? stopped.last?.diagnosis;
    const arn = task ?? stopped.last?.task.taskArn;
    const log =
      arn === undefined
        ? []
        : await lastLines(session.aws, logStreamOf(target, arn), HINT_LINES).catch(() => []);
    return new Failed({
      process: target.process,
      reason: `${target.process} ${what}${known === undefined ? "" : `: ${known.cause}`}.`,
      hint: hintFor(known, log, subject),
      log: log.slice(-LOG_LINES),
    });
  }

  async function lookForFailures(deployment: Deployment, messages: string[]): Promise<void> {
    const alarming = messages.some((message) => /unhealthy|unable|failed|rolling back/.test(message));
    started += messages.filter((message) => message.startsWith("has started")).length;
    const isReplacing = started > (deployment.desiredCount ?? 0) && messages.length > 0;
    if ((deployment.failedTasks ?? 0) <= failedTasks && !alarming && !isReplacing && !stopped.isEnding)
      return;
    failedTasks = deployment.failedTasks ?? 0;
    await stopped.look(deployment.id ?? "");
    const last = stopped.last;
    if (last === undefined) return;
    const isHealth = /ELB health checks/.test(last.task.stoppedReason ?? "") && lastHealth !== undefined;
    const diagnosis = isHealth
      ? diagnoseHealth(lastHealth ?? "", target.healthCheckPath, subject)
      : last.diagnosis;
    if (stopped.count >= diagnosis.patience) throw await failure("can't start", diagnosis);
  }

  /** Whether it is complete, and has been for long enough. */
  function hasSettled(service: Service | undefined, deployment: Deployment): boolean {
    const now = session.clock.now();
    if (!isComplete(service, deployment)) {
      completeSince = undefined;
      return false;
    }
    completeSince ??= now;
    const isChecked = target.targetGroup !== undefined || service?.desiredCount === 0;
    return isChecked || now - completeSince >= SETTLING;
  }

  return {
    target,
    failure,
    status: () => `${target.process} ${counts}`,
    observe: async (service) => {
      const messages = events(service);
      for (const message of messages) {
        progress.line(`${target.process}: ${message}`);
        lastHealth = /due to \(reason (.+?)\)/.exec(message)?.[1] ?? lastHealth;
      }
      const deployment = service?.deployments?.find((candidate) =>
        own === undefined ? candidate.taskDefinition === revision : candidate.id === own,
      );
      if (deployment === undefined) {
        missing += 1;
        if (missing < MISSING_POLLS) return false;
        throw await failure(`was taken back${inReason(service?.deployments?.[0]?.rolloutStateReason)}`);
      }
      missing = 0;
      own = deployment.id;
      counts = `${deployment.runningCount ?? 0}/${deployment.desiredCount ?? 0}`;
      const isPrimary = deployment.status === "PRIMARY";
      if (isPrimary && hasSettled(service, deployment)) {
        progress.line(`${target.process}: done`);
        return true;
      }
      await lookForFailures(deployment, messages);
      if (deployment.rolloutState === "FAILED") {
        await stopped.look(deployment.id ?? "");
        throw await failure(`failed (${deployment.rolloutStateReason?.replace(/\.$/, "")})`);
      }
      if (!isPrimary)
        throw await failure(
          `was replaced by another deployment${inReason(service?.deployments?.[0]?.rolloutStateReason)}`,
        );
      const hopeless = (deployment.runningCount ?? 0) > 0 ? await health(deployment.id ?? "") : undefined;
      if (hopeless !== undefined) throw await failure("can't get healthy", hopeless.diagnosis, hopeless.task);
      return false;
    },
  };
}

/** Whether ECS calls it so, and it has the tasks it should have: none at all where it was scaled to nothing. */
function isComplete(service: Service | undefined, deployment: Deployment): boolean {
  const desired = service?.desiredCount ?? 0;
  const running = service?.runningCount ?? 0;
  return deployment.rolloutState === "COMPLETED" && (desired > 0 ? running >= desired : running === 0);
}

/** The time of a service's newest event, by AWS's clock. */
export function newestEvent(service: Service | undefined): number {
  return service?.events?.[0]?.createdAt?.getTime() ?? 0;
}

/** The events of a service that are new since the last look, the oldest first, without the service's name. */
function newEvents(target: ServiceTarget, after: number): (service: Service | undefined) => string[] {
  const seen = new Set<string>();
  return (service) => {
    const fresh = (service?.events ?? []).filter(
      (event) => (event.createdAt?.getTime() ?? 0) > after && !seen.has(event.id ?? ""),
    );
    for (const event of fresh) seen.add(event.id ?? "");
    return fresh.reverse().map((event) => (event.message ?? "").replace(`(service ${target.service}) `, ""));
  };
}

function inReason(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${reason.replace(/\.$/, "")})`;
}
