import { again, arn, by, isArn, named, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    find: arn(
      "iam",
      (inputs) => `oidc-provider/${text(inputs, "url").replace("https://", "")}`,
      by(["url"], isArn, (value) => [
        "iam list-open-id-connect-providers",
        `OpenIDConnectProviderList[?ends_with(Arn, ':oidc-provider/${value("url").replace("https://", "")}')].Arn`,
      ]),
      true,
    ),
    holds: false,
  },
  "aws:iam/role:Role": { find: named("name"), holds: false },
  "aws:iam/rolePolicy:RolePolicy": { find: named("role", "name"), holds: false },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { find: () => again, holds: false },
};
