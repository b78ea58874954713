import { type AwsShape, asRule } from "../../rules/awsShape.ts";
import { type Deletion, inUseRule } from "../../rules/inUse.ts";
import { type Quota, quotaRule } from "../../rules/quota.ts";
import type { Rule } from "../../rules/rule.ts";
import { unless } from "../../rules/shapes.ts";
import { type UniqueName, uniqueNameRule } from "../../rules/uniqueName.ts";
import { isUsed } from "../../rules/users.ts";
import { record, records, texts } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import { refusedDistribution } from "./distributions.ts";

const api = "https://docs.aws.amazon.com";

const named = {
  service: "CloudFront",
  status: 409,
  reference: `${api}/cloudfront/latest/APIReference`,
};

const ofCloudFront = `${api}/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html`;

const policies = (kind: string, thing: string, plural: string, code: string): Quota => ({
  name: `quota-cloudfront-${plural.replaceAll(" ", "-")}`,
  source: ofCloudFront,
  limit: 20,
  types: [`aws:cloudfront/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`],
  count: ({ type, world }) => world.resources(type).length + 1,
  refusal: ({ inputs }) => ({
    doing: `creating CloudFront ${thing} (${inputs.name})`,
    answer: { service: "CloudFront", operation: `Create${kind}`, code },
    message: `You have reached the maximum number of ${plural} for this AWS account.`,
  }),
});

const cloudFront = "https://docs.aws.amazon.com/cloudfront/latest/APIReference";

const behaviors = ({ defaultCacheBehavior, orderedCacheBehaviors }: Properties): Properties[] => [
  record(defaultCacheBehavior),
  ...records(orderedCacheBehaviors),
];

const shapes: readonly AwsShape[] = [
  ...[
    ["responseHeadersPolicy:ResponseHeadersPolicy", "ResponseHeadersPolicy", "Response Headers Policy"],
    ["cachePolicy:CachePolicy", "CachePolicy", "Cache Policy"],
    ["originRequestPolicy:OriginRequestPolicy", "OriginRequestPolicy", "Origin Request Policy"],
  ].map(([kind, config = "", thing = ""]) => ({
    name: `${thing.toLowerCase().replaceAll(" ", "-")}-name-shape`,
    type: `aws:cloudfront/${kind}`,
    property: "name",
    thing: `CloudFront ${thing}`,
    answer: { service: "CloudFront", operation: `Create${config}`, code: "InvalidArgument" },
    shapes: () => [
      unless(/^[0-9A-Za-z_-]{1,128}$/, `The parameter Name of ${config}Config is not valid: %s`),
    ],
    source: `${api}/cloudfront/latest/APIReference/API_${config}Config.html`,
  })),
];

const uniqueNames: readonly UniqueName[] = [
  {
    ...named,
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    by: ["name"],
    thing: "CloudFront Origin Access Control",
    operation: "CreateOriginAccessControl",
    code: "OriginAccessControlAlreadyExists",
    message: () => "An origin access control with the same name already exists.",
  },
  {
    ...named,
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    by: ["name"],
    thing: "CloudFront Response Headers Policy",
    operation: "CreateResponseHeadersPolicy",
    code: "ResponseHeadersPolicyAlreadyExists",
    message: () => "A response headers policy with this name already exists.",
  },
];

const quotas: readonly Quota[] = [
  policies("CachePolicy", "Cache Policy", "cache policies", "TooManyCachePolicies"),
  policies(
    "OriginRequestPolicy",
    "Origin Request Policy",
    "origin request policies",
    "TooManyOriginRequestPolicies",
  ),
  policies(
    "ResponseHeadersPolicy",
    "Response Headers Policy",
    "response headers policies",
    "TooManyResponseHeadersPolicies",
  ),
  {
    name: "quota-aliases-of-distribution",
    source: ofCloudFront,
    limit: 100,
    types: ["aws:cloudfront/distribution:Distribution"],
    on: ["create", "update"],
    count: ({ inputs }) => texts(inputs.aliases).length,
    refusal: (change) =>
      refusedDistribution(
        change,
        "TooManyDistributionCNAMEs",
        "Your request contains more CNAMEs than are allowed per distribution.",
      ),
  },
];

const deletions: readonly Deletion[] = [
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
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  ...shapes.map(asRule),
  ...uniqueNames.map(uniqueNameRule),
  ...quotas.map(quotaRule),
  ...deletions.map(inUseRule),
];
