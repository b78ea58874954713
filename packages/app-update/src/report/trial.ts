import type { DeployTargets } from "../targets.ts";

/** What every report of an environment says that is a trial without a domain. */
export function trialRemarks({ trial }: Pick<DeployTargets, "trial">): string[] {
  if (trial !== true) return [];
  return ["This is a trial without a domain: passwords and cookies cross the internet unencrypted."];
}
