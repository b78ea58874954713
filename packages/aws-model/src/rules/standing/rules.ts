import { capacityRules } from "./capacity.ts";
import { dataServiceRules } from "./dataServices.ts";
import { deliveryRules } from "./delivery.ts";
import { executionRules, logRules } from "./execution.ts";
import type { LaunchRule } from "./launch.ts";
import { loadBalancingRules } from "./loadBalancing.ts";
import { neighbourRules } from "./neighbours.ts";
import { roleRules } from "./roles.ts";
import { secretRules } from "./secrets.ts";
import type { StandingRule } from "./standingRule.ts";
import { starterRules } from "./starters.ts";
import { execRules, wayOutRules } from "./wayOut.ts";

/** What must be true for a task to start, in the order in which AWS comes to it. */
export const launchRules: readonly LaunchRule[] = [
  ...roleRules,
  ...wayOutRules,
  ...secretRules,
  ...executionRules,
];

/** What must be true of a world at rest besides. */
export const standingRules: readonly StandingRule[] = [
  ...logRules,
  ...starterRules,
  ...capacityRules,
  ...loadBalancingRules,
  ...dataServiceRules,
  ...deliveryRules,
  ...neighbourRules,
  ...execRules,
];
