import type { Service } from "@aws-sdk/client-ecs";
import { formatDuration, SECOND } from "../clock.ts";
import { describeTasks } from "../fargatePrices.ts";
import { underLease } from "../ledger/lease.ts";
import { EXIT, Failed, Refusal } from "../outcome.ts";
import { describeRevision, describeServices, readScaling } from "../release/describe.ts";
import { newestEvent } from "../release/events.ts";
import { tolerantPoll } from "../release/tolerantPoll.ts";
import { troubleOf } from "../release/trouble.ts";
import { type Report, report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import type { ChangeOptions } from "./options.ts";
import { serviceNamed } from "./processes.ts";

export interface ScaleOptions extends ChangeOptions {
  process: string;
  count: number;
  /** Allows more than 50 tasks where no autoscaling limits them. */
  force?: boolean;
}

const POLL = 5 * SECOND;
/** More tasks than a slip of the fingers may start, where the app's settings set no maximum. */
const MANY = 50;

/** Changes the number of tasks and waits for them. Where autoscaling is on, the number must be within its range. */
export async function scale(session: Session, options: ScaleOptions): Promise<Report> {
  const { aws, clock, progress } = session;
  const { count } = options;
  const targets = await readTargets(session);
  const target = serviceNamed(targets, options.process);
  const { process } = target;
  const { cluster } = targets;
  const describe = async () => (await describeServices(aws, cluster, [target.service])).get(target.service);
  const service = await describe();
  if (service?.status !== "ACTIVE")
    throw new Refusal([`The service \`${target.service}\` doesn't exist in the cluster, or isn't active.`]);
  const range = (await readScaling(aws, cluster, [target.service])).get(target.service);
  if (range !== undefined && (count < range.min || count > range.max))
    throw new Refusal([
      `Autoscaling keeps ${process} between ${range.min} and ${range.max} tasks and would undo ${count}: change \`scaling\` in the app's settings.`,
    ]);
  if (isSingleton(service) && count > 1)
    throw new Refusal([
      `Only one ${process} may run: ${count} of them would do everything ${count} times, as Celery beat would send each periodic task. Write 0 or 1.`,
    ]);
  const told = { command: `scale ${process} ${count}`, environment: targets.environment };
  const before = service.desiredCount ?? 0;
  const tasks = `${count} ${count === 1 ? "task" : "tasks"}`;
  if (range === undefined && count > Math.max(MANY, before) && !options.force) {
    const { definition } = await describeRevision(aws, service.taskDefinition ?? "");
    throw new Refusal([
      `${count} tasks of ${process} are ${describeTasks(count, definition)}, and each opens connections to the database: more than ${MANY} only with --force, within the account's Fargate quota. Or set \`scaling.max\` in the app's settings.`,
    ]);
  }
  const remarks =
    range === undefined ? [] : [`Autoscaling changes it again, between ${range.min} and ${range.max}.`];
  if (before === count)
    return report({ ...told, exit: EXIT.done, headline: `${process} has ${count} already.` });
  if (options.dryRun)
    return report({
      ...told,
      exit: EXIT.done,
      headline: `It would scale ${process} from ${before} to ${count}.`,
    });

  return underLease(session, targets.releaseTable, told.command, async (lease) => {
    progress.step(`Scaling ${process} from ${before} to ${count}`);
    const began = clock.now();
    const elapsed = () => clock.now() - began;
    const deployment = service.deployments?.[0]?.id ?? "";
    const trouble = troubleOf(session, lease, targets, target, { after: newestEvent(service) });
    // The deployment is the old one: why its tasks died until now says nothing about these.
    await trouble.overlook();
    await lease.keep();
    await aws("ecs.UpdateService", { cluster, service: target.service, desiredCount: count });
    let running = "?";
    const poll = tolerantPoll(session, async () => {
      const now = await describe();
      trouble.hear(now);
      running = String(now?.runningCount ?? "?");
      const primary = now?.deployments?.[0];
      if (primary !== undefined && count > before && now?.runningCount !== count)
        await trouble.check(primary, count - before);
      return now;
    });
    try {
      for (;;) {
        const now = await poll();
        if (now?.runningCount === count && (now.pendingCount ?? 0) === 0) break;
        progress.status(`${process} ${running}/${count} (${formatDuration(elapsed())})`);
        if (elapsed() > options.timeout) {
          const after = formatDuration(options.timeout);
          throw await trouble.failure(`isn't up after ${after}`, { deployment });
        }
        await lease.keep();
        await clock.sleep(POLL);
      }
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const after = formatDuration(Math.min(elapsed(), options.timeout));
      const headline = `${process} has ${running} of ${tasks} after ${after}.`;
      return report({ ...told, exit: EXIT.unresolved, headline }, { failure: error.failure, remarks });
    }
    progress.line(`${process}: done (${formatDuration(elapsed())})`);
    return report(
      { ...told, exit: EXIT.done, headline: `${process} has ${tasks} (before: ${before}).` },
      { remarks },
    );
  });
}

/** Whether ECS never runs two of its tasks, not even during a deployment: so the infrastructure marks what must be alone. */
function isSingleton({ deploymentConfiguration }: Service): boolean {
  return (
    deploymentConfiguration?.maximumPercent === 100 && deploymentConfiguration.minimumHealthyPercent === 0
  );
}
