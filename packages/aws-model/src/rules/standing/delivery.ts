import { account } from "../../facts/account.ts";
import { permits } from "../../iam/evaluate.ts";
import { fits } from "../../iam/patterns.ts";
import { readPolicy, type Statement } from "../../iam/policy.ts";
import { bucketsOf, policyOf } from "../../world/buckets.ts";
import { certificateOf, covers, missingProofs, namesOf } from "../../world/certificates.ts";
import { dnsName, targetName } from "../../world/dnsNames.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { Properties, World, WorldResource } from "../../world/world.ts";
import type { Finding, StandingRule } from "./standingRule.ts";

const cloudFront = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";

const distributions = (world: World): WorldResource[] =>
  world.resources("aws:cloudfront/distribution:Distribution");

/** The names that a listener has certificates for; undefined where it has one of which the world does not know them. */
function servedNames(world: World, listener: WorldResource): string[] | undefined {
  const arns = [
    text(listener.state.certificateArn),
    ...world
      .resources("aws:lb/listenerCertificate:ListenerCertificate")
      .filter(({ state }) => state.listenerArn === listener.id)
      .map(({ state }) => text(state.certificateArn)),
  ];
  const certificates = arns.map((arn) => certificateOf(world, arn));
  const names = certificates.map((certificate) => (certificate ? namesOf(certificate) : []));
  return names.some((some) => some.length === 0) ? undefined : names.flat();
}

/** The hosts that a rule of a listener is for. */
const hostsOf = (rule: WorldResource): string[] =>
  records(rule.state.conditions).flatMap(({ hostHeader }) => texts(record(hostHeader).values));

/** Whether one of the names is for a host, or for one that fits where the host is a pattern. */
const isServed = (names: readonly string[], host: string): boolean =>
  covers(names, host) ||
  (/[*?]/.test(host) && names.some((name) => fits(dnsName(name).replaceAll("*", "x"), host)));

function uncovered(world: World): Finding[] {
  return world.resources("aws:lb/listenerRule:ListenerRule").flatMap((rule) => {
    const listener = world.get("aws:lb/listener:Listener", text(rule.state.listenerArn));
    const names = listener?.state.protocol === "HTTPS" ? servedNames(world, listener) : undefined;
    const host = names && hostsOf(rule).find((one) => !isServed(names, one.toLowerCase()));
    if (!names || host === undefined) return [];
    const message = `https://${host}: net::ERR_CERT_COMMON_NAME_INVALID. The listener's certificates are for ${names.join(", ")}.`;
    return [{ urn: rule.urn, message }];
  });
}

/** Keys that CloudFront may be allowed to read, one for each pattern of the policy. */
const keysOf = (policy: readonly Statement[], bucketArn: string): string[] =>
  policy
    .flatMap(({ effect, resources }) => (effect === "Allow" ? (resources ?? []) : []))
    .filter((pattern) => pattern === "*" || pattern.startsWith(`${bucketArn}/`))
    .map((pattern) => (pattern === "*" ? `${bucketArn}/key` : pattern.replaceAll(/[*?]/g, "x")));

/** Who an origin asks its bucket as: CloudFront, or nobody in particular. Undefined for an origin access identity. */
function reader(origin: Properties, world: World): "CloudFront" | "everybody" | undefined {
  if (text(record(origin.s3OriginConfig).originAccessIdentity) !== "") return undefined;
  const control = text(origin.originAccessControlId);
  if (control === "") return "everybody";
  const signing = world.get("aws:cloudfront/originAccessControl:OriginAccessControl", control)?.state
    .signingBehavior;
  return signing === "never" ? "everybody" : "CloudFront";
}

const hasAcl = (world: World, { id: bucket, state: { acl } }: WorldResource): boolean =>
  (typeof acl === "string" && acl !== "private") ||
  world
    .resources("aws:s3/bucketOwnershipControls:BucketOwnershipControls")
    .some(
      ({ state }) => state.bucket === bucket && record(state.rule).objectOwnership !== "BucketOwnerEnforced",
    );

