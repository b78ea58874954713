import { describe, expect, test } from "vitest";
import { certificateStanding } from "../../../src/services/acm/standing.ts";
import { distributionStanding } from "../../../src/services/cloudfront/standing.ts";
import { recordStanding } from "../../../src/services/route53/standing.ts";
import { openWorld, type Properties, type World } from "../../../src/world/world.ts";

const deliveryRules = [...certificateStanding, ...distributionStanding, ...recordStanding];

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const distributionArn = "arn:aws:cloudfront::123456789012:distribution/E1";
const host = "assets.s3.us-east-1.amazonaws.com";

const policy = (sourceArn: string, resource = "arn:aws:s3:::assets/*/media/*"): string =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::assets", "arn:aws:s3:::assets/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: [resource],
        Condition: { StringEquals: { "aws:SourceArn": sourceArn } },
      },
    ],
  });

/** What an app is delivered with, all of it right. */
const resources: Record<string, [type: string, id: string, state: Properties]> = {
  zone: ["aws:route53/zone:Zone", "Z1", { name: "example.com" }],
  certificate: [
    "aws:acm/certificate:Certificate",
    certificateArn,
    {
      status: "ISSUED",
      domainName: "example.com",
      subjectAlternativeNames: ["example.com", "*.example.com"],
      domainValidationOptions: [
        { domainName: "example.com", resourceRecordName: "_1.example.com." },
        { domainName: "*.example.com", resourceRecordName: "_1.example.com." },
      ],
    },
  ],
  proof: ["aws:route53/record:Record", "Z1__1.example.com_CNAME", { type: "CNAME", fqdn: "_1.example.com" }],
  balancer: ["aws:lb/loadBalancer:LoadBalancer", "arn:lb", { dnsName: "main-1.us-east-1.elb.amazonaws.com" }],
  listener: ["aws:lb/listener:Listener", "arn:listener", { protocol: "HTTPS", certificateArn }],
  rule: [
    "aws:lb/listenerRule:ListenerRule",
    "arn:rule",
    {
      listenerArn: "arn:listener",
      conditions: [
        { hostHeader: { values: ["example.com", "App.example.com", "*.example.com"] } },
        { pathPattern: { values: ["/"] } },
      ],
    },
  ],
  app: [
    "aws:route53/record:Record",
    "Z1_app.example.com_A",
    {
      type: "A",
      fqdn: "app.example.com",
      aliases: [{ name: "dualstack.main-1.us-east-1.elb.amazonaws.com", zoneId: "Z35SXDOTRQ7X7K" }],
    },
  ],
  bucket: [
    "aws:s3/bucket:Bucket",
    "assets",
    {
      arn: "arn:aws:s3:::assets",
      bucketRegionalDomainName: host,
      bucketDomainName: "assets.s3.amazonaws.com",
    },
  ],
  policy: ["aws:s3/bucketPolicy:BucketPolicy", "assets", { policy: policy(distributionArn) }],
  distribution: [
    "aws:cloudfront/distribution:Distribution",
    "E1",
    {
      arn: distributionArn,
      domainName: "d1.cloudfront.net",
      aliases: ["assets.example.com"],
      origins: [{ originId: "bucket", domainName: host, originAccessControlId: "E2" }],
    },
  ],
  assets: [
    "aws:route53/record:Record",
    "Z1_assets.example.com_A",
    { type: "A", fqdn: "assets.example.com", aliases: [{ name: "d1.cloudfront.net" }] },
  ],
};

/** The world with some resources otherwise, or without them. */
function worldWith(changes: Record<string, Properties | "gone"> = {}): World {
  const world = openWorld(":memory:");
  for (const [urn, [type, id, state]] of Object.entries(resources)) {
    const change = changes[urn];
    if (change !== "gone") world.put({ type, id, urn, inputs: {}, state: { ...state, ...change } });
    else world.leave({ kind: "host", type, id: String(state.dnsName ?? state.domainName), urn, state: {} });
  }
  return world;
}

