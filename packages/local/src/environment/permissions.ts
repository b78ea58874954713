import { refusal } from "@ublog/aws-model/src/iam/evaluate.ts";
import { roleOf } from "@ublog/aws-model/src/iam/roles.ts";
import type { World } from "@ublog/aws-model/src/world/world.ts";
import type { AwsCall } from "../aws/awsCall.ts";

/** Why IAM refuses a call, by the policies of the role in the world, in the words of AWS; undefined where it doesn't. */
export function refusedIn(
  world: World,
  { role, action, resource, context }: AwsCall & { role: string },
): string | undefined {
  const policies = roleOf(world, role);
  if (policies === undefined) return "because there is no such role";
  return refusal({ action, resource: secretArn(world, action, resource), context }, policies);
}

/** Policies name a secret by its ARN, a call mostly by its name. */
function secretArn(world: World, action: string, resource: string): string {
  if (!action.startsWith("secretsmanager:") || resource.startsWith("arn:")) return resource;
  const secret = world
    .resources("aws:secretsmanager/secret:Secret")
    .find(({ state }) => state.name === resource);
  return secret === undefined ? resource : String(secret.state.arn);
}
