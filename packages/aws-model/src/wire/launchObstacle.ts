import type { EcsState, Task } from "../ecs/state.ts";
import type { Obstacle } from "../ecs/tasks.ts";
import type { Launch } from "../rules/launch.ts";
import { definitionOf } from "../services/ecs/definition.ts";
import { launchOf, launchOfService } from "../services/ecs/standing/launches.ts";
import { launchRules } from "../services/rules.ts";
import type { World } from "../world/world.ts";
import { resourceOf } from "./services.ts";

/** Why a task of the world can't start: AWS's message for the first launch rule that it breaks. */
export function launchObstacle(world: World, state: EcsState): Obstacle {
  return (task) => {
    const launch = launchOfTask(world, state, task);
    if (launch === undefined) return undefined;
    for (const { check } of launchRules) {
      const reason = check(launch, world);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}

function launchOfTask(world: World, state: EcsState, task: Task): Launch | undefined {
  const { region } = state;
  const service = state.services[`${task.cluster}/${task.service}`];
  if (service !== undefined) {
    const { type, id } = resourceOf(state, service);
    const resource = world.get(type, id);
    return resource && launchOfService(world, resource.urn, resource.state, task.definition);
  }
  const definition = definitionOf(world, region, task.definition);
  return (
    definition &&
    launchOf({ urn: definition.urn, region }, definition.state, task.network && { ...task.network })
  );
}
