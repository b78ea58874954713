import type { Recipe, Recipes } from "./recipe.ts";

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

export const wafv2: Recipes = {
  "aws:wafv2/webAcl:WebAcl": part("webacl"),
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    id: ({ text }) => `${text("webAclArn")},${text("resourceArn")}`,
  },
};
