import { texts } from "../world/reading.ts";
import type { World, WorldResource } from "../world/world.ts";
import { refusal } from "./evaluate.ts";
import { readPolicy, type Statement } from "./policy.ts";
import type { Role } from "./roles.ts";

const keyType = "aws:kms/key:Key";

/** Whether a role may decrypt with a key. AWS's own keys, and those that the world doesn't have, are open to the account. */
export function mayDecrypt(world: World, role: Role, key: string, service: string): boolean {
  const found = keyOf(world, key);
  if (!found) return true;
  const keyPolicy = world.get("aws:kms/keyPolicy:KeyPolicy", found.id)?.state.policy ?? found.state.policy;
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
  const statements = readPolicy(keyPolicy);
  // The role's own policies only take rights here, and a grant gives some as the key's policy does.
  const direct = {
    ...role,
    identity: role.identity.filter(({ effect }) => effect === "Deny"),
    resource: [...statements, ...grantsOf(world, found, role)],
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

/** What grants of a key let a role do with it. */
const grantsOf = (world: World, { id, state: key }: WorldResource, { principal }: Role): Statement[] =>
  world
    .resources("aws:kms/grant:Grant")
    .filter(({ state }) => state.granteePrincipal === principal && [id, key.arn].includes(state.keyId))
    .map(({ state }) => ({
      effect: "Allow",
      actions: texts(state.operations).map((operation) => `kms:${operation}`),
      resources: ["*"],
      principals: [`AWS ${principal}`],
      conditions: [],
    }));

/** The key with an id, an ARN or an alias. */
function keyOf(world: World, key: string): WorldResource | undefined {
  const aliases = world.resources("aws:kms/alias:Alias");
  const alias = aliases.find(({ id, state }) => id === key || state.arn === key || state.name === key);
  const target = alias === undefined ? key : String(alias.state.targetKeyId);
  return world.resources(keyType).find(({ id, state }) => id === target || state.arn === target);
}
