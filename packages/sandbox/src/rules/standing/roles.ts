import type { Context } from "../../iam/conditions.ts";
import { trusts } from "../../iam/evaluate.ts";
import { type Role, roleOf } from "../../iam/roles.ts";
import { account } from "../../provider/config.ts";
import type { Value, World } from "../../world/world.ts";
import { isOurs } from "../containers/definition.ts";
import type { Launch, LaunchRule } from "./launch.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/** What stands for the task's id in the name of its session: a task that isn't started has none. */
const taskId = "<task id>";

/** The role that does for a task what is done before its containers run, where the world has it. */
export const executionRole = ({ definition }: Launch, world: World): Role | undefined =>
  known(world, definition.executionRoleArn);

/** The role of the task's own code, where the world has it. */
export const taskRole = ({ definition }: Launch, world: World): Role | undefined =>
  known(world, definition.taskRoleArn);

function known(world: World, nameOrArn: Value | undefined): Role | undefined {
  return typeof nameOrArn === "string" && nameOrArn !== "" ? roleOf(world, nameOrArn) : undefined;
}

/** AWS's error for a session of a role that may not do something. */
export function accessDenied(role: Role, action: string, resource: string, because: string): string {
  return `AccessDeniedException: User: arn:aws:sts::${account}:assumed-role/${role.name}/${taskId} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
}

/** What is known of every request that a role makes. */
export function contextOf(role: Role, region: string): Context {
  return {
    "aws:principalarn": role.principal,
    "aws:principalaccount": account,
    "aws:principaltype": "AssumedRole",
    "aws:requestedregion": region,
    "aws:resourceaccount": account,
    "aws:securetransport": "true",
  };
}

/** What ECS says that it takes on a role for. A single cluster or service can't be told apart. */
const ecsTrustContext = (region: string): Context => ({
  "aws:sourceaccount": account,
  "aws:sourcearn": `arn:aws:ecs:${region}:${account}:*`,
});

/** Both roles of a task are there and let ECS take them on. */
export const roleRules: readonly LaunchRule[] = [
  {
    name: "ecs-assumes-roles",
    source: `${ecs}/task-iam-roles.html#create_task_iam_policy_and_role`,
    check({ definition, region }, world) {
      for (const nameOrArn of [definition.executionRoleArn, definition.taskRoleArn]) {
        if (typeof nameOrArn !== "string" || !isOurs(nameOrArn)) continue;
        const role = roleOf(world, nameOrArn);
        if (role && trusts(role.trust, "ecs-tasks.amazonaws.com", ecsTrustContext(region))) continue;
        return `ECS was unable to assume the role '${role?.principal ?? nameOrArn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`;
      }
      return undefined;
    },
  },
];
