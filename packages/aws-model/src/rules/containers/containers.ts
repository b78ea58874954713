import type { Rule } from "../rule.ts";
import { clusterRules } from "./clusters.ts";
import { scalingRules } from "./scaling.ts";
import { scheduleRules } from "./schedules.ts";
import { serviceRules } from "./services.ts";
import { taskDefinitionRules } from "./taskDefinitions.ts";
import { taskSizeRules } from "./taskSizes.ts";

/** What ECS, Application Auto Scaling and EventBridge Scheduler refuse when tasks, services and what starts them are made. */
export const containerRules: readonly Rule[] = [
  ...taskDefinitionRules,
  ...taskSizeRules,
  ...clusterRules,
  ...serviceRules,
  ...scalingRules,
  ...scheduleRules,
];
