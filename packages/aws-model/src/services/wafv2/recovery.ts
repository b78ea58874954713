import { again } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or takes them away. */
export const recoveries: Recoveries = {
  "aws:wafv2/webAclAssociation:WebAclAssociation": { find: () => again, holds: false },
};
