import { byUse } from "../../descriptor/price.ts";
import type { Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";

const part = (kind: string): Recipe => ({
  id: ({ uuid }) => uuid(),
  filled: (making) => {
    const scope = making.inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    return {
      arn: making.arn("wafv2", `${scope}/${kind}/${making.text("name")}/${making.id}`),
      lockToken: making.uuid(),
      ...(kind === "webacl" ? { applicationIntegrationUrl: "", capacity: 0 } : {}),
    };
  },
  updated: ({ uuid }) => ({ lockToken: uuid() }),
});

/** Which requests a firewall lets through. */
export const wafv2: Service = {
  name: "WAFV2",
  types: {
    "aws:wafv2/webAcl:WebAcl": {
      recipe: part("webacl"),
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": {
      recipe: {
        id: ({ text }) => `${text("webAclArn")},${text("resourceArn")}`,
      },
      times: ONE_CALL,
      price: byUse(
        `${prices.webAclMonth.usd} USD a month for the web ACL, ${prices.webAclRuleMonth.usd} USD for each of its rules, ${prices.webAclMillionRequests.usd} USD a million requests`,
      ),
      words: { create: "AssociateWebACL", remove: "DisassociateWebACL" },
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
  },
};
