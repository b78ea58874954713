import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import type { Ask } from "./aws/operations.ts";
import type { Facts } from "./facts.ts";
import { type Finding, NotAsked, ok, problem, warning } from "./finding.ts";

/** A quota of Service Quotas. */
export interface Quota {
  service: string;
  code: string;
}

/** What the account may have. */
export async function limitOf(aws: Ask, { service, code }: Quota): Promise<number> {
  try {
    const { Quota: found } = await aws("quotas.GetServiceQuota", { ServiceCode: service, QuotaCode: code });
    if (found?.Value === undefined) throw new NotAsked(`Service Quotas gives no value for ${code}`);
    return found.Value;
  } catch (error) {
    if (isAwsError(error, "NoSuchResourceException"))
      throw new NotAsked(`Service Quotas doesn't know ${code} here`);
    throw error;
  }
}

/** The command that asks for more. */
export const increase = ({ service, code }: Quota, to: number, region: string): string =>
  `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${to} --region ${region}`;

/** Whether the base is up; undefined where nobody knows, because Pulumi doesn't say. */
export async function isBaseUp(facts: Facts): Promise<boolean | undefined> {
  try {
    return (await facts.base()) !== undefined;
  } catch {
    return undefined;
  }
}

/** A quota, what of it is in use, and what the base needs in addition. */
export interface Room {
  thing: string;
  things: string;
  limit: number;
  used: number;
  needed: number;
  /** Whether the base has its part already; undefined where nobody knows. */
  isUp: boolean | undefined;
  why: string;
  fix: string;
  commands: readonly string[];
}

/** Whether what the base needs fits. */
export function room({ thing, things, limit, used, needed, isUp, ...trouble }: Room): Finding {
  const all = `${used} of ${limit} ${limit === 1 ? thing : things}`;
  const state = `${all} in use`;
  if (isUp === true) return ok(`${state}, the base's among them`);
  if (used + needed <= limit) return ok(`${state}, ${needed} needed`);
  const found = `${all} ${limit === 1 ? "is" : "are"} in use, and the base needs ${needed}.`;
  return isUp === false
    ? problem({ found, ...trouble })
    : warning({ found, ...trouble, why: `Unless the base is up already: ${trouble.why}` });
}
