import type { Properties, Value } from "../world/world.ts";

/** A change of one property, and what it depends on. */
export interface PropertyChange {
  old: Value | undefined;
  after: Value | undefined;
  /** The inputs as they are to be. */
  inputs: Properties;
  /** The resource as it is. */
  state: Properties;
}

/** True for some changes of a property. */
export type Condition = (change: PropertyChange) => boolean;
