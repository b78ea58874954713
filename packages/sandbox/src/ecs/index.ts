export { advance, settle } from "./advance.ts";
export { ECS_CALLS } from "./calls.ts";
export { AwsError } from "./errors.ts";
export type { Behaviour, Scenario, Scenarios } from "./scenarios.ts";
export { type EcsState, emptyState } from "./state.ts";
export { pushImage } from "./surroundings.ts";
export { TIMING } from "./timing.ts";
