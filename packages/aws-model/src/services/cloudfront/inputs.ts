import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { choice } from "../../rules/inputs.ts";
import { between } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const distribution = "aws:cloudfront/distribution:Distribution";

const control = "aws:cloudfront/originAccessControl:OriginAccessControl";

const shapes: readonly InputShape[] = [
  {
    name: "origin-access-control-name-shape",
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    property: "name",
    shapes: [between(1, 64)],
    source: `${api}/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html`,
  },
  choice(
    "distribution-price-class",
    distribution,
    "priceClass",
    "cloudfront/latest/APIReference/API_DistributionConfig",
    ["PriceClass_100", "PriceClass_200", "PriceClass_All", "None"],
  ),
  choice(
    "distribution-default-viewer-policy",
    distribution,
    "defaultCacheBehavior.viewerProtocolPolicy",
    "cloudfront/latest/APIReference/API_DefaultCacheBehavior",
    ["allow-all", "https-only", "redirect-to-https"],
  ),
  choice(
    "distribution-geo-restriction",
    distribution,
    "restrictions.geoRestriction.restrictionType",
    "cloudfront/latest/APIReference/API_GeoRestriction",
    ["blacklist", "whitelist", "none"],
  ),
  choice(
    "origin-access-control-signing",
    control,
    "signingBehavior",
    "cloudfront/latest/APIReference/API_OriginAccessControlConfig",
    ["never", "always", "no-override"],
  ),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
