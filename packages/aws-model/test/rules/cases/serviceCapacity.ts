import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount } from "../../support/awsResources.ts";
import type { RuleCase } from "../ruleCase.ts";

const spot = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];
const both = [{ capacityProvider: "FARGATE", weight: 1, base: 1 }, ...spot];

/** A service with some capacity that is to have other. */
const move = (capacity: Properties[], more: Properties) => (account: AwsAccount) => {
  const service = (capacityProviderStrategies: Properties[]) => ({ name: "web", capacityProviderStrategies });
  const live = account.create("aws:ecs/service:Service", "web", service(both));
  return account.update(live, { ...service(capacity), ...more });
};

const rule = "service-capacity-needs-forced-deployment";
const message = "force_new_deployment should be true when capacity_provider_strategy is being updated";

export const cases: RuleCase[] = [
  { rule, refused: move(spot, {}), message, accepted: move(spot, { forceNewDeployment: true }) },
  { rule, refused: move([], {}), message, accepted: move([...both].reverse(), {}) },
];
