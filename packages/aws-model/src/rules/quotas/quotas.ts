import { records, text, texts } from "../../world/reading.ts";
import { refusedDistribution } from "../delivery/distributions.ts";
import type { Refusal, Rule } from "../rule.ts";
import { loadBalancerQuotas } from "./loadBalancers.ts";
import { inRegion, type Quota, quotaRule } from "./quota.ts";
import { securityGroupQuotas } from "./securityGroups.ts";

const api = "https://docs.aws.amazon.com";
const ofVpcs = `${api}/vpc/latest/userguide/amazon-vpc-limits.html`;

const ofIam = `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`;

const ofCloudFront = `${api}/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html`;

const subnet = "aws:ec2/subnet:Subnet";

const natGateway = "aws:ec2/natGateway:NatGateway";

const ec2 = (doing: string, operation: string, code: string, message: string): Refusal => ({
  doing,
  answer: { service: "EC2", operation, code },
  message,
});

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

/** Quotas that stacks like ours may really meet, for an account that has asked AWS for no more. */
const otherQuotas: readonly Quota[] = [
  {
    name: "quota-vpcs",
    source: ofVpcs,
    limit: 5,
    types: ["aws:ec2/vpc:Vpc"],
    count: (change) => inRegion(change),
    refusal: () =>
      ec2(
        "creating EC2 VPC",
        "CreateVpc",
        "VpcLimitExceeded",
        "The maximum number of VPCs has been reached.",
      ),
  },
  {
    name: "quota-elastic-addresses",
    source: `${api}/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html`,
    limit: 5,
    types: ["aws:ec2/eip:Eip"],
    count: (change) => inRegion(change),
    refusal: () =>
      ec2(
        "creating EC2 EIP",
        "AllocateAddress",
        "AddressLimitExceeded",
        "The maximum number of addresses has been reached.",
      ),
  },
  {
    name: "quota-nat-gateways-of-zone",
    source: ofVpcs,
    limit: 5,
    types: [natGateway],
    count: ({ inputs, world }) => {
      const zoneOf = (id: unknown) => world.get(subnet, String(id))?.state.availabilityZone;
      const zone = zoneOf(inputs.subnetId);
      if (zone === undefined) return 0;
      return world.resources(natGateway).filter(({ state }) => zoneOf(state.subnetId) === zone).length + 1;
    },
    refusal: () =>
      ec2(
        "creating EC2 NAT Gateway",
        "CreateNatGateway",
        "NatGatewayLimitExceeded",
        "The maximum number of NAT Gateways has been reached.",
      ),
  },
  {
    name: "quota-subnets-of-database-group",
    source: `${api}/AmazonRDS/latest/UserGuide/CHAP_Limits.html`,
    limit: 20,
    types: ["aws:rds/subnetGroup:SubnetGroup"],
    on: ["create", "update"],
    count: ({ inputs }) => texts(inputs.subnetIds).length,
    refusal: ({ action, inputs }) => ({
      doing: `${action === "create" ? "creating" : "updating"} RDS DB Subnet Group (${inputs.name})`,
      answer: {
        service: "RDS",
        operation: action === "create" ? "CreateDBSubnetGroup" : "ModifyDBSubnetGroup",
        code: "DBSubnetQuotaExceededFault",
      },
      message:
        "The request would result in the user exceeding the allowed number of subnets in a DB subnet group.",
    }),
  },
  {
    name: "quota-policies-of-role",
    source: ofIam,
    limit: 10,
    types: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
    count: ({ type, inputs, world }) =>
      new Set(
        [inputs, ...world.resources(type).map(({ state }) => state)]
          .filter(({ role }) => role === inputs.role)
          .map(({ policyArn }) => policyArn),
      ).size,
    refusal: ({ inputs }) => ({
      doing: `attaching IAM Policy (${inputs.policyArn}) to IAM Role (${inputs.role})`,
      answer: { service: "IAM", operation: "AttachRolePolicy", status: 409, code: "LimitExceeded" },
      message: "Cannot exceed quota for PoliciesPerRole: 10",
    }),
  },
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
  {
    name: "quota-target-groups-of-service",
    source: `${api}/AmazonECS/latest/developerguide/service-quotas.html`,
    limit: 5,
    types: ["aws:ecs/service:Service"],
    on: ["create", "update"],
    count: ({ inputs }) => records(inputs.loadBalancers).length,
    refusal: ({ action, inputs, id }) => ({
      doing: action === "create" ? `creating ECS Service (${inputs.name})` : `updating ECS Service (${id})`,
      answer: {
        service: "ECS",
        operation: action === "create" ? "CreateService" : "UpdateService",
        code: "InvalidParameterException",
      },
      message: "load balancers can have at most 5 items.",
    }),
  },
  {
    name: "quota-containers-of-task",
    source: `${api}/AmazonECS/latest/developerguide/service-quotas.html`,
    limit: 10,
    types: ["aws:ecs/taskDefinition:TaskDefinition"],
    count: ({ inputs }) => records(JSON.parse(text(inputs.containerDefinitions) || "[]")).length,
    refusal: ({ inputs }) => ({
      doing: `creating ECS Task Definition (${inputs.family})`,
      answer: { service: "ECS", operation: "RegisterTaskDefinition", code: "ClientException" },
      message: "Container definitions can have at most 10 items.",
    }),
  },
  {
    name: "quota-names-of-certificate",
    source: `${api}/acm/latest/userguide/acm-limits.html`,
    limit: 10,
    types: ["aws:acm/certificate:Certificate"],
    count: ({ inputs }) => new Set([inputs.domainName, ...texts(inputs.subjectAlternativeNames)]).size,
    refusal: ({ inputs }) => ({
      doing: `requesting ACM Certificate (${inputs.domainName})`,
      answer: { service: "ACM", operation: "RequestCertificate", code: "LimitExceededException" },
      message: `The maximum number of domain names of a certificate is 10; ${inputs.domainName} would have more.`,
    }),
  },
];

export const quotaRules: readonly Rule[] = [
  ...loadBalancerQuotas,
  ...securityGroupQuotas,
  ...otherQuotas,
].map(quotaRule);
