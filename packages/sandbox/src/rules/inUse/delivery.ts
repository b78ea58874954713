import { account } from "../../provider/config.ts";
import { record, records, text } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import type { Change } from "../rule.ts";
import { type Deletion, isThere } from "./deletion.ts";

const cloudFront = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";
const distribution = "aws:cloudfront/distribution:Distribution";

const isUsed = ({ world }: Change, uses: (state: Properties) => boolean): boolean =>
  isThere({ world }, distribution, ({ state }) => uses(state));

const behaviors = ({ defaultCacheBehavior, orderedCacheBehaviors }: Properties): Properties[] => [
  record(defaultCacheBehavior),
  ...records(orderedCacheBehaviors),
];

/** Something that cache behaviors name by its id. */
const policy = (kind: string, thing: string, property: string): Deletion => ({
  name: `cloudfront-${thing.toLowerCase().replaceAll(" ", "-")}-in-use`,
  source: `${cloudFront}/API_Delete${kind}.html`,
  type: `aws:cloudfront/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
  usedBy: (change) => isUsed(change, (state) => behaviors(state).some((one) => one[property] === change.id)),
  refusal: ({ id }) => ({
    doing: `deleting CloudFront ${thing} (${id})`,
    answer: { service: "CloudFront", operation: `Delete${kind}`, status: 409, code: `${kind}InUse` },
    message: `Cannot delete the ${thing.toLowerCase()} because it is attached to one or more cache behaviors.`,
  }),
});

export const deliveryDeletions: readonly Deletion[] = [
  {
    name: "origin-access-control-in-use",
    source: `${cloudFront}/API_DeleteOriginAccessControl.html`,
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    usedBy: (change) =>
      isUsed(change, ({ origins }) =>
        records(origins).some(({ originAccessControlId }) => originAccessControlId === change.id),
      ),
    refusal: ({ id }) => ({
      doing: `deleting CloudFront Origin Access Control (${id})`,
      answer: {
        service: "CloudFront",
        operation: "DeleteOriginAccessControl",
        status: 409,
        code: "OriginAccessControlInUse",
      },
      message: "The CloudFront origin access control is still being used.",
    }),
  },
  policy("CachePolicy", "Cache Policy", "cachePolicyId"),
  policy("OriginRequestPolicy", "Origin Request Policy", "originRequestPolicyId"),
  policy("ResponseHeadersPolicy", "Response Headers Policy", "responseHeadersPolicyId"),
  {
    name: "certificate-in-use",
    source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
    type: "aws:acm/certificate:Certificate",
    usedBy: (change) =>
      ["aws:lb/listener:Listener", "aws:lb/listenerCertificate:ListenerCertificate"].some((type) =>
        isThere(change, type, ({ state }) => state.certificateArn === change.id),
      ) ||
      isUsed(change, ({ viewerCertificate }) => record(viewerCertificate).acmCertificateArn === change.id),
    refusal: ({ id }) => ({
      doing: `deleting ACM Certificate (${id})`,
      answer: { service: "ACM", operation: "DeleteCertificate", code: "ResourceInUseException" },
      message: `Certificate ${id} in account ${account} is in use.`,
    }),
  },
  {
    name: "web-acl-in-use",
    source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html",
    type: "aws:wafv2/webAcl:WebAcl",
    usedBy: (change) =>
      isThere(
        change,
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        ({ state }) => state.webAclArn === change.state.arn,
      ) || isUsed(change, ({ webAclId }) => text(webAclId) !== "" && webAclId === change.state.arn),
    refusal: ({ id }) => ({
      doing: `deleting WAFv2 WebACL (${id})`,
      answer: { service: "WAFV2", operation: "DeleteWebACL", code: "WAFAssociatedItemException" },
      message:
        "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    }),
  },
  {
    name: "zone-not-empty",
    source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html",
    type: "aws:route53/zone:Zone",
    usedBy: (change) =>
      change.state.forceDestroy !== true &&
      isThere(
        change,
        "aws:route53/record:Record",
        ({ state }) =>
          state.zoneId === change.id &&
          !(state.fqdn === change.state.name && ["NS", "SOA"].includes(text(state.type))),
      ),
    refusal: ({ id }) => ({
      doing: `deleting Route53 Hosted Zone (${id})`,
      answer: { service: "Route 53", operation: "DeleteHostedZone", code: "HostedZoneNotEmpty" },
      message:
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    }),
  },
];
