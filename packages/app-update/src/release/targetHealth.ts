import { SECOND } from "../clock.ts";
import type { Session } from "../session.ts";
import type { DeployService, DeployTargets } from "../targets.ts";
import { diagnoseHealth } from "./diagnose.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { subjectOf } from "./hints/subject.ts";
import { describeTasks, listTasks } from "./tasks.ts";

/** When a deployment's targets are first looked at, and how much later each next look is. */
const FIRST_LOOK = 20 * SECOND;

/**
 * Looks at what the load balancer says about a deployment's tasks, less and less often: it knows of a failing health check
 * minutes before ECS acts on it. Gives a diagnosis where a check fails in a way that waiting won't mend.
 */
export function targetHealth(
  session: Pick<Session, "aws" | "clock">,
  targets: DeployTargets,
  target: DeployService,
): (deployment: string) => Promise<{ diagnosis: Diagnosis; task: string } | undefined> {
  const { aws, clock } = session;
  const began = clock.now();
  let nextLook = FIRST_LOOK;

  return async (deployment) => {
    const elapsed = clock.now() - began;
    if (target.targetGroup === undefined || elapsed < nextLook) return undefined;
    nextLook = elapsed * 2;
    const { TargetHealthDescriptions = [] } = await aws("elbv2.DescribeTargetHealth", {
      TargetGroupArn: target.targetGroup,
    });
    const unhealthy = TargetHealthDescriptions.filter(
      (description) => description.TargetHealth?.State === "unhealthy",
    );
    if (unhealthy.length === 0) return undefined;
    // Tasks of the former version may be unhealthy too: that says nothing about this one.
    const own = await tasksByAddress(session, targets, target, deployment);
    for (const { Target, TargetHealth } of unhealthy) {
      const task = own.get(Target?.Id ?? "");
      const diagnosis = diagnoseHealth(
        TargetHealth?.Description ?? "",
        target.healthCheckPath,
        subjectOf(target, "service"),
      );
      if (task !== undefined && diagnosis.patience === 1) return { diagnosis, task };
    }
    return undefined;
  };
}

/** The ARNs of a deployment's running tasks, by private address. */
async function tasksByAddress(
  session: Pick<Session, "aws">,
  targets: DeployTargets,
  target: DeployService,
  deployment: string,
): Promise<Map<string, string>> {
  const { cluster } = targets;
  const tasks = await describeTasks(
    session.aws,
    cluster,
    await listTasks(session.aws, { cluster, serviceName: target.service }),
  );
  const own = tasks.filter((task) => task.startedBy === deployment);
  return new Map(
    own.flatMap((task) =>
      (task.containers ?? [])
        .flatMap((container) => container.networkInterfaces ?? [])
        .map((one) => [one.privateIpv4Address ?? "", task.taskArn ?? ""] as const),
    ),
  );
}
