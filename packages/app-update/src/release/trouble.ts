import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { formatDuration, MINUTE, SECOND } from "../clock.ts";
import type { Lease } from "../ledger/lease.ts";
import { endsEverything, Failed } from "../outcome.ts";
import type { Session } from "../session.ts";
import type { DeployService, DeployTargets } from "../targets.ts";
import { diagnoseHealth, hintFor } from "./diagnose.ts";
import type { Diagnosis } from "./diagnosis.ts";
import {
  isAlarming,
  isOver,
  newEvents,
  type Obstacle,
  obstacleIn,
  readable,
  startedTasks,
} from "./events.ts";
import { HINT_LINES } from "./hints/fromLog.ts";
import { subjectOf } from "./hints/subject.ts";
import { lastLines, logStreamOf } from "./logFollower.ts";
import { stoppedTasks } from "./stoppedTasks.ts";

/** How long an obstacle must have lasted before it is reported; one that can't go away ends the waiting then. */
const LASTING = MINUTE;
/** How often, and how far apart, to look again at a task whose exit code AWS doesn't know yet. */
const ENDING_LOOKS = 12;
const ENDING_WAIT = 5 * SECOND;
/** How many of the last lines of a log are shown. */
const LOG_LINES = 20;
/** CloudWatch shows the last lines some seconds after the task wrote them. */
const LOG_LOOKS = 3;
const LOG_WAIT = 2 * SECOND;

/** The longest that finding out why a service failed takes. */
export const LONGEST_LOOK = ENDING_LOOKS * ENDING_WAIT + LOG_LOOKS * LOG_WAIT;

/** What keeps a service from having its tasks, according to its events, its stopped tasks and their logs. */
export interface Trouble {
  /** Reports what is new in the service's events. */
  hear(service: Service | undefined): void;
  /**
   * Looks for stopped tasks of a deployment where something points to them, and throws Failed where they, or an obstacle that
   * has lasted, leave no hope. `wanted` is how many tasks are to be started.
   */
  check(deployment: Deployment, wanted: number): Promise<void>;
  /** Leaves out tasks that have stopped so far. */
  overlook(): Promise<void>;
  /** A failure, with everything that can be found out about its reason. */
  failure(
    what: string,
    more?: { deployment?: string; diagnosis?: Diagnosis; task?: string },
  ): Promise<Failed>;
}

export interface TroubleOptions {
  /** The service's last event before, by AWS's clock. */
  after: number;
  /**
   * Whether it waits for obstacles to the end: what uses up a quota may be the very tasks that are going away.
   */
  patient?: boolean;
}

export function troubleOf(
  session: Session,
  lease: Pick<Lease, "keep">,
  targets: DeployTargets,
  target: DeployService,
  options: TroubleOptions,
): Trouble {
  const { aws, clock, progress } = session;
  const name = target.process;
  const subject = subjectOf(target, "service");
  const stopped = stoppedTasks(session, targets, target);
  const events = newEvents(target, options.after);
  const told = new Set<string>();
  let messages: string[] = [];
  let started = 0;
  let failedTasks = 0;
  let lastHealth: string | undefined;
  let obstacle: (Obstacle & { since: number }) | undefined;
  /** The last one, be it over or not. */
  let former: Obstacle | undefined;

  function hearOne(message: string): void {
    started += startedTasks(message);
    lastHealth = /due to \(reason (.+?)\)/.exec(message)?.[1] ?? lastHealth;
    const found = obstacleIn(message, subject);
    if (found !== undefined && found.kind !== obstacle?.kind) obstacle = { ...found, since: clock.now() };
    if (obstacle !== undefined && isOver(obstacle, message)) obstacle = undefined;
    former = obstacle ?? former;
    const text = readable(message);
    if (found !== undefined || !isAlarming(message) || told.has(text)) progress.detail(`${name}: ${message}`);
    else progress.line(`${name}: ${text}`);
    told.add(text);
  }

  /** Looks once more, and waits for what is about to be known. */
  async function lookToTheEnd(deployment: string): Promise<void> {
    for (let look = 1; look <= ENDING_LOOKS; look++) {
      try {
        await stopped.look(deployment);
      } catch (error) {
        if (endsEverything(error)) throw error;
      }
      if (stopped.last !== undefined || !stopped.isEnding) return;
      await lease.keep();
      await clock.sleep(ENDING_WAIT);
    }
  }

  /** The last lines of a task's log; a task that ran has some, sooner or later. */
  async function logOf(arn: string, hasRun: boolean): Promise<string[]> {
    for (let look = 1; ; look++) {
      const lines = await lastLines(aws, logStreamOf(target, arn), HINT_LINES).catch(() => []);
      if (lines.length > 0 || !hasRun || look === LOG_LOOKS) return lines;
      await clock.sleep(LOG_WAIT);
    }
  }

  const failure: Trouble["failure"] = async (what, { deployment, diagnosis, task } = {}) => {
    if (deployment !== undefined && diagnosis === undefined) await lookToTheEnd(deployment);
    const { last } = stopped;
    const known = diagnosis ?? obstacle?.diagnosis ?? last?.diagnosis ?? former?.diagnosis;
    const arn = task ?? (known === last?.diagnosis ? last?.task.taskArn : undefined);
    const log =
      arn === undefined ? [] : await logOf(arn, task !== undefined || last?.task.startedAt !== undefined);
    return new Failed({
      process: name,
      reason: `${name} ${what}${known === undefined ? "" : `: ${known.cause}`}.`,
      hint: hintFor(known, log, subject),
      log: log.slice(-LOG_LINES),
    });
  };

  async function look(deployment: string): Promise<void> {
    await stopped.look(deployment);
    const { last, count } = stopped;
    if (last === undefined) return;
    const isHealth = /ELB health checks/.test(last.task.stoppedReason ?? "") && lastHealth !== undefined;
    const diagnosis = isHealth
      ? diagnoseHealth(lastHealth ?? "", target.healthCheckPath, subject)
      : last.diagnosis;
    if (count >= diagnosis.patience)
      throw await failure("can't start", { diagnosis, task: last.task.taskArn });
  }

  /** Reports an obstacle that has lasted, once; ends the waiting for one that can't go away. */
  async function giveUpOnObstacle(): Promise<void> {
    if (obstacle === undefined) return;
    const { diagnosis, kind, since } = obstacle;
    const lasted = clock.now() - since;
    if (lasted < LASTING) return;
    if (!diagnosis.heals && !options.patient) throw await failure("can't start", { diagnosis });
    if (told.has(kind)) return;
    told.add(kind);
    progress.warn(`${name}: ${diagnosis.cause}, for ${formatDuration(lasted)} now: waiting.`);
    if (diagnosis.hint !== undefined) progress.line(diagnosis.hint);
  }

  return {
    failure,
    overlook: () => stopped.overlook(),
    hear: (service) => {
      messages = events(service);
      for (const message of messages) hearOne(message);
    },
    check: async (deployment, wanted) => {
      const failed = deployment.failedTasks ?? 0;
      const isReplacing = started > wanted && messages.length > 0;
      if (failed > failedTasks || messages.some(isAlarming) || isReplacing || stopped.isEnding)
        await look(deployment.id ?? "");
      failedTasks = failed;
      await giveUpOnObstacle();
    },
  };
}
