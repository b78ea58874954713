import { again, named } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { find: () => again, holds: false },
  "aws:ecr/repository:Repository": { find: named("name"), holds: "an image repository" },
};
