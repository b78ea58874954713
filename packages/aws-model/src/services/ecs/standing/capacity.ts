import type { Finding, StandingRule } from "../../../rules/standingRule.ts";
import { text } from "../../../world/reading.ts";
import type { World } from "../../../world/world.ts";
import { clusterOf, defaultStrategy } from "../clusters.ts";
import { definitionOf, isForFargate } from "../definition.ts";

/** What instances of a cluster may come from. */
const machines = ["aws:ec2/instance:Instance"];

/** A service that names neither a launch type nor capacity providers waits for instances. */
export const capacityRules: readonly StandingRule[] = [
  {
    name: "service-finds-capacity",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html",
    check: (world) =>
      machines.some((type) => world.resources(type).length > 0)
        ? []
        : world.resources("aws:ecs/service:Service").flatMap(({ urn, state }): Finding[] => {
            const region = text(state.region);
            if (state.launchType !== "EC2" || !isMeantForFargate(world, region, text(state.taskDefinition)))
              return [];
            const cluster = clusterOf(world, region, text(state.cluster));
            if (!cluster || defaultStrategy(world, cluster).length > 0) return [];
            const message = `(service ${state.name}) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. The service has neither launchType FARGATE nor capacityProviderStrategies, and its cluster no default strategy.`;
            return [{ urn, message }];
          }),
  },
];

function isMeantForFargate(world: World, region: string, reference: string): boolean {
  const definition = definitionOf(world, region, reference)?.state;
  return definition !== undefined && isForFargate(definition);
}
