import type { Properties } from "../world/world.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";

/** A path with its slashes, as in `/service-role/`. */
const path = (making: Making): string => making.text("path", "/").replace(/^\//, "");

/** The unique ids of IAM: a prefix for the kind, and 17 capitals and digits. */
const uniqueId = (prefix: string, making: Making): string => `${prefix}${making.digits(17).toUpperCase()}`;

const named = (kind: string, prefix: string, more?: Recipe["filled"]): Recipe => ({
  id: ({ text }) => text("name"),
  filled: (making) => ({
    arn: making.globalArn("iam", `${kind}/${path(making)}${making.id}`),
    uniqueId: uniqueId(prefix, making),
    ...more?.(making),
  }),
});

const attachment = (to: string): Recipe => ({
  id: ({ text }) => `${text(to)}/${text("policyArn")}`,
});

const inline = (of: string): Recipe => ({
  id: ({ text }) => `${text(of)}:${text("name")}`,
  filled: () => ({ namePrefix: "" }),
});

export const identity: Recipes = {
  "aws:iam/role:Role": named("role", "AROA", ({ world }) => ({
    createDate: world.now(),
  })),
  "aws:iam/policy:Policy": {
    id: (making) => making.globalArn("iam", `policy/${path(making)}${making.text("name")}`),
    filled: (making) => ({
      arn: making.id,
      policyId: uniqueId("ANPA", making),
    }),
  },
  "aws:iam/rolePolicy:RolePolicy": inline("role"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachment("role"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (making) => making.globalArn("iam", `oidc-provider/${making.text("url").replace(/^https:\/\//, "")}`),
    filled: (making) => ({
      arn: making.id,
      thumbprintLists: [making.digits(40)],
    }),
  },
  "aws:kms/key:Key": {
    id: (making) => making.uuid(),
    filled: (making) => ({
      arn: making.arn("kms", `key/${making.id}`),
      description: "",
      keyId: making.id,
      policy: defaultKeyPolicy(making),
      rotationPeriodInDays: making.inputs.enableKeyRotation === true ? 365 : 0,
    }),
    remains: ({ id, state }) => ({
      kind: "key",
      id,
      state: {
        ...state,
        keyState: "PendingDeletion",
        pendingWindowInDays: state.deletionWindowInDays ?? 30,
      },
    }),
  },
  "aws:kms/alias:Alias": {
    id: ({ text }) => text("name"),
    filled: (making): Properties => {
      const target = making.text("targetKeyId");
      return {
        arn: making.arn("kms", making.id),
        targetKeyArn: target.startsWith("arn:") ? target : making.arn("kms", `key/${target}`),
      };
    },
  },
};

const defaultKeyPolicy = (making: Making): string =>
  JSON.stringify({
    Id: "key-default-1",
    Statement: [
      {
        Action: "kms:*",
        Effect: "Allow",
        Principal: { AWS: making.globalArn("iam", "root") },
        Resource: "*",
        Sid: "Enable IAM User Permissions",
      },
    ],
    Version: "2012-10-17",
  });
