import { FREE } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import type { Properties } from "../../world/world.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";

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

/** Keys of encryption. */
export const kms: Service = {
  name: "KMS",
  types: {
    "aws:kms/key:Key": {
      recipe: {
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
      defaults: {
        customerMasterKeySpec: "SYMMETRIC_DEFAULT",
        isEnabled: true,
        keyUsage: "ENCRYPT_DECRYPT",
      },
      times: ONE_CALL,
      price: () => ({
        parts: [{ what: "key", usd: prices.keyMonth.usd }],
        byUse: "0.03 USD for 10,000 uses",
      }),
    },
    "aws:kms/alias:Alias": {
      recipe: {
        id: ({ text }) => text("name"),
        filled: (making): Properties => {
          const target = making.text("targetKeyId");
          return {
            arn: making.arn("kms", making.id),
            targetKeyArn: target.startsWith("arn:") ? target : making.arn("kms", `key/${target}`),
          };
        },
      },
      autoname: { property: "name", maxLength: 238, prefix: "alias/" },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules },
  },
};
