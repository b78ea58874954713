import type { UniqueName } from "./uniqueName.ts";
import { uniqueNamesOfData } from "./uniqueNamesOfData.ts";

const api = "https://docs.aws.amazon.com";
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
const iam = {
  service: "IAM",
  ignoresCase: true,
  status: 409,
  code: "EntityAlreadyExists",
  reference: `${api}/IAM/latest/APIReference`,
};
const cloudFront = {
  service: "CloudFront",
  status: 409,
  reference: `${api}/cloudfront/latest/APIReference`,
};

/** Unique by account, and by region where the service has regions. */
export const uniqueNames: readonly UniqueName[] = [
  ...uniqueNamesOfData,
  {
    ...iam,
    type: "aws:iam/role:Role",
    by: ["name"],
    thing: "IAM Role",
    operation: "CreateRole",
    message: (name) => `Role with name ${name} already exists.`,
  },
  {
    ...iam,
    type: "aws:iam/policy:Policy",
    by: ["name", "path"],
    thing: "IAM Policy",
    operation: "CreatePolicy",
    message: (name) => `A policy called ${name} already exists. Duplicate names are not allowed.`,
  },
  {
    ...iam,
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    by: ["url"],
    thing: "IAM OIDC Provider",
    unnamed: true,
    operation: "CreateOpenIDConnectProvider",
    message: (url) => `Provider with url ${url} already exists.`,
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    by: ["name"],
    thing: "CloudFront Origin Access Control",
    operation: "CreateOriginAccessControl",
    code: "OriginAccessControlAlreadyExists",
    message: () => "An origin access control with the same name already exists.",
  },
  {
    ...cloudFront,
    type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    by: ["name"],
    thing: "CloudFront Response Headers Policy",
    operation: "CreateResponseHeadersPolicy",
    code: "ResponseHeadersPolicyAlreadyExists",
    message: () => "A response headers policy with this name already exists.",
  },
  {
    type: "aws:wafv2/webAcl:WebAcl",
    by: ["name", "scope"],
    thing: "WAFv2 WebACL",
    service: "WAFV2",
    operation: "CreateWebACL",
    code: "WAFDuplicateItemException",
    message: () =>
      "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
    reference: `${api}/waf/latest/APIReference`,
  },
  {
    type: "aws:sesv2/emailIdentity:EmailIdentity",
    by: ["emailIdentity"],
    thing: "AWS SESv2 (Simple Email V2) Email Identity",
    called: "SESv2 Email Identity",
    service: "SESv2",
    operation: "CreateEmailIdentity",
    code: "AlreadyExistsException",
    message: (name) => `Email identity ${name} already exist.`,
    reference: `${api}/ses/latest/APIReference-V2`,
  },
];
