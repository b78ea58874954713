import { byUse, FREE } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { prices } from "../../facts/prices.ts";
import { rules } from "./rules.ts";

const tokens = (making: Making): string[] => [1, 2, 3].map(() => making.digits(32));

/** Mail. */
export const sesv2: Service = {
  name: "SESv2",
  types: {
    "aws:sesv2/emailIdentity:EmailIdentity": {
      recipe: {
        id: ({ text }) => text("emailIdentity"),
        filled: (making) => ({
          arn: making.arn("ses", `identity/${making.id}`),
          dkimSigningAttributes: {
            currentSigningKeyLength: "RSA_2048_BIT",
            lastKeyGenerationTimestamp: making.world.now(),
            nextSigningKeyLength: "RSA_2048_BIT",
            signingAttributesOrigin: "AWS_SES",
            status: "PENDING",
            tokens: tokens(making),
          },
          identityType: making.id.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
          verificationStatus: "PENDING",
        }),
      },
      keptBlocks: ["dkimSigningAttributes"],
      times: ONE_CALL,
      price: byUse(`${prices.mailThousand.usd} USD a thousand mails`),
    },
    "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
      recipe: {
        id: ({ text }) => text("emailIdentity"),
      },
      defaults: {
        behaviorOnMxFailure: "USE_DEFAULT_VALUE",
      },
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    change: { rules },
  },
};
