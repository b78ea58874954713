import type { Task } from "@aws-sdk/client-ecs";
import type { Session } from "../session.ts";
import type { DeployService, DeployTargets } from "../targets.ts";
import { diagnoseTask } from "./diagnose.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { endedByItself, isFailure } from "./endings.ts";
import { subjectOf } from "./hints/subject.ts";
import { describeTasks, isEndKnown, listTasks } from "./tasks.ts";

/** The tasks of one deployment that failed, as they are found. */
export interface StoppedTasks {
  /** Looks for new ones. */
  look(deployment: string): Promise<void>;
  /** Leaves out those that have stopped so far. */
  overlook(): Promise<void>;
  /** Whether one was still ending at the last look, and it isn't known yet why. */
  isEnding: boolean;
  /** How many there are, and why the last one failed. */
  count: number;
  last?: { task: Task; diagnosis: Diagnosis };
}

export function stoppedTasks(session: Session, targets: DeployTargets, target: DeployService): StoppedTasks {
  const { aws, progress } = session;
  const { cluster } = targets;
  const seen = new Set<string>();
  const list = () => listTasks(aws, { cluster, serviceName: target.service, desiredStatus: "STOPPED" });
  const result: StoppedTasks = {
    count: 0,
    isEnding: false,
    overlook: async () => {
      for (const arn of await list()) seen.add(arn);
    },
    look: async (deployment) => {
      const unseen = (await list()).filter((arn) => !seen.has(arn));
      result.isEnding = false;
      const found: NonNullable<StoppedTasks["last"]>[] = [];
      for (const task of await describeTasks(aws, cluster, unseen)) {
        if (task.startedBy === deployment && !isDecided(task, target.container)) {
          result.isEnding = true;
          continue;
        }
        seen.add(task.taskArn ?? "");
        if (task.startedBy !== deployment || !isFailure(task)) continue;
        const diagnosis = diagnoseTask(task, target.container, subjectOf(target, "service"));
        found.push({ task, diagnosis });
      }
      result.count += found.length;
      result.last = found.at(-1) ?? result.last;
      for (const line of told(found)) progress.warn(`${target.process}: ${line}`);
    },
  };
  return result;
}

/** Whether it is known if the task failed, and why; it may still be on its way out. */
function isDecided(task: Task, container: string): boolean {
  if (task.lastStatus === "STOPPED") return true;
  if (task.stopCode === undefined && task.stoppedReason === undefined) return false;
  return !endedByItself(task) || isEndKnown(task, container);
}

/** A line for each cause: the tasks of a version usually die of the same one. */
function told(found: NonNullable<StoppedTasks["last"]>[]): string[] {
  return [...Map.groupBy(found, ({ diagnosis }) => diagnosis.cause)].map(([cause, [first, ...others]]) =>
    others.length === 0 && first !== undefined
      ? `task ${shortId(first.task)} stopped: ${cause}`
      : `${others.length + 1} tasks stopped: ${cause}`,
  );
}

function shortId(task: Task): string {
  const arn = task.taskArn ?? "";
  return arn.slice(arn.lastIndexOf("/") + 1).slice(0, 8);
}