const findings = (world: World) =>
  deliveryRules.flatMap(({ name, check }) => check(world, []).map((finding) => ({ rule: name, ...finding })));

const hostHeader = (...values: string[]): Properties => ({ conditions: [{ hostHeader: { values } }] });
const onlyFor = "The listener's certificates are for example.com, *.example.com.";
const denied = `https://d1.cloudfront.net: 403 AccessDenied: Access Denied. The policy of bucket assets does not allow cloudfront.amazonaws.com s3:GetObject with AWS:SourceArn ${distributionArn}.`;

const anonymous =
  "https://d1.cloudfront.net: 403 AccessDenied: Access Denied. The policy of bucket assets does not allow everybody s3:GetObject, and the origin has no origin access control that signs its requests.";
const unsigned: Properties = { origins: [{ originId: "bucket", domainName: host }] };
const open = JSON.stringify({
  Statement: { Effect: "Allow", Principal: "*", Action: "s3:Get*", Resource: "arn:aws:s3:::assets/*" },
});
const allowing = (condition: Properties): Properties => ({
  policy: JSON.stringify({
    Statement: {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::assets/*",
      Condition: condition,
    },
  }),
});
const everyDistribution = "arn:aws:cloudfront::123456789012:distribution/*";

test("there is nothing to say of what is right", () => {
  expect(findings(worldWith())).toEqual([]);
});

describe.each<
  [rule: string, what: string, change: Record<string, Properties | "gone">, urn: string, message: string]
>([
  [
    "certificate-covers-host",
    "a host two labels below",
    { rule: hostHeader("example.com", "a.b.example.com") },
    "rule",
    `https://a.b.example.com: net::ERR_CERT_COMMON_NAME_INVALID. ${onlyFor}`,
  ],
  [
    "certificate-covers-host",
    "another domain",
    { rule: hostHeader("example.org") },
    "rule",
    `https://example.org: net::ERR_CERT_COMMON_NAME_INVALID. ${onlyFor}`,
  ],
  [
    "certificate-covers-host",
    "a pattern that no name of the certificate fits",
    { rule: hostHeader("*.example.org") },
    "rule",
    `https://*.example.org: net::ERR_CERT_COMMON_NAME_INVALID. ${onlyFor}`,
  ],
  [
    "certificate-renews",
    "a proof that is gone",
    { proof: "gone" },
    "certificate",
    "ACM cannot renew the certificate for example.com: the CNAME record _1.example.com, which proves the name, is not in its zone.",
  ],
  ["distribution-reads-bucket", "no policy", { policy: "gone" }, "distribution", denied],
  [
    "distribution-reads-bucket",
    "a policy for another distribution",
    { policy: { policy: policy("arn:aws:cloudfront::123456789012:distribution/E9") } },
    "distribution",
    denied,
  ],
  [
    "distribution-reads-bucket",
    "a policy about another bucket",
    { policy: { policy: policy(distributionArn, "arn:aws:s3:::asset/*") } },
    "distribution",
    denied,
  ],
  [
    "distribution-reads-bucket",
    "a wildcard where it means nothing",
    { policy: allowing({ StringEquals: { "AWS:SourceArn": everyDistribution } }) },
    "distribution",
    denied,
  ],
  [
    "distribution-reads-bucket",
    "an origin without access control",
    { distribution: unsigned },
    "distribution",
    anonymous,
  ],
  [
    "record-target-exists",
    "a load balancer that is gone",
    { balancer: "gone" },
    "app",
    "https://app.example.com: net::ERR_NAME_NOT_RESOLVED. The record points to main-1.us-east-1.elb.amazonaws.com, which does not exist.",
  ],
  [
    "record-target-exists",
    "a CNAME of a distribution that is gone",
    { distribution: "gone", assets: { type: "CNAME", aliases: [], records: ["d1.cloudfront.net"] } },
    "assets",
    "https://assets.example.com: net::ERR_NAME_NOT_RESOLVED. The record points to d1.cloudfront.net, which does not exist.",
  ],
  [
    "record-host-known-to-distribution",
    "a host that the distribution doesn't know",
    { distribution: { aliases: [] } },
    "assets",
    "https://assets.example.com: 403 ERROR. The request could not be satisfied. Bad request. Distribution E1 does not have it among its alternate domain names.",
  ],
])("%s", (rule, what, change, urn, message) => {
  test(what, () => {
    expect(findings(worldWith(change))).toEqual([{ rule, urn, message }]);
  });
});

test.each<[string, Record<string, Properties | "gone">]>([
  ["by a wildcard", { policy: allowing({ StringLike: { "AWS:SourceArn": everyDistribution } }) }],
  ["by its ARN", { policy: allowing({ ArnLike: { "aws:SourceArn": distributionArn } }) }],
  [
    "by a policy in the bucket's own settings",
    { policy: "gone", bucket: { policy: policy(distributionArn) } },
  ],
  [
    "as everybody, by a list of grants in the bucket's own settings",
    { policy: "gone", distribution: unsigned, bucket: { acl: "public-read" } },
  ],
  ["by its account", { policy: allowing({ StringEquals: { "aws:SourceAccount": "123456789012" } }) }],
  ["as everybody", { distribution: unsigned, policy: { policy: open } }],
])("a distribution may read a bucket %s", (_how, change) => {
  expect(findings(worldWith(change))).toEqual([]);
});

test("an access control that signs nothing reads as everybody does", () => {
  const world = worldWith();
  const type = "aws:cloudfront/originAccessControl:OriginAccessControl";
  world.put({ type, id: "E2", urn: "oac", inputs: {}, state: { signingBehavior: "never" } });
  expect(findings(world).map(({ message }) => message)).toEqual([anonymous]);
});

test.each<[string, Record<string, Properties | "gone">]>([
  [
    "hosts of a certificate that the world does not have",
    { certificate: "gone", rule: hostHeader("example.org") },
  ],
  [
    "hosts of an imported certificate that can't be read",
    { certificate: { domainName: "", subjectAlternativeNames: [""] }, rule: hostHeader("example.org") },
  ],
  ["hosts of a listener without TLS", { listener: { protocol: "HTTP" }, rule: hostHeader("example.org") }],
  ["a zone that is with somebody else", { zone: "gone", proof: "gone" }],
  ["a bucket that the world does not have", { bucket: "gone", policy: "gone" }],
  [
    "a distribution of somebody else",
    { app: { type: "CNAME", aliases: [], records: ["d9.cloudfront.net"] } },
  ],
  ["a record that points elsewhere", { app: { type: "CNAME", aliases: [], records: ["app.example.org"] } }],
])("about %s nothing is known", (_what, change) => {
  expect(findings(worldWith(change))).toEqual([]);
});

test.each([
  ["a pattern that a name of the certificate fits", "ex*.com"],
  ["a pattern that a host of a wildcard certificate fits", "*.example.com"],
  ["a pattern for any host", "*"],
])("%s is served", (_what, pattern) => {
  expect(findings(worldWith({ rule: hostHeader(pattern) }))).toEqual([]);
});

test("another certificate of the listener counts", () => {
  const world = worldWith({ rule: hostHeader("example.org") });
  const other = "arn:aws:acm:us-east-1:123456789012:certificate/2";
  const put = (type: string, id: string, state: Properties) =>
    world.put({ type, id, urn: id, inputs: {}, state });
  put("aws:acm/certificate:Certificate", other, { status: "ISSUED", domainName: "example.org" });
  put("aws:lb/listenerCertificate:ListenerCertificate", "more", {
    listenerArn: "arn:listener",
    certificateArn: other,
  });
  expect(findings(world)).toEqual([]);
});

test("each rule is seen to object", () => {
  const seen = [
    worldWith({ rule: hostHeader("example.org"), policy: "gone", balancer: "gone" }),
    worldWith({ proof: "gone", distribution: { aliases: [] } }),
  ].flatMap((world) => findings(world).map(({ rule }) => rule));
  expect(new Set(seen)).toEqual(new Set(deliveryRules.map(({ name }) => name)));
});
