import type { Task } from "@aws-sdk/client-ecs";
import type { Session } from "../session.ts";
import type { ServiceTarget, Targets } from "../targets.ts";
import { type Diagnosis, diagnoseTask, isFailure } from "./diagnose.ts";
import { subjectOf } from "./hints/subject.ts";

/** The tasks of one deployment that failed, as they are found. */
export interface StoppedTasks {
  /** Looks for new ones. */
  look(deployment: string): Promise<void>;
  /** Whether one was still ending at the last look, so that its exit code isn't known yet. */
  isEnding: boolean;
  /** How many there are, and what the last one died of. */
  count: number;
  last?: { task: Task; diagnosis: Diagnosis };
}

export function stoppedTasks(session: Session, targets: Targets, target: ServiceTarget): StoppedTasks {
  const { aws, progress } = session;
  const { cluster } = targets;
  const seen = new Set<string>();
  const result: StoppedTasks = {
    count: 0,
    isEnding: false,
    look: async (deployment) => {
      const { taskArns = [] } = await aws("ecs.ListTasks", {
        cluster,
        serviceName: target.service,
        desiredStatus: "STOPPED",
      });
      const unseen = taskArns.filter((arn) => !seen.has(arn)).slice(0, 100);
      result.isEnding = false;
      if (unseen.length === 0) return;
      const { tasks = [] } = await aws("ecs.DescribeTasks", { cluster, tasks: unseen });
      for (const task of tasks) {
        const isOwnFailure = task.startedBy === deployment && isFailure(task);
        if (isOwnFailure && task.stopCode === "EssentialContainerExited" && task.lastStatus !== "STOPPED") {
          result.isEnding = true;
          continue;
        }
        seen.add(task.taskArn ?? "");
        if (!isOwnFailure) continue;
        const diagnosis = diagnoseTask(task, target.container, subjectOf(target, "service"));
        result.count += 1;
        result.last = { task, diagnosis };
        progress.warn(`${target.process}: task ${shortId(task)} stopped: ${diagnosis.cause}`);
      }
    },
  };
  return result;
}

function shortId(task: Task): string {
  const arn = task.taskArn ?? "";
  return arn.slice(arn.lastIndexOf("/") + 1).slice(0, 8);
}
