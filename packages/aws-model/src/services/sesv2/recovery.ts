import { again, named } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:sesv2/emailIdentity:EmailIdentity": { find: named("emailIdentity"), holds: false },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    find: () => again,
    holds: false,
  },
};
