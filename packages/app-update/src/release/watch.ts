import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { formatDuration, MINUTE, SECOND } from "../clock.ts";
import type { Lease } from "../ledger/lease.ts";
import { Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployService, DeployTargets } from "../targets.ts";
import { unreachedBroker } from "./broker.ts";
import { describeServices } from "./describe.ts";
import { readable } from "./events.ts";
import { targetHealth } from "./targetHealth.ts";
import { tolerantPoll } from "./tolerantPoll.ts";
import { LONGEST_LOOK, troubleOf } from "./trouble.ts";

/** A deployment to wait for. */
export interface Awaited {
  target: DeployService;
  revision: string;
  /** Its id; unknown where the answer got lost, then it is the one of the revision. */
  deployment?: string;
  /** The service's last event before it, by AWS's clock. */
  after: number;
}

export interface AwaitOptions {
  /** The longest that it may take, in milliseconds. */
  timeout: number;
  /** Whether it also waits for obstacles that can't go away (see `TroubleOptions`), and takes workers as they are. */
  patient?: boolean;
  /** Called for each service that is up. */
  onDone?(target: DeployService): void;
}

const FIRST_POLL = 5 * SECOND;
const LONGEST_POLL = 15 * SECOND;
/** In how many polls in a row a deployment may be missing: a description can be a little older than the last change. */
const MISSING_POLLS = 3;
/**
 * How long a service that no load balancer checks must have all its tasks: ECS calls it COMPLETED as soon as they run, and
 * a worker that can't work usually dies some seconds later.
 */
const SETTLING = 20 * SECOND;
/** How long such a service may say in its log that it doesn't reach its broker: a broker that restarts is back by then. */
const UNREACHED = MINUTE;

/** The longest that `awaitDeployments` takes, in milliseconds, with finding out why a service failed. */
export function longestWait(timeout: number): number {
  return timeout + LONGEST_POLL + LONGEST_LOOK;
}

/**
 * Waits until every deployment is its service's PRIMARY and COMPLETED: "stable" isn't enough, a service that ECS rolled back
 * is stable too. Says what happens on the way. Throws Failed as soon as one of them can't succeed any more.
 *
 * It makes one call an interval for ten services, and more only when something happens.
 */
export async function awaitDeployments(
  session: Session,
  lease: Lease,
  targets: DeployTargets,
  awaited: Awaited[],
  options: AwaitOptions,
): Promise<void> {
  const { aws, clock, progress } = session;
  const { timeout } = options;
  const began = clock.now();
  let pending = awaited.map((one) => observer(session, lease, targets, one, options));
  const poll = tolerantPoll(session, async () => {
    const names = pending.map(({ target }) => target.service);
    const services = await describeServices(aws, targets.cluster, names);
    const answers = await Promise.allSettled(
      pending.map((one) => one.observe(services.get(one.target.service))),
    );
    const isDone = (_: Observer, index: number) => isTrue(answers[index]);
    for (const { target } of pending.filter(isDone)) {
      progress.line(`${target.process}: done (${formatDuration(clock.now() - began)})`);
      options.onDone?.(target);
    }
    pending = pending.filter((one, index) => !isDone(one, index));
    const errors = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    if (errors.length > 0) throw errors.find((error) => error instanceof Failed) ?? errors[0];
  });

  let interval = FIRST_POLL;
  while (pending.length > 0) {
    await lease.keep();
    await poll();
    if (pending.length === 0) return;
    const elapsed = clock.now() - began;
    progress.status(`${pending.map((one) => one.status()).join(", ")} (${formatDuration(elapsed)})`);
    if (elapsed > timeout)
      throw await (pending[0] as Observer).failure(`isn't up after ${formatDuration(timeout)}`);
    await clock.sleep(interval);
    interval = Math.min(interval * 1.25, LONGEST_POLL);
  }
}

function isTrue(answer: PromiseSettledResult<boolean> | undefined): boolean {
  return answer?.status === "fulfilled" && answer.value;
}

interface Observer {
  target: DeployService;
  /** Whether the deployment is done. Throws Failed where it can't be any more. */
  observe(service: Service | undefined): Promise<boolean>;
  status(): string;
  failure(what: string): Promise<Failed>;
}

function observer(
  session: Session,
  lease: Lease,
  targets: DeployTargets,
  awaited: Awaited,
  options: AwaitOptions,
): Observer {
  const { progress } = session;
  const { target, revision, after } = awaited;
  const trouble = troubleOf(session, lease, targets, target, { after, patient: options.patient });
  const health = targetHealth(session, targets, target);
  let own = awaited.deployment;
  let missing = 0;
  let counts = "waiting";
  let most = 0;
  let completeSince: number | undefined;

  const failure = (what: string) => trouble.failure(what, { deployment: own });

  /** Whether it is complete, has been for long enough, and reaches its broker, as far as its log tells. */
  async function hasSettled(service: Service | undefined, deployment: Deployment): Promise<boolean> {
    const now = session.clock.now();
    if (!isComplete(service, deployment)) {
      completeSince = undefined;
      return false;
    }
    completeSince ??= now;
    const isChecked = target.targetGroup !== undefined || service?.desiredCount === 0;
    if (isChecked) return true;
    const lived = now - completeSince;
    if (lived < SETTLING) return false;
    const unreached = options.patient
      ? undefined
      : await unreachedBroker(session, targets, target, deployment.createdAt);
    if (unreached === undefined) return true;
    if (lived < UNREACHED) return false;
    const diagnosis = { cause: `it doesn't reach its broker (${unreached.line})`, patience: 1 };
    throw await trouble.failure("can't work", { diagnosis, task: unreached.task });
  }

  function tellCounts({ runningCount = 0, desiredCount = 0 }: Deployment): void {
    counts = `${runningCount}/${desiredCount}`;
    if (runningCount <= most) return;
    most = runningCount;
    progress.line(
      `${target.process}: ${runningCount} of ${desiredCount} ${desiredCount === 1 ? "task" : "tasks"} running`,
    );
  }

  return {
    target,
    failure,
    status: () => `${target.process} ${counts}`,
    observe: async (service) => {
      trouble.hear(service);
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
      tellCounts(deployment);
      const isPrimary = deployment.status === "PRIMARY";
      if (isPrimary && (await hasSettled(service, deployment))) return true;
      await trouble.check(deployment, deployment.desiredCount ?? 0);
      if (deployment.rolloutState === "FAILED")
        throw await failure(`failed${inReason(deployment.rolloutStateReason)}`);
      if (!isPrimary)
        throw await failure(
          `was replaced by another deployment${inReason(service?.deployments?.[0]?.rolloutStateReason)}`,
        );
      const hopeless = (deployment.runningCount ?? 0) > 0 ? await health(deployment.id ?? "") : undefined;
      if (hopeless !== undefined) throw await trouble.failure("can't get healthy", hopeless);
      return false;
    },
  };
}

/** Whether ECS says so and it has the tasks it should have: none at all where it was scaled to 0. */
function isComplete(service: Service | undefined, deployment: Deployment): boolean {
  const desired = service?.desiredCount ?? 0;
  const running = service?.runningCount ?? 0;
  return deployment.rolloutState === "COMPLETED" && (desired > 0 ? running >= desired : running === 0);
}

function inReason(reason: string | undefined): string {
  return reason === undefined ? "" : ` (${readable(reason)})`;
}
