import type { Sandbox } from "../../sandbox/sandbox.ts";
import { UserError } from "../../shared/userError.ts";
import { openWorld, type WorldResource } from "../../world/world.ts";

/** What may be left over when something was made twice: it costs nothing and nobody uses it. */
const free = new Set([
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:secretsmanager/secretVersion:SecretVersion",
]);

/** What a stack and the world don't agree about, by URN: nothing when each resource is there exactly once. */
export async function disagreements(sandbox: Sandbox, stack: string): Promise<Map<string, string>> {
  const exported = await sandbox.pulumi(["stack", "export", "--stack", stack]);
  if (exported.code !== 0) throw new UserError(`pulumi stack export: ${exported.stderr.trim()}`);
  const { deployment } = JSON.parse(exported.stdout) as {
    deployment: { resources?: Recorded[]; pending_operations?: unknown[] };
  };
  const wrong = new Map<string, string>();
  const recorded = (deployment.resources ?? []).filter(
    ({ custom, type }) => custom && type.startsWith("aws:"),
  );
  const there = resourcesOf(sandbox.world, stack);
  for (const { urn, id, type, outputs, delete: isOld } of recorded) {
    const key = type === "aws:ecs/taskDefinition:TaskDefinition" ? outputs?.arn : id;
    if (!there.some((one) => one.type === type && one.id === key))
      wrong.set(urn, `${id} is in the stack, but not in AWS.`);
    if (isOld) wrong.set(urn, `${id} is still to be deleted.`);
  }
  const ids = new Set(recorded.map(({ type, id, outputs }) => `${type} ${outputs?.arn ?? id}`));
  for (const { type, id, urn } of recorded) ids.add(`${type} ${id}`) && urn;
  for (const { type, id, urn } of there) {
    if (!ids.has(`${type} ${id}`) && !free.has(type))
      wrong.set(urn, `${id} is in AWS, but not in the stack.`);
  }
  return wrong;
}

interface Recorded {
  urn: string;
  type: string;
  id?: string;
  custom?: boolean;
  delete?: boolean;
  outputs?: { arn?: string };
}

/** What is left of a stack in AWS, by URN, apart from what costs nothing, which is cleared away. */
export function leftovers(worldFile: string, stack: string): Map<string, string> {
  const left = new Map<string, string>();
  const world = openWorld(worldFile);
  try {
    for (const { type, id, urn } of resourcesOf(worldFile, stack)) {
      if (free.has(type)) world.delete(type, id);
      else left.set(urn, `${id} is left in AWS.`);
    }
  } finally {
    world.close();
  }
  return left;
}

/** What a stack has made; not what AWS made along with it. */
function resourcesOf(worldFile: string, stack: string): WorldResource[] {
  const world = openWorld(worldFile);
  try {
    const own = world.resources().filter(({ urn }) => urn.startsWith(`urn:pulumi:${stack}::`));
    return own.filter(({ type, urn }) => (urn.split("::")[2] ?? "").split("$").at(-1) === type);
  } finally {
    world.close();
  }
}
