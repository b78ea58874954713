import { byUse, FREE } from "../../descriptor/price.ts";
import type { Making, Recipe } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, ONE_CALL, seconds } from "../../descriptor/times.ts";
import { cloudFrontHostedZone } from "../../facts/regions.ts";
import { distributionRules } from "./distributions.ts";
import { inputRules } from "./inputs.ts";
import { rules } from "./rules.ts";
import { distributionStanding } from "./standing.ts";

const edgeId = (making: Making): string => `E${upper(making.digits(13))}`;

const upper = (digits: string): string => digits.toUpperCase();

const etag = (making: Making): string => `E${upper(making.digits(13))}`;

const edge = (kind: string, id: Recipe["id"]): Recipe => ({
  id,
  filled: (making) => ({
    arn: making.globalArn("cloudfront", `${kind}/${making.id}`),
    etag: etag(making),
  }),
  updated: (making) => ({ etag: etag(making) }),
});

/** What hands out static files all over the world. */
export const cloudfront: Service = {
  name: "CloudFront",
  types: {
    "aws:cloudfront/distribution:Distribution": {
      recipe: {
        id: edgeId,
        filled: (making) => ({
          arn: making.globalArn("cloudfront", `distribution/${making.id}`),
          callerReference: `terraform-${making.digits(26)}`,
          domainName: `d${making.digits(13)}.cloudfront.net`,
          etag: etag(making),
          hostedZoneId: cloudFrontHostedZone,
          lastModifiedTime: making.world.now(),
          loggingV1Enabled: making.inputs.loggingConfig !== undefined,
          status: "Deployed",
          trustedKeyGroups: [{ enabled: false, items: [] }],
          trustedSigners: [{ enabled: false, items: [] }],
        }),
        updated: (making) => ({
          etag: etag(making),
          lastModifiedTime: making.world.now(),
        }),
        remains: ({ state }) => ({ kind: "host", id: String(state.domainName), state: {} }),
      },
      defaults: {
        httpVersion: "http2",
        priceClass: "PriceClass_All",
        waitForDeployment: true,
      },
      nestedDefaults: {
        origins: { connectionAttempts: 3, connectionTimeout: 10 },
        "origins.customOriginConfig": { originKeepaliveTimeout: 5, originReadTimeout: 30 },
      },
      times: ({ waitForDeployment }) => ({
        create: seconds(waitForDeployment === false ? 5 : 216, 180, 420),
        update: seconds(waitForDeployment === false ? 5 : 180, 120, 420),
        delete: seconds(300, 223, 443),
        source: `${LOGS}: made in 3m36s (two logs), deleted in 3m43s and 7m23s: it is turned off everywhere first.`,
      }),
      words: { create: "CreateDistributionWithTags" },
      price: byUse("free up to 1 TB and 10 million requests a month, then from 0.085 USD a GB"),
    },
    "aws:cloudfront/originAccessControl:OriginAccessControl": {
      recipe: edge("origin-access-control", edgeId),
      defaults: { description: "Managed by Terraform" },
      times: ONE_CALL,
      price: FREE,
    },
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
      recipe: edge("response-headers-policy", ({ uuid }) => uuid()),
      times: ONE_CALL,
      price: FREE,
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: { rules, distributions: distributionRules },
    rest: { standing: distributionStanding },
  },
};
