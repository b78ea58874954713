import type { ProviderConfig } from "../schema/config.ts";
import type { Properties, World } from "../world/world.ts";

/** A data source called with checked arguments. */
export interface Invocation {
  args: Properties;
  region: string;
  config: ProviderConfig;
  world: World;
}

export type Invokes = Record<string, (invocation: Invocation) => Properties>;
