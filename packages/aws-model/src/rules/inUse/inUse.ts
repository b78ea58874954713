import type { Rule } from "../rule.ts";
import { containerDeletions } from "./containers.ts";
import { dataDeletions } from "./data.ts";
import type { Deletion } from "./deletion.ts";
import { deliveryDeletions } from "./delivery.ts";
import { identityDeletions } from "./identity.ts";
import { networkDeletions } from "./network.ts";

const asRule = ({ name, source, type, on = ["delete"], usedBy, refusal }: Deletion): Rule => ({
  name,
  source,
  applies: { types: [type], on },
  check: (change) => {
    const user = usedBy(change);
    if (user === undefined || user === false || change.id === undefined) return undefined;
    return refusal({ ...change, id: change.id }, String(user));
  },
});

export const inUseRules: readonly Rule[] = [
  ...networkDeletions,
  ...containerDeletions,
  ...dataDeletions,
  ...deliveryDeletions,
  ...identityDeletions,
].map(asRule);
