import { settle } from "../../../aws-model/src/ecs/index.ts";
import { fromItem, type ReleaseRecord } from "../../src/ledger/record.ts";
import { TAG } from "../../src/release/definition.ts";
import type { World } from "./world.ts";

/** The release records, the newest first. */
export function recordsOf(world: World): ReleaseRecord[] {
  const items = Object.values(world.dynamodb.tables["alpha-releases"] ?? {});
  return items
    .filter((item) => item.pk?.S === "release")
    .map((item) => fromItem(item as never))
    .sort((a, b) => b.number - a.number);
}

/** Whether a lock keeps others out. */
export function isLocked(world: World): boolean {
  const lock = world.dynamodb.tables["alpha-releases"]?.["lock\nlock"];
  return lock?.owner !== undefined && Number(lock.expires?.N) >= world.ecs.now;
}

/** The version that each process runs once everything has settled: of services and of what is scheduled. */
export function runningVersions(world: World): Record<string, string> {
  settle(world.ecs);
  const { services, scheduled } = world.targets;
  return Object.fromEntries([
    ...services.map((target) => {
      const service = world.ecs.services[`alpha-cluster/${target.service}`];
      const steady =
        service?.deployments.length === 1 && service.deployments[0]?.rolloutState === "COMPLETED";
      const version = versionOf(world, service?.taskDefinition ?? "");
      return [target.process, steady ? version : `${version} (not steady)`];
    }),
    ...scheduled.map((target) => [target.process, versionOf(world, newest(world, target.family))]),
  ]);
}

/** How many revisions carry a tag, by family. */
export function revisionsTagged(world: World, tag: string, value: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { body, tags } of Object.values(world.ecs.definitions))
    if (tags.some((candidate) => candidate.key === tag && candidate.value === value))
      counts[body.family] = (counts[body.family] ?? 0) + 1;
  return counts;
}

/** The APP_VERSION of each process: of what services run, and of the newest revisions of one-off and scheduled tasks. */
export function givenVersions(world: World): Record<string, string | undefined> {
  const { services, scheduled, update } = world.targets;
  const given = (revision: string) => {
    const name = revision.slice(revision.lastIndexOf("/") + 1);
    const [container] = world.ecs.definitions[name]?.body.containerDefinitions ?? [];
    const variables = container?.environment as { name: string; value: string }[] | undefined;
    return variables?.find((variable) => variable.name === "APP_VERSION")?.value;
  };
  return Object.fromEntries([
    ...services.map(({ process, service }) => [
      process,
      given(world.ecs.services[`alpha-cluster/${service}`]?.taskDefinition ?? ""),
    ]),
    ...[...scheduled, update].map(({ process, family }) => [process, given(newest(world, family))]),
  ]);
}

function newest(world: World, family: string): string {
  const all = Object.values(world.ecs.definitions).filter(
    (definition) => definition.body.family === family && definition.status === "ACTIVE",
  );
  const latest = all.sort((a, b) => b.revision - a.revision)[0];
  return latest === undefined ? "" : `${family}:${latest.revision}`;
}

function versionOf(world: World, revision: string): string {
  const definition = world.ecs.definitions[revision.slice(revision.lastIndexOf("/") + 1)];
  return definition?.tags.find((tag) => tag.key === TAG.version)?.value ?? "none";
}
