import type { EcsState, Service } from "../ecs/state.ts";
import type { World } from "../world/world.ts";
import { withEcs } from "./ecsWorld.ts";

/** What a service runs. */
export interface Running {
  /** Its ARN without what comes before the cluster: `alpha-cluster/alpha-gunicorn`. */
  service: string;
  /** The revision it was last given, `<family>:<revision>`. */
  revision: string;
  desired: number;
  /** How many tasks run, by the tag of their image. */
  tasks: Record<string, number>;
  /** Its newest deployment. */
  deployment: string;
  /** Whether that is complete, and nothing of an earlier one is left. */
  isSteady: boolean;
}

/** What every service of a region runs at the world's present time. */
export function whatRuns(world: World, region: string): Running[] {
  return withEcs(world, region, (state) =>
    Object.entries(state.services).map(([name, service]) => ({ service: name, ...running(state, service) })),
  );
}

function running(state: EcsState, service: Service): Omit<Running, "service"> {
  const [newest] = service.deployments;
  const tasks: Record<string, number> = {};
  for (const task of Object.values(state.tasks)) {
    if (task.service !== service.name || task.cluster !== service.cluster || task.phase !== "RUNNING")
      continue;
    const tag = tagOf(state, task.containers[0]?.image ?? "");
    tasks[tag] = (tasks[tag] ?? 0) + 1;
  }
  return {
    revision: service.taskDefinition.slice(service.taskDefinition.lastIndexOf("/") + 1),
    desired: service.desiredCount,
    tasks,
    deployment: newest?.id ?? "",
    isSteady: service.deployments.length === 1 && newest?.rolloutState === "COMPLETED",
  };
}

function tagOf(state: EcsState, reference: string): string {
  const image = state.images.find(
    ({ repository, digest, tag }) =>
      reference === `${repository}@${digest}` || reference === `${repository}:${tag}`,
  );
  return image?.tag ?? reference;
}
