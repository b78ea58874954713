import { records, texts } from "../world/reading.ts";
import type { Properties, World } from "../world/world.ts";
import type { Policies } from "./evaluate.ts";
import { managedPolicy } from "./managedPolicies.ts";
import { readPolicy, type Statement } from "./policy.ts";

const types = {
  role: "aws:iam/role:Role",
  inline: "aws:iam/rolePolicy:RolePolicy",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  policy: "aws:iam/policy:Policy",
};

/** A role with everything that decides what it may do. */
export interface Role extends Policies {
  name: string;
  /** Who may assume it. */
  trust: Statement[];
}

/** The role of the world with an ARN, or a name. */
export function roleOf(world: World, nameOrArn: string): Role | undefined {
  const found = world
    .resources(types.role)
    .find(({ state }) => state.arn === nameOrArn || state.name === nameOrArn);
  if (!found) return undefined;
  const { state } = found;
  const name = String(state.name);
  const boundary = state.permissionsBoundary;
  return {
    principal: String(state.arn),
    name,
    trust: readPolicy(state.assumeRolePolicy),
    identity: [
      ...records(state.inlinePolicies).flatMap(({ policy }) => readPolicy(policy)),
      ...world
        .resources(types.inline)
        .filter((inline) => inline.state.role === name)
        .flatMap((inline) => readPolicy(inline.state.policy)),
      ...attached(world, state, name).flatMap((arn) => statementsOf(world, arn)),
    ],
    ...(typeof boundary === "string" && boundary !== "" ? { boundary: statementsOf(world, boundary) } : {}),
  };
}

/** ARNs of the policies that are attached to the role, one by one or in the role's own list. */
function attached(world: World, role: Properties, name: string): string[] {
  const single = world
    .resources(types.attachment)
    .filter(({ state }) => state.role === name || state.role === role.arn);
  const listed = texts(role.managedPolicyArns);
  return [...new Set([...listed, ...single.map(({ state }) => String(state.policyArn))])];
}

function statementsOf(world: World, arn: string): readonly Statement[] {
  const own = world.get(types.policy, arn);
  return own ? readPolicy(own.state.policy) : managedPolicy(arn);
}
