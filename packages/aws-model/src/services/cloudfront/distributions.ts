import { policies, policiesAsOf } from "../../facts/cloudFrontPolicies.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { certificateOf, covers, namesOf } from "../../world/certificates.ts";
import { dnsName } from "../../world/dnsNames.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";

const guide = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const types = ["aws:cloudfront/distribution:Distribution"];

const seeNames = `For more details, see: ${guide}/CNAMEs.html#alternate-domain-names-requirements`;

const noCertificate =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";

/** What CloudFront says to a distribution that it refuses. */
export function refusedDistribution(
  { action, id }: Change,
  code: string,
  message: string,
  status?: number,
): Refusal {
  const isNew = action === "create";
  return {
    doing: isNew ? "creating CloudFront Distribution" : `updating CloudFront Distribution (${id})`,
    answer: {
      service: "CloudFront",
      operation: isNew ? "CreateDistributionWithTags" : "UpdateDistribution",
      code,
      ...(status === undefined ? {} : { status }),
    },
    message,
  };
}

const rule = (name: string, page: string, check: (change: Change) => Refusal | undefined): Rule => ({
  name,
  source: `${guide}/${page}`,
  applies: { types, on: ["create", "update"] },
  check,
});

const certificateArn = ({ viewerCertificate }: Properties): string =>
  text(record(viewerCertificate).acmCertificateArn);

const hasCertificate = ({ viewerCertificate }: Properties): boolean =>
  ["acmCertificateArn", "iamCertificateId"].some((id) => text(record(viewerCertificate)[id]) !== "");

const behaviours = ({ defaultCacheBehavior, orderedCacheBehaviors }: Properties): Properties[] => [
  record(defaultCacheBehavior),
  ...records(orderedCacheBehaviors),
];

/** A policy that behaviours refer to by its id: one of the account, or one of AWS's own, which grow in number. */
const policyExists = (what: string, property: string, type: string, code: string, managed: object): Rule => ({
  ...rule(`distribution-${what.replaceAll(" ", "-")}-exists`, "working-with-policies.html", (change) => {
    const known = new Set(Object.values(managed));
    const unknown = behaviours(change.inputs)
      .map((behaviour) => text(behaviour[property]))
      .some((id) => id !== "" && !known.has(id) && !change.world.get(type, id));
    return unknown ? refusedDistribution(change, code, `The ${what} does not exist.`, 404) : undefined;
  }),
  asOf: policiesAsOf,
});

/** CloudFront, in front of buckets and load balancers. */
export const distributionRules: readonly Rule[] = [
  {
    name: "distribution-alias-in-use",
    source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
    applies: { types, on: ["create", "update"] },
    check: (change) => {
      const { type, id, inputs, world } = change;
      const aliases = texts(inputs.aliases).map(dnsName);
      const isTaken = world
        .resources(type)
        .some(
          (other) =>
            other.id !== id && texts(other.state.aliases).some((alias) => aliases.includes(dnsName(alias))),
        );
      if (!isTaken) return undefined;
      return refusedDistribution(
        change,
        "CNAMEAlreadyExists",
        "One or more of the CNAMEs you provided are already associated with a different resource.",
        409,
      );
    },
  },
  rule("distribution-certificate-in-us-east-1", "cnames-and-https-requirements.html", (change) => {
    const arn = certificateArn(change.inputs);
    const certificate = certificateOf(change.world, arn);
    const isFine = arn.includes(":us-east-1:") && (!certificate || certificate.status === "ISSUED");
    if (arn === "" || isFine) return undefined;
    return refusedDistribution(change, "InvalidViewerCertificate", noCertificate);
  }),
  rule("distribution-certificate-key", "cnames-and-https-requirements.html", (change) => {
    const certificate = certificateOf(change.world, certificateArn(change.inputs));
    const algorithm = text(certificate?.keyAlgorithm);
    if (algorithm === "" || /^RSA_|^EC_prime256v1$/.test(algorithm)) return undefined;
    return refusedDistribution(change, "InvalidViewerCertificate", noCertificate);
  }),
  rule("distribution-alias-needs-certificate", "CNAMEs.html", (change) =>
    texts(change.inputs.aliases).length > 0 && !hasCertificate(change.inputs)
      ? refusedDistribution(
          change,
          "InvalidViewerCertificate",
          `To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. ${seeNames}`,
        )
      : undefined,
  ),
  rule("distribution-certificate-covers-alias", "CNAMEs.html", (change) => {
    const certificate = certificateOf(change.world, certificateArn(change.inputs));
    const names = certificate ? namesOf(certificate) : [];
    if (names.length === 0 || texts(change.inputs.aliases).every((alias) => covers(names, alias)))
      return undefined;
    return refusedDistribution(
      change,
      "InvalidViewerCertificate",
      `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. ${seeNames}`,
    );
  }),
  rule("distribution-origin-exists", "DownloadDistValuesCacheBehavior.html", (change) => {
    const { origins, originGroups } = change.inputs;
    const ids = [...records(origins), ...records(originGroups)].map(({ originId }) => text(originId));
    if (behaviours(change.inputs).every(({ targetOriginId }) => ids.includes(text(targetOriginId))))
      return undefined;
    return refusedDistribution(
      change,
      "NoSuchOrigin",
      "One or more of your origins or origin groups do not exist.",
      404,
    );
  }),
  rule("distribution-origin-bucket", "DownloadDistValuesOrigin.html", (change) => {
    // An origin without settings of its own is a bucket; websites of buckets and load balancers are not.
    const wrong = records(change.inputs.origins).some(
      ({ domainName, customOriginConfig, vpcOriginConfig }) =>
        customOriginConfig === undefined &&
        vpcOriginConfig === undefined &&
        !/\.s3(?!-website)([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(text(domainName)),
    );
    return wrong
      ? refusedDistribution(
          change,
          "InvalidArgument",
          "The parameter Origin DomainName does not refer to a valid S3 bucket.",
        )
      : undefined;
  }),
  rule(
    "distribution-origin-access-control-exists",
    "private-content-restricting-access-to-s3.html",
    (change) => {
      const type = "aws:cloudfront/originAccessControl:OriginAccessControl";
      const unknown = records(change.inputs.origins)
        .map(({ originAccessControlId }) => text(originAccessControlId))
        .some((id) => id !== "" && !change.world.get(type, id));
      return unknown
        ? refusedDistribution(
            change,
            "NoSuchOriginAccessControl",
            "The origin access control does not exist.",
            404,
          )
        : undefined;
    },
  ),
  rule("distribution-cache-settings", "DownloadDistValuesCacheBehavior.html", (change) => {
    for (const { cachePolicyId, forwardedValues } of behaviours(change.inputs)) {
      const hasPolicy = text(cachePolicyId) !== "";
      if (hasPolicy === (forwardedValues === undefined)) continue;
      return refusedDistribution(
        change,
        "InvalidArgument",
        hasPolicy
          ? "The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior."
          : "The parameter ForwardedValues is required.",
      );
    }
    return undefined;
  }),
  policyExists(
    "cache policy",
    "cachePolicyId",
    "aws:cloudfront/cachePolicy:CachePolicy",
    "NoSuchCachePolicy",
    policies.cache,
  ),
  policyExists(
    "origin request policy",
    "originRequestPolicyId",
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    "NoSuchOriginRequestPolicy",
    policies.originRequest,
  ),
  policyExists(
    "response headers policy",
    "responseHeadersPolicyId",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "NoSuchResponseHeadersPolicy",
    policies.responseHeaders,
  ),
];
