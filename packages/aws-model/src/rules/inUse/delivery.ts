import { account } from "../../facts/account.ts";
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
  {
    name: "cloudfront-response-headers-policy-in-use",
    source: `${cloudFront}/API_DeleteResponseHeadersPolicy.html`,
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    usedBy: (change) =>
      isUsed(change, (state) =>
        behaviors(state).some(({ responseHeadersPolicyId }) => responseHeadersPolicyId === change.id),
      ),
    refusal: ({ id }) => ({
      doing: `deleting CloudFront Response Headers Policy (${id})`,
      answer: {
        service: "CloudFront",
        operation: "DeleteResponseHeadersPolicy",
        status: 409,
        code: "ResponseHeadersPolicyInUse",
      },
      message:
        "Cannot delete the response headers policy because it is attached to one or more cache behaviors.",
    }),
  },
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
];
