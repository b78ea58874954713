import { typeOf } from "@ublog/aws-model/src/services/services.ts";
import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import type { WorldResource } from "@ublog/aws-model/src/world/world.ts";
import { UserError } from "@ublog/terminal/errors";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** What a stack and the world say about the same resources. */
export interface Comparison {
  /** Where they disagree, by URN: empty when each resource exists exactly once. */
  wrong: Map<string, string>;
  /** What was made a second time, where that does no harm. */
  twins: WorldResource[];
}

/** Compares what a stack has with what exists in AWS. */
export async function compareWithAws(sandbox: Sandbox, stack: string): Promise<Comparison> {
  const exported = await sandbox.pulumi(["stack", "export", "--stack", stack]);
  if (exported.code !== 0) throw new UserError(`pulumi stack export: ${exported.stderr.trim()}`);
  const { deployment } = JSON.parse(exported.stdout) as { deployment: { resources?: Recorded[] } };
  const recorded = (deployment.resources ?? []).filter(
    ({ custom, type }) => custom && type.startsWith("aws:"),
  );
  const there = resourcesOf(sandbox.world, stack);
  // Revisions share the id of their family.
  const keyOf = ({ type, id, outputs }: Recorded) =>
    `${type} ${type === "aws:ecs/taskDefinition:TaskDefinition" ? outputs?.arn : id}`;

  const comparison: Comparison = { wrong: new Map(), twins: [] };
  const live = new Set(there.map(({ type, id }) => `${type} ${id}`));
  for (const one of recorded) {
    if (!live.has(keyOf(one))) comparison.wrong.set(one.urn, `${one.id} is in the stack, but not in AWS.`);
    if (one.delete) comparison.wrong.set(one.urn, `${one.id} is still to be deleted.`);
  }
  const known = new Set(recorded.map(keyOf));
  for (const one of there.filter(({ type, id }) => !known.has(`${type} ${id}`))) {
    if (typeOf(one.type).harmlessTwice === true) comparison.twins.push(one);
    else comparison.wrong.set(one.urn, `${one.id} is in AWS, but not in the stack.`);
  }
  return comparison;
}

interface Recorded {
  urn: string;
  type: string;
  id?: string;
  custom?: boolean;
  delete?: boolean;
  outputs?: { arn?: string };
}

/** What is left of a stack in AWS, by URN. */
export function leftovers(worldFile: string, stack: string): Map<string, string> {
  return new Map(resourcesOf(worldFile, stack).map(({ urn, id }) => [urn, `${id} is left in AWS.`]));
}

/** Removes what was made a second time and does no harm: in AWS it would stay, at no cost. */
export function clearAway(worldFile: string, twins: readonly WorldResource[]): void {
  inWorld(worldFile, (world) => {
    for (const { type, id } of twins) world.delete(type, id);
  });
}

/** What a stack has made, without what AWS made along with it. */
function resourcesOf(worldFile: string, stack: string): WorldResource[] {
  const all = inWorld(worldFile, (world) => world.resources());
  const own = all.filter(({ urn }) => urn.startsWith(`urn:pulumi:${stack}::`));
  return own.filter(({ type, urn }) => (urn.split("::")[2] ?? "").split("$").at(-1) === type);
}
