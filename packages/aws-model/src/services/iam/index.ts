import { FREE } from "../../descriptor/price.ts";
import type { Making, Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, ONE_CALL, seconds } from "../../descriptor/times.ts";
import { inputRules } from "./inputs.ts";
import { inUseRules } from "./inUse.ts";
import { policyDocumentRules } from "./policyDocuments.ts";
import { rules } from "./rules.ts";

const named = (kind: string, prefix: string, more?: Recipe["filled"]): Recipe => ({
  id: ({ text }) => text("name"),
  filled: (making) => ({
    arn: making.globalArn("iam", `${kind}/${path(making)}${making.id}`),
    uniqueId: uniqueId(prefix, making),
    ...more?.(making),
  }),
});

/** A path with its slashes, as in `/service-role/`. */
const path = (making: Making): string => making.text("path", "/").replace(/^\//, "");

/** The unique ids of IAM: a prefix for the kind, and 17 capitals and digits. */
const uniqueId = (prefix: string, making: Making): string => `${prefix}${making.digits(17).toUpperCase()}`;

const inline = (of: string): Recipe => ({
  id: ({ text }) => `${text(of)}:${text("name")}`,
  filled: () => ({ namePrefix: "" }),
});

const attachment = (to: string): Recipe => ({
  id: ({ text }) => `${text(to)}/${text("policyArn")}`,
});

/** Roles and policies. */
export const iam: Service = {
  name: "IAM",
  types: {
    "aws:iam/role:Role": {
      recipe: named("role", "AROA", ({ world }) => ({
        createDate: world.now(),
      })),
      autoname: { property: "name", maxLength: 64 },
      defaults: { maxSessionDuration: 3600, path: "/" },
      times: {
        create: seconds(2, 1, 10),
        update: seconds(1),
        delete: seconds(1),
        source: `${LOGS}: made in 2 s. Until a new role can be used everywhere some seconds pass, for which the provider tries again what uses it.`,
      },
      price: FREE,
    },
    "aws:iam/policy:Policy": {
      recipe: {
        id: (making) => making.globalArn("iam", `policy/${path(making)}${making.text("name")}`),
        filled: (making) => ({
          arn: making.id,
          policyId: uniqueId("ANPA", making),
        }),
      },
      defaults: { path: "/" },
    },
    "aws:iam/rolePolicy:RolePolicy": {
      recipe: inline("role"),
      times: ONE_CALL,
      price: FREE,
      words: { create: "PutRolePolicy", remove: "DeleteRolePolicy" },
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
      recipe: attachment("role"),
      onlyOnce: true,
      words: { create: "AttachRolePolicy", remove: "DetachRolePolicy" },
    },
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
      recipe: {
        id: (making) =>
          making.globalArn("iam", `oidc-provider/${making.text("url").replace(/^https:\/\//, "")}`),
        filled: (making) => ({
          arn: making.id,
          thumbprintLists: [making.digits(40)],
        }),
      },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { policyDocuments: policyDocumentRules, rules, inUse: inUseRules },
  },
};
