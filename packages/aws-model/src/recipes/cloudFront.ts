import { cloudFrontHostedZone } from "../facts/regions.ts";
import type { Making, Recipe, Recipes } from "./recipe.ts";

const upper = (digits: string): string => digits.toUpperCase();

const edge = (kind: string, id: Recipe["id"]): Recipe => ({
  id,
  filled: (making) => ({
    arn: making.globalArn("cloudfront", `${kind}/${making.id}`),
    etag: etag(making),
  }),
  updated: (making) => ({ etag: etag(making) }),
});

const etag = (making: Making): string => `E${upper(making.digits(13))}`;
const edgeId = (making: Making): string => `E${upper(making.digits(13))}`;

export const cloudFront: Recipes = {
  "aws:cloudfront/distribution:Distribution": {
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
  "aws:cloudfront/originAccessControl:OriginAccessControl": edge("origin-access-control", edgeId),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": edge("response-headers-policy", ({ uuid }) =>
    uuid(),
  ),
};
