import type { Making, Recipe, Recipes } from "./recipe.ts";
import { cloudFrontHostedZone } from "./regions.ts";

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
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": {
    id: edgeId,
    filled: (making) => ({
      arn: making.globalArn("cloudfront", `origin-access-identity/${making.id}`),
      callerReference: `terraform-${making.digits(26)}`,
      cloudfrontAccessIdentityPath: `origin-access-identity/cloudfront/${making.id}`,
      etag: etag(making),
      iamArn: `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${making.id}`,
      s3CanonicalUserId: making.digits(96),
    }),
  },
  "aws:cloudfront/cachePolicy:CachePolicy": edge("cache-policy", ({ uuid }) => uuid()),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": edge("origin-request-policy", ({ uuid }) =>
    uuid(),
  ),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": edge("response-headers-policy", ({ uuid }) =>
    uuid(),
  ),
  "aws:cloudfront/function:Function": {
    id: ({ text }) => text("name"),
    filled: (making) => ({
      arn: making.globalArn("cloudfront", `function/${making.id}`),
      etag: etag(making),
      liveStageEtag: making.inputs.publish === true ? etag(making) : "",
      status: making.inputs.publish === true ? "UNASSOCIATED" : "UNPUBLISHED",
    }),
    updated: (making) => ({ etag: etag(making), liveStageEtag: etag(making) }),
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": edge("key-value-store", ({ text }) => text("name")),
  "aws:cloudfront/publicKey:PublicKey": {
    id: (making) => `K${upper(making.digits(13))}`,
    filled: (making) => ({
      callerReference: `terraform-${making.digits(26)}`,
      etag: etag(making),
    }),
  },
  "aws:cloudfront/keyGroup:KeyGroup": {
    id: ({ uuid }) => uuid(),
    filled: (making) => ({ etag: etag(making) }),
  },
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": {
    id: ({ text }) => text("distributionId"),
  },
};
