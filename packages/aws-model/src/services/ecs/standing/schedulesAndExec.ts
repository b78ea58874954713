import { account } from "../../../facts/account.ts";
import { refusal, trusts } from "../../../iam/evaluate.ts";
import { type Role, roleOf } from "../../../iam/roles.ts";
import type { Finding, StandingRule } from "../../../rules/standingRule.ts";
import { text } from "../../../world/reading.ts";
import type { World } from "../../../world/world.ts";
import { definitionOf, isOurs } from "../definition.ts";
import { type Starter, schedules } from "./launches.ts";
import { accessDenied, contextOf, taskRole } from "./roles.ts";

/** What starts tasks by itself may do so, and shells in tasks can be opened. */
export const scheduleAndExecRules: readonly StandingRule[] = [
  {
    name: "schedule-starts-tasks",
    source:
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role",
    check: (world) => schedules(world).flatMap((starter) => findings(starter, world)),
  },
  {
    name: "task-role-opens-shells",
    source:
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions",
    check: (world, launches) =>
      launches.flatMap((launch): Finding[] => {
        const role = taskRole(launch, world);
        if (!launch.executeCommand || !role) return [];
        const denied = channels.flatMap((action) => denial(role, launch.region, action, "*") ?? [])[0];
        const message = `TargetNotConnectedException: The execute command failed due to an internal error. Try again later.: ${denied}`;
        return denied === undefined ? [] : [{ urn: launch.urn, message }];
      }),
  },
];

const channels = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
  (action) => `ssmmessages:${action}`,
);

/** Whether the role of a schedule lets the service assume it. */
export function isTrusted(world: World, { roleArn, service, sourceArn }: Starter): boolean {
  if (!isOurs(roleArn)) return true;
  const role = roleOf(world, roleArn);
  const context = { "aws:sourceaccount": account, "aws:sourcearn": sourceArn };
  return role !== undefined && trusts(role.trust, service, context);
}

function findings(starter: Starter, world: World): Finding[] {
  const message = isTrusted(world, starter)
    ? mayStart(starter, world)
    : `The execution role you provide must allow ${starter.service} to assume the role: ${starter.roleArn}`;
  return message === undefined ? [] : [{ urn: starter.urn, message }];
}

function mayStart(starter: Starter, world: World): string | undefined {
  const role = roleOf(world, starter.roleArn);
  if (!role) return undefined;
  const { region, clusterArn, parameters } = starter;
  const reference = text(parameters.taskDefinitionArn);
  const definition = definitionOf(world, region, reference)?.state;
  // A family means its newest revision.
  const arn = /:\d+$/.test(reference) ? reference : `${reference}:${definition?.revision ?? 1}`;
  if (isOurs(clusterArn) && !world.get("aws:ecs/cluster:Cluster", clusterArn))
    return "ClusterNotFoundException: Cluster not found.";
  const denied = denial(role, region, "ecs:RunTask", arn, { "ecs:cluster": clusterArn });
  if (denied !== undefined) return denied;
  const roles = [definition?.executionRoleArn, definition?.taskRoleArn].filter(
    (passed): passed is string => typeof passed === "string" && passed !== "",
  );
  return roles.flatMap((passed) => {
    const service = { "iam:passedtoservice": "ecs-tasks.amazonaws.com" };
    return denial(role, region, "iam:PassRole", passed, service) ?? [];
  })[0];
}

function denial(
  role: Role,
  region: string,
  action: string,
  resource: string,
  context: Record<string, string> = {},
): string | undefined {
  const request = { action, resource, context: { ...contextOf(role, region), ...context } };
  const because = refusal(request, role);
  return because === undefined ? undefined : accessDenied(role, action, resource, because);
}