function unreadable(world: World): Finding[] {
  const buckets = bucketsOf(world);
  return distributions(world).flatMap((distribution) =>
    records(distribution.state.origins).flatMap((origin) => {
      const host = text(origin.domainName);
      const bucket = buckets.find(
        ({ state }) => host === state.bucketRegionalDomainName || host === state.bucketDomainName,
      );
      const who = reader(origin, world);
      // What lists of grants say of single objects is not known.
      if (!bucket || who === undefined || (who === "everybody" && hasAcl(world, bucket))) return [];
      const policy = readPolicy(policyOf(world, bucket.id));
      const arn = text(distribution.state.arn);
      const isCloudFront = (principal: string) =>
        who === "CloudFront" && principal === "Service cloudfront.amazonaws.com";
      const isRead = keysOf(policy, text(bucket.state.arn)).some((resource) =>
        permits(policy, isCloudFront, {
          action: "s3:GetObject",
          resource,
          context: who === "CloudFront" ? { "aws:sourcearn": arn, "aws:sourceaccount": account } : {},
        }),
      );
      if (isRead) return [];
      const missing =
        who === "CloudFront"
          ? `does not allow cloudfront.amazonaws.com s3:GetObject with AWS:SourceArn ${arn}.`
          : "does not allow everybody s3:GetObject, and the origin has no origin access control that signs its requests.";
      const message = `https://${distribution.state.domainName}: 403 AccessDenied: Access Denied. The policy of bucket ${bucket.id} ${missing}`;
      return [{ urn: distribution.urn, message }];
    }),
  );
}

/** Where a record points to, as far as it is a name of AWS: a load balancer's or a distribution's. */
function pointsTo({ state }: WorldResource): string[] {
  const names = [
    ...records(state.aliases).map(({ name }) => text(name)),
    ...(state.type === "CNAME" ? texts(state.records) : []),
  ];
  return names.map(targetName).filter((name) => /\.(elb\.amazonaws\.com|cloudfront\.net)$/.test(name));
}

function dangling(world: World): Finding[] {
  // Of a host that the world never had, it may be somebody else's.
  const gone = new Set(world.remains("host").map(({ id }) => id));
  return world.resources("aws:route53/record:Record").flatMap((resource) => {
    const target = pointsTo(resource).find((name) => gone.has(name));
    if (target === undefined) return [];
    const message = `https://${resource.state.fqdn}: net::ERR_NAME_NOT_RESOLVED. The record points to ${target}, which does not exist.`;
    return [{ urn: resource.urn, message }];
  });
}

function unknownToCdn(world: World): Finding[] {
  return world.resources("aws:route53/record:Record").flatMap((resource) => {
    const host = text(resource.state.fqdn);
    const targets = pointsTo(resource);
    const distribution = distributions(world).find(({ state }) =>
      targets.includes(dnsName(text(state.domainName))),
    );
    if (!distribution || covers(texts(distribution.state.aliases), host)) return [];
    const message = `https://${host}: 403 ERROR. The request could not be satisfied. Bad request. Distribution ${distribution.id} does not have it among its alternate domain names.`;
    return [{ urn: resource.urn, message }];
  });
}

function unrenewable(world: World): Finding[] {
  return world.resources("aws:acm/certificate:Certificate").flatMap(({ urn, state }) => {
    const missing = state.status === "ISSUED" ? missingProofs(world, state)[0] : undefined;
    if (missing === undefined) return [];
    const message = `ACM cannot renew the certificate for ${missing.domainName}: the CNAME record ${missing.recordName}, which proves the name, is not in its zone.`;
    return [{ urn, message }];
  });
}

/** What browsers, CloudFront and ACM say of a world at rest. */
export const deliveryRules: readonly StandingRule[] = [
  {
    name: "certificate-covers-host",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html",
    check: uncovered,
  },
  {
    name: "certificate-renews",
    source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html",
    check: unrenewable,
  },
  {
    name: "distribution-reads-bucket",
    source: `${cloudFront}/private-content-restricting-access-to-s3.html`,
    check: unreadable,
  },
  {
    name: "record-target-exists",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html",
    check: dangling,
  },
  {
    name: "record-host-known-to-distribution",
    source: `${cloudFront}/CNAMEs.html`,
    check: unknownToCdn,
  },
];
