import { bucketRules } from "./buckets.ts";
import { cacheRules } from "./caches/caches.ts";
import { conflictRules } from "./conflicts.ts";
import { containerRules } from "./containers/containers.ts";
import { definitionTypeRules } from "./containers/definitionTypes.ts";
import { creationRules } from "./creation.ts";
import { databaseRules } from "./databases/databases.ts";
import { deletionRules } from "./deletion.ts";
import { deliveryRules } from "./delivery/delivery.ts";
import { choiceRules } from "./inputChoices.ts";
import type { InputRule } from "./inputRule.ts";
import { settingInputRules } from "./inputSettings.ts";
import { inUseRules } from "./inUse/inUse.ts";
import { databaseCredentialRules } from "./names/databaseCredentials.ts";
import { nameShapeRules } from "./names/nameShapes.ts";
import { awsNameShapeRules } from "./names/nameShapesOfAws.ts";
import { nameRules } from "./names/names.ts";
import { placementRules } from "./placement.ts";
import { policyDocumentRules } from "./policyDocuments.ts";
import { quotaRules } from "./quotas/quotas.ts";
import type { Rule } from "./rule.ts";
import { securityGroupRuleRules } from "./securityGroupRules.ts";
import { serviceCapacityRules } from "./serviceCapacity.ts";
import { sizeRules } from "./sizes.ts";
import { tagRules } from "./tags.ts";
import { vpcEndpointRules } from "./vpcEndpoints.ts";
import { vpcIpv6Rules } from "./vpcIpv6.ts";

/** Every rule of AWS that the sandbox knows and that holds at a change, in the order in which they are looked at. */
export const rules: readonly Rule[] = [
  ...awsNameShapeRules,
  ...databaseCredentialRules,
  ...policyDocumentRules,
  ...sizeRules,
  ...tagRules,
  ...nameRules,
  ...creationRules,
  ...conflictRules,
  ...securityGroupRuleRules,
  ...containerRules,
  ...serviceCapacityRules,
  ...databaseRules,
  ...cacheRules,
  ...deliveryRules,
  ...bucketRules,
  ...vpcIpv6Rules,
  ...quotaRules,
  ...placementRules,
  ...vpcEndpointRules,
  ...deletionRules,
  ...inUseRules,
];

/** Every rule that the provider keeps before it asks AWS. */
export const inputRules: readonly InputRule[] = [
  ...definitionTypeRules,
  ...nameShapeRules,
  ...settingInputRules,
  ...choiceRules,
];
