import type { Problem } from "../shared/errors.ts";
import type { DjangoBaseArgs } from "./args.ts";

/** What everybody who brings up a trial should know: it goes on. */
export function trialWarning({ trial }: DjangoBaseArgs): Problem[] {
  if (trial === undefined) return [];
  const reason = `is set: the app "${trial.app}" answers by HTTP on the load balancer's own name, and passwords and cookies cross the internet unencrypted. Keep nothing in it that matters. To end it, write domainName and zoneId in its place.`;
  return [{ path: "trial", reason }];
}
