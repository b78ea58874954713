import { describe, expect, test } from "vitest";
import { permits } from "../../../aws-model/src/iam/evaluate.ts";
import { readPolicy } from "../../../aws-model/src/iam/policy.ts";
import { recordBase } from "../support/recordBase.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
const HEADERS = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

const DENY_PLAIN_HTTP = {
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::base-assets", "arn:aws:s3:::base-assets/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

test("the bucket is private, encrypted and versioned, and forgets what nobody needs", async () => {
  const recording = await recordBase();
  const bucket = "base-assets";
  const part = (name: string) =>
    recording.one(`aws:s3/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`, bucket).inputs;
  expect(part("Bucket")).toEqual({ forceDestroy: false });
  expect(part("BucketPublicAccessBlock")).toEqual({
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  expect(part("BucketOwnershipControls")).toEqual({
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  expect(part("BucketServerSideEncryptionConfiguration")).toEqual({
    bucket,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  expect(part("BucketVersioning")).toEqual({ bucket, versioningConfiguration: { status: "Enabled" } });
  expect(part("BucketLifecycleConfiguration")).toEqual({
    bucket,
    rules: [
      {
        id: "old-versions",
        status: "Enabled",
        filter: {},
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        id: "broken-uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ],
  });
  expect(recording.of(CORS)).toEqual([]);
});

test("only the distribution reads it, only static files and uploads, and only by TLS", async () => {
  const recording = await recordBase();
  const { policy } = recording.one("aws:s3/bucketPolicy:BucketPolicy", "base-assets").inputs;
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      DENY_PLAIN_HTTP,
      {
        Sid: "DenyCloudFrontPrivate",
        Effect: "Deny",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:*",
        Resource: ["arn:aws:s3:::base-assets/private/*", "arn:aws:s3:::base-assets/*/private/*"],
      },
      {
        Sid: "AllowCloudFront",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: ["arn:aws:s3:::base-assets/*/static/*", "arn:aws:s3:::base-assets/*/media/*"],
        Condition: {
          StringEquals: { "aws:SourceArn": "arn:aws:cloudfront:us-east-1:111122223333:base-assets" },
        },
      },
    ],
  });
});

describe.each<[string, string[] | undefined]>([
  ["by default", undefined],
  ["where all is public", ["*"]],
])("what browsers can load %s", (_, publicPaths) => {
  test.each<[boolean, string]>([
    [true, "alpha/static/core/app.css"],
    [true, "alpha/media/pictures/a.png"],
    [true, "alpha/media/private.txt"],
    [publicPaths !== undefined, "alpha/backups/dump"],
    [false, "alpha/private/a.txt"],
    [false, "alpha/private/media/a.txt"],
    [false, "alpha/private/a/static/b/media/a.txt"],
    [false, "alpha/media/private/a.txt"],
    [false, "private/media/a.txt"],
  ])("%s: %s", async (loaded, key) => {
    const { one } = await recordBase({ assets: { cdn: publicPaths === undefined ? {} : { publicPaths } } });
    const policy = readPolicy(String(one("aws:s3/bucketPolicy:BucketPolicy", "base-assets").inputs.policy));
    const request = {
      action: "s3:GetObject",
      resource: `arn:aws:s3:::base-assets/${key}`,
      context: { "aws:sourcearn": "arn:aws:cloudfront:us-east-1:111122223333:base-assets" },
    };
    expect(permits(policy, (principal) => principal === "Service cloudfront.amazonaws.com", request)).toBe(
      loaded,
    );
  });
});

describe("the distribution", () => {
  test("as it is by default", async () => {
    const recording = await recordBase();
    expect(recording.one(DISTRIBUTION).inputs).toEqual({
      enabled: true,
      comment: "Static files and uploads of Django apps",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      origins: [
        {
          originId: "bucket",
          domainName: "base-assets.s3.us-east-1.amazonaws.com",
          originAccessControlId: "base-assets-id",
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "bucket",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        responseHeadersPolicyId: "base-assets-id",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    expect(recording.one("aws:cloudfront/originAccessControl:OriginAccessControl").inputs).toEqual({
      description: "Reads the bucket for static files and uploads",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    expect(recording.one(HEADERS).inputs).toEqual({
      comment: "Static files and uploads of Django apps",
      securityHeadersConfig: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAgeSec: 31536000, override: true },
      },
    });
    expect(recording.result.assetsHostName).toBe("base-assets.cloudfront.net");
    expect(recording.result.contract.assets).toEqual({
      bucketName: "base-assets",
      bucketArn: "arn:aws:s3:::base-assets",
      cdnHostName: "base-assets.cloudfront.net",
    });
  });

  test("off: the bucket refuses plain HTTP and allows nobody", async () => {
    const recording = await recordBase({ assets: { cdn: { enabled: false } } });
    expect(recording.all.filter(({ type }) => type.startsWith("aws:cloudfront/"))).toEqual([]);
    const { policy } = recording.one("aws:s3/bucketPolicy:BucketPolicy", "base-assets").inputs;
    expect(JSON.parse(String(policy)).Statement).toEqual([DENY_PLAIN_HTTP]);
    expect(recording.result.contract.assets).not.toHaveProperty("cdnHostName");
    expect(recording.result.assetsHostName).toBeUndefined();
    expect(recording.one("pulumi-aws-django:index:DjangoBase").outputs).not.toHaveProperty("assetsHostName");
  });

  test("a host name of one's own, with its records", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1234";
    const recording = await recordBase({
      assets: { cdn: { domainName: "assets.example.com", certificateArn } },
    });
    expect(recording.one(DISTRIBUTION).inputs).toMatchObject({
      aliases: ["assets.example.com"],
      viewerCertificate: {
        acmCertificateArn: certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2025",
      },
    });
    for (const type of ["A", "AAAA"]) {
      expect(recording.one("aws:route53/record:Record", `base-assets-${type.toLowerCase()}`).inputs).toEqual({
        zoneId: "Z0123456789ABCDEFGHIJ",
        name: "assets.example.com",
        type,
        aliases: [
          { name: "base-assets.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
        ],
      });
    }
    expect(recording.result.contract.assets.cdnHostName).toBe("assets.example.com");
  });

  test("a host name of one's own without a zone: its records are the user's", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1234";
    const recording = await recordBase({
      zoneId: undefined,
      certificateArn,
      assets: { cdn: { domainName: "assets.example.com", certificateArn } },
    });
    expect(recording.of("aws:route53/record:Record")).toEqual([]);
  });

  test("price class and public paths", async () => {
    const recording = await recordBase({
      assets: { cdn: { priceClass: "PriceClass_All", publicPaths: ["*"] } },
    });
    expect(recording.one(DISTRIBUTION).inputs.priceClass).toBe("PriceClass_All");
    const { policy } = recording.one("aws:s3/bucketPolicy:BucketPolicy", "base-assets").inputs;
    expect(JSON.parse(String(policy)).Statement[2].Resource).toEqual(["arn:aws:s3:::base-assets/*"]);
  });
});

test("other pages may load files by script if their origin is named, from the bucket and the distribution", async () => {
  const recording = await recordBase({
    assets: { corsOrigins: ["https://example.com"], oldVersionRetentionDays: 7 },
  });
  expect(recording.one(CORS).inputs).toEqual({
    bucket: "base-assets",
    corsRules: [
      {
        allowedMethods: ["GET", "HEAD"],
        allowedOrigins: ["https://example.com"],
        allowedHeaders: ["*"],
        maxAgeSeconds: 3600,
      },
    ],
  });
  expect(recording.one(HEADERS).inputs.corsConfig).toEqual({
    accessControlAllowCredentials: false,
    accessControlAllowHeaders: { items: ["*"] },
    accessControlAllowMethods: { items: ["GET", "HEAD", "OPTIONS"] },
    accessControlAllowOrigins: { items: ["https://example.com"] },
    accessControlMaxAgeSec: 3600,
    originOverride: true,
  });
  expect(recording.one(DISTRIBUTION).inputs.defaultCacheBehavior).toMatchObject({
    originRequestPolicyId: "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
  });
  expect(
    recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "base-assets").inputs
      .rules,
  ).toMatchObject([{ noncurrentVersionExpiration: { noncurrentDays: 7 } }, {}]);
});

test("requests pass the web ACL that is given, and none otherwise", async () => {
  const webAclArn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/files/0f1e2d3c-4b5a";
  const given = await recordBase({ assets: { cdn: { webAclArn } } });
  expect(given.one("aws:cloudfront/distribution:Distribution").inputs.webAclId).toBe(webAclArn);
  expect((await recordBase()).one("aws:cloudfront/distribution:Distribution").inputs).not.toHaveProperty(
    "webAclId",
  );
});
