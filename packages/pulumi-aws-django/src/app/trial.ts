import * as pulumi from "@pulumi/pulumi";
import type { BaseContract, BaseContractTrial } from "../contracts/baseContract.ts";
import { trialTags } from "../shared/trial.ts";
import type { Base } from "./base.ts";
import { onTrialWarning } from "./check/trial.ts";

/** The trial that the base is, if it is one. */
export function trialOf(base: Base): pulumi.Output<BaseContractTrial | undefined> {
  return base.get<BaseContractTrial | undefined>((b) => b.trial);
}

/** The name that an app answers on without a setting: one below the domain of the base, or the only one that a trial has. */
export function defaultHostName(environment: string, base: BaseContract): pulumi.Output<string> {
  return base.trial === undefined
    ? pulumi.interpolate`${environment}.${base.domainName}`
    : pulumi.output(base.domainName);
}

/** The tags that mark an app as a trial. */
export function tagsOnTrial(base: Base): pulumi.Output<Record<string, string> | undefined> {
  return trialOf(base).apply((trial) => trialTags(trial)?.tags);
}

/** Says in each preview and update that it is one. */
export function warnOfTrial(app: pulumi.Resource, url: pulumi.Output<string>, base: Base): void {
  pulumi.all([trialOf(base), url]).apply(([trial, address]) => {
    if (trial === undefined) return;
    const { path, reason } = onTrialWarning(address);
    void pulumi.log.warn(`${path}: ${reason}`, app);
  });
}
