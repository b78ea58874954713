import type { World } from "../world/world.ts";
import type { Launch } from "./launch.ts";

/** Something that AWS has accepted and that would not work. */
export interface Finding {
  /** The resource that would not work, such as a service. */
  urn: string;
  /** What AWS says when it gets there, such as the reason why a task stopped. */
  message: string;
}

/**
 * A rule that AWS checks when something is used and not when it is made: when a task starts, or a request comes in. It
 * holds for a world at rest, not in the middle of an update.
 */
export interface StandingRule {
  /** Such as `task-pulls-image`. */
  name: string;
  /** The page that states the rule. */
  source: string;
  /** `launches` are all tasks that the world would start. */
  check(world: World, launches: readonly Launch[]): Finding[];
}
