import type { Properties, World } from "../world/world.ts";

/** A task as somebody would start it: a service, a scheduled command, or `RunTask`. */
export interface Launch {
  /** The resource that starts it. */
  urn: string;
  region: string;
  /** The state of the task definition: `family`, `containerDefinitions` (JSON), `executionRoleArn`, `taskRoleArn`, `cpu` … */
  definition: Properties;
  subnets: readonly string[];
  securityGroups: readonly string[];
  assignPublicIp: boolean;
  /** Which containers and ports get traffic from which target groups. Empty for a task that is not a service's. */
  targets: readonly { targetGroupArn: string; containerName: string; containerPort: number }[];
  /** Whether people may open shells in it, with ECS Exec. Defaults to false. */
  executeCommand?: boolean;
}

/** What must be true for a task to start. AWS says so when the task starts, as the reason why it stopped. */
export interface LaunchRule {
  /** Such as `execution-role-reads-secrets`. */
  name: string;
  /** The page that states the rule. */
  source: string;
  /** AWS's `stoppedReason`, or undefined when the task would start. */
  check(launch: Launch, world: World): string | undefined;
}
