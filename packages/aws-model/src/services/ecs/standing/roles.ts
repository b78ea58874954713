import { account } from "../../../facts/account.ts";
import type { Context } from "../../../iam/conditions.ts";
import { refusal, trusts } from "../../../iam/evaluate.ts";
import { readPolicy } from "../../../iam/policy.ts";
import { type Role, roleOf } from "../../../iam/roles.ts";
import { endpointsOnTheWay, policyOf } from "../../../network/endpoints.ts";
import { type Network, networkOf, subnetOf } from "../../../network/network.ts";
import type { Launch, LaunchRule } from "../../../rules/launch.ts";
import type { Value, World } from "../../../world/world.ts";
import { isOurs, runsOnFargate } from "../definition.ts";

const ecs = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/** A placeholder for the task's id in the name of its session: a task that isn't started has none. */
const taskId = "<task id>";

/** The role for the steps before a task's containers run, where the world has it. */
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

/** What is known about every request that a role makes. */
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

/** A request that ECS makes in the name of a task's role when it starts the task. */
interface Request {
  action: string;
  resource: string;
  /** As in the name of its endpoint: `ecr.api`. */
  service: string;
  /** Defaults to the task's. */
  region?: string;
  /** What else is known about it. */
  context?: Context;
  /** That of what is asked for. */
  policy?: Value | undefined;
}

/** AWS's error for a request that the role's policies, or a policy on the way, don't allow; undefined for an allowed one. */
export function denied(
  { action, resource, service, region, context, policy }: Request,
  role: Role,
  launch: Launch,
  world: World,
): string | undefined {
  const network = networkOf(world);
  const endpoints = runsOnFargate(launch.definition)
    ? endpointsOnTheWay(network, launch.subnets, service, region ?? launch.region)
    : [];
  const from = isPlaced(launch, network) ? endpointContext(endpoints.map(({ id }) => id)) : {};
  const because = refusal(
    { action, resource, context: { ...contextOf(role, launch.region), ...from, ...context } },
    {
      ...role,
      resource: readPolicy(policy),
      endpoints: endpoints.map((endpoint) => policyOf(endpoint)).filter((one) => one !== undefined),
    },
  );
  return because && accessDenied(role, action, resource, because);
}

/** Whether it is known where requests come from: on Fargate from the task's own subnets. */
const isPlaced = ({ definition, subnets }: Launch, network: Network): boolean =>
  runsOnFargate(definition) &&
  subnets.length > 0 &&
  subnets.every((id) => subnetOf(network, id) !== undefined);

/** A request that goes through no endpoint doesn't have an endpoint's keys. */
const endpointContext = (endpoints: readonly string[]): Context =>
  endpoints.length > 0 ? { "aws:sourcevpce": endpoints } : { "aws:sourcevpce": null, "aws:sourcevpc": null };

/** What ECS says that it assumes a role for. Single clusters or services can't be distinguished. */
const ecsTrustContext = (region: string): Context => ({
  "aws:sourceaccount": account,
  "aws:sourcearn": `arn:aws:ecs:${region}:${account}:*`,
  "sts:externalid": null,
});

/** Both roles of a task exist and let ECS assume them. */
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
