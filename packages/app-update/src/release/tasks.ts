import type { ListTasksRequest, Task } from "@aws-sdk/client-ecs";
import type { Aws } from "../aws/operations.ts";
import { chunks } from "./secrets.ts";

/** How many tasks AWS describes in one call, and names in one page. */
const PAGE = 100;

/** The ARNs of all tasks that a request matches, from all pages. */
export async function listTasks(aws: Aws, request: Omit<ListTasksRequest, "nextToken">): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws("ecs.ListTasks", {
      ...request,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    arns.push(...(page.taskArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
}

/** The tasks, however many there are; those that AWS has forgotten are left out. */
export async function describeTasks(aws: Aws, cluster: string, arns: string[]): Promise<Task[]> {
  const answers = await Promise.all(
    chunks(arns, PAGE).map((tasks) => aws("ecs.DescribeTasks", { cluster, tasks })),
  );
  return answers.flatMap((answer) => answer.tasks ?? []);
}

/** What ECS calls a task on its way out. */
const LEAVING = ["DEACTIVATING", "STOPPING", "DEPROVISIONING"];

/**
 * Whether it is known how a task ended, though it may still be on its way out: AWS knows a container's exit code up to a
 * minute before it calls the task STOPPED, and why a task couldn't start at once.
 */
export function isEndKnown(task: Task, container: string): boolean {
  if (task.lastStatus === "STOPPED") return true;
  if (task.desiredStatus !== "STOPPED" && !LEAVING.includes(task.lastStatus ?? "")) return false;
  const own = task.containers?.find((candidate) => candidate.name === container);
  return own?.exitCode !== undefined || (task.stopCode === "TaskFailedToStart" && !!task.stoppedReason);
}
