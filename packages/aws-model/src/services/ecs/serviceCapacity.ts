import type { Rule } from "../../rules/rule.ts";
import { records } from "../../world/reading.ts";
import type { Value } from "../../world/world.ts";

/** A strategy in a form that can be compared: its order means nothing. */
const strategy = (value: Value | undefined): string =>
  records(value)
    .map(({ capacityProvider, weight = 0, base = 0 }) => `${capacityProvider} ${weight} ${base}`)
    .sort()
    .join(", ");

export const serviceCapacityRules: readonly Rule[] = [
  {
    name: "service-capacity-needs-forced-deployment",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html",
    applies: { types: ["aws:ecs/service:Service"], on: ["update"] },
    check: ({ inputs, state }) =>
      inputs.forceNewDeployment !== true &&
      strategy(inputs.capacityProviderStrategies) !== strategy(state.capacityProviderStrategies)
        ? {
            message: "force_new_deployment should be true when capacity_provider_strategy is being updated",
          }
        : undefined,
  },
];
