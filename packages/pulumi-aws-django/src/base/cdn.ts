import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autonameBase } from "../shared/names.ts";
import { type AssetsArgs, CdnPriceClass } from "./args.ts";

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";

// TLS 1.3 and 1.2, forward secrecy only; like all policies of CloudFront it offers post-quantum key exchange.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
const VIEWER_TLS = "TLSv1.2_2025";

const ONE_YEAR = 365 * 24 * 60 * 60;

export interface Cdn {
  distribution: aws.cloudfront.Distribution;
  /** The name that browsers use. */
  hostName: pulumi.Output<string>;
}

/** A CloudFront distribution that reads the bucket with a signature of its own, so that the bucket stays private. */
export function makeCdn(
  name: string,
  args: AssetsArgs,
  bucket: aws.s3.Bucket,
  zoneId: pulumi.Input<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): Cdn {
  const { corsOrigins = [], cdn = {} } = args;
  const { domainName, certificateArn } = cdn;
  const accessControl = new aws.cloudfront.OriginAccessControl(
    autonameBase(name, 64),
    {
      description: "Reads the bucket for static files and uploads",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    },
    opts,
  );
  const headers = makeHeaders(name, corsOrigins, opts);
  const distribution = new aws.cloudfront.Distribution(
    name,
    {
      enabled: true,
      comment: "Static files and uploads of Django apps",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: cdn.priceClass ?? CdnPriceClass.NorthAmericaEurope,
      ...(domainName === undefined ? {} : { aliases: [domainName] }),
      origins: [
        {
          originId: "bucket",
          domainName: bucket.bucketRegionalDomainName,
          originAccessControlId: accessControl.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "bucket",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: CACHING_OPTIMIZED,
        responseHeadersPolicyId: headers.id,
        // S3 answers a browser's CORS check only if CloudFront passes the Origin header on.
        ...(corsOrigins.length > 0 ? { originRequestPolicyId: CORS_S3_ORIGIN } : {}),
      },
      ...(cdn.webAclArn === undefined ? {} : { webAclId: cdn.webAclArn }),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate:
        certificateArn === undefined
          ? { cloudfrontDefaultCertificate: true }
          : {
              acmCertificateArn: certificateArn,
              sslSupportMethod: "sni-only",
              minimumProtocolVersion: VIEWER_TLS,
            },
    },
    opts,
  );
  if (domainName !== undefined && zoneId !== undefined) {
    makeCdnRecords(name, domainName, zoneId, distribution, { ...opts, protect: undefined });
  }
  return { distribution, hostName: pulumi.output(domainName ?? distribution.domainName) };
}

function makeHeaders(
  name: string,
  corsOrigins: string[],
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.ResponseHeadersPolicy {
  return new aws.cloudfront.ResponseHeadersPolicy(
    autonameBase(name, 128),
    {
      comment: "Static files and uploads of Django apps",
      securityHeadersConfig: {
        // An upload is what its content type says, even if it looks like a script.
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: ONE_YEAR, override: true },
      },
      ...(corsOrigins.length === 0
        ? {}
        : {
            corsConfig: {
              accessControlAllowCredentials: false,
              accessControlAllowHeaders: { items: ["*"] },
              accessControlAllowMethods: { items: ["GET", "HEAD", "OPTIONS"] },
              accessControlAllowOrigins: { items: corsOrigins },
              accessControlMaxAgeSec: 3600,
              originOverride: true,
            },
          }),
    },
    opts,
  );
}

function makeCdnRecords(
  name: string,
  hostName: pulumi.Input<string>,
  zoneId: pulumi.Input<string>,
  distribution: aws.cloudfront.Distribution,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const type of ["A", "AAAA"]) {
    new aws.route53.Record(
      `${name}-${type.toLowerCase()}`,
      {
        zoneId,
        name: hostName,
        type,
        aliases: [
          { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false },
        ],
      },
      opts,
    );
  }
}
