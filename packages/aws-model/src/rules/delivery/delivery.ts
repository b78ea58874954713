import type { Rule } from "../rule.ts";
import { accessLogRules } from "./accessLogs.ts";
import { certificateRules } from "./certificates.ts";
import { distributionRules } from "./distributions.ts";
import { recordRules } from "./dnsRecords.ts";
import { targetGroupRules } from "./targetGroups.ts";

/** What stands between a browser and the app: certificates, CloudFront, DNS and the load balancer's logs. */
export const deliveryRules: readonly Rule[] = [
  ...certificateRules,
  ...distributionRules,
  ...recordRules,
  ...accessLogRules,
  ...targetGroupRules,
];
