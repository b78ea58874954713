export { AwsError } from "../shared/apiError.ts";
export { advance, settle } from "./advance.ts";
export type { Behaviour, Scenario, Scenarios } from "./behaviour.ts";
export { ECS_CALLS } from "./calls.ts";
export { pushImage } from "./registry.ts";
export { type EcsState, emptyState } from "./state.ts";
export { TIMING } from "./timing.ts";
