import type { World, WorldResource } from "../world/world.ts";
import { refusal } from "./evaluate.ts";
import { readPolicy } from "./policy.ts";
import type { Role } from "./roles.ts";

const keyType = "aws:kms/key:Key";

/** Whether a role may decrypt with a key. AWS's own keys, and those that the world doesn't have, are open to the account. */
export function mayDecrypt(world: World, role: Role, key: string, service: string): boolean {
  const found = keyOf(world, key);
  if (!found) return true;
  const [, , , region = "", account = ""] = String(found.state.arn).split(":");
  const request = {
    action: "kms:Decrypt",
    resource: String(found.state.arn),
    context: {
      "kms:viaservice": `${service}.${region}.amazonaws.com`,
      "kms:calleraccount": account,
      "aws:principalarn": role.principal,
    },
  };
  const statements = readPolicy(found.state.policy);
  // The role's own policies can only take rights away here.
  const direct = {
    ...role,
    identity: role.identity.filter(({ effect }) => effect === "Deny"),
    resource: statements,
  };
  if (refusal(request, direct) === undefined) return true;
  // The key's policy leaves the decision to the account's own policies by allowing the account.
  const accountNames = [`arn:aws:iam::${account}:root`, account];
  const isLeftToAccount = accountNames.some(
    (principal) => refusal(request, { principal, identity: [], resource: statements }) === undefined,
  );
  const denials = statements.filter(({ effect }) => effect === "Deny");
  return isLeftToAccount && refusal(request, { ...role, resource: denials }) === undefined;
}

/** The key with an id, an ARN or an alias. */
function keyOf(world: World, key: string): WorldResource | undefined {
  const aliases = world.resources("aws:kms/alias:Alias");
  const alias = aliases.find(({ id, state }) => id === key || state.arn === key || state.name === key);
  const target = alias === undefined ? key : String(alias.state.targetKeyId);
  return world.resources(keyType).find(({ id, state }) => id === target || state.arn === target);
}
