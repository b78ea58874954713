import { aws, by, type Finder, type Inputs, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

const distribution: Finder = (inputs) => {
  const [origin] = Array.isArray(inputs.origins) ? (inputs.origins as Inputs[]) : [];
  const domain = text(origin ?? {}, "domainName");
  return {
    kind: "find",
    command: aws(
      {},
      "cloudfront list-distributions",
      `DistributionList.Items[?Origins.Items[?DomainName=='${domain}']].Id`,
    ),
    by: { "origins.0.domainName": domain },
    looksLike: /^E[0-9A-Z]+$/,
  };
};

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:cloudfront/distribution:Distribution": { find: distribution, holds: false },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    find: by(["name"], /^E[0-9A-Z]+$/, (value) => [
      "cloudfront list-origin-access-controls",
      `OriginAccessControlList.Items[?Name=='${value("name")}'].Id`,
    ]),
    holds: false,
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    find: by(["name"], /^[0-9a-f-]{36}$/, (value) => [
      "cloudfront list-response-headers-policies --type custom",
      `ResponseHeadersPolicyList.Items[?ResponseHeadersPolicy.ResponseHeadersPolicyConfig.Name=='${value("name")}'].ResponseHeadersPolicy.Id`,
    ]),
    holds: false,
  },
};
