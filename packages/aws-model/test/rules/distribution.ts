/** The least that CloudFront takes for a distribution with names of its own. */
export const distribution = {
  enabled: true,
  defaultCacheBehavior: {
    allowedMethods: ["GET"],
    cachedMethods: ["GET"],
    targetOriginId: "o",
    viewerProtocolPolicy: "https-only",
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  origins: [{ domainName: "assets.s3.amazonaws.com", originId: "o" }],
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { iamCertificateId: "ASCA1", sslSupportMethod: "sni-only" },
};
