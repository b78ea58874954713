import { record, records, text, texts } from "../world/reading.ts";
import type { Properties, Value, World } from "../world/world.ts";
import { type Quota, quotaRule } from "./quota.ts";
import type { Change, Refusal, Rule } from "./rule.ts";
import { securityGroupQuotas } from "./securityGroupQuotas.ts";

const api = "https://docs.aws.amazon.com";
const ofLoadBalancers = `${api}/elasticloadbalancing/latest/application/load-balancer-limits.html`;
const ofVpcs = `${api}/vpc/latest/userguide/amazon-vpc-limits.html`;
const ofIam = `${api}/IAM/latest/UserGuide/reference_iam-quotas.html`;
const ofCloudFront = `${api}/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html`;

const listener = "aws:lb/listener:Listener";
const listenerRule = "aws:lb/listenerRule:ListenerRule";
const listenerCertificate = "aws:lb/listenerCertificate:ListenerCertificate";
const subnet = "aws:ec2/subnet:Subnet";
const natGateway = "aws:ec2/natGateway:NatGateway";

/** The resources of the change's type in its region, with the one that is to be. */
const inRegion = ({ type, region, world }: Change): number =>
  world.resources(type).filter(({ state }) => state.region === undefined || state.region === region).length +
  1;

/** `app/web/0123` of the ARN of a load balancer, a listener or a rule. */
const balancerOf = (arn: unknown): string =>
  /:(?:loadbalancer|listener|listener-rule)\/([^/]+\/[^/]+\/[^/]+)/.exec(String(arn))?.[1] ?? "";

const onBalancer = (world: World, type: string, property: string, balancer: string) =>
  world.resources(type).filter(({ state }) => balancerOf(state[property]) === balancer);

const balancerArn = ({ region, inputs }: Change): string =>
  text(inputs.loadBalancerArn) ||
  `arn:aws:elasticloadbalancing:${region}:123456789012:loadbalancer/${balancerOf(inputs.listenerArn)}`;

/** The target groups that actions lead to. */
export const targetGroupsOf = (actions: Value | undefined): string[] =>
  records(actions).flatMap((action) => [
    ...[text(action.targetGroupArn)].filter((arn) => arn !== ""),
    ...records(record(action.forward).targetGroups).map(({ arn }) => text(arn)),
  ]);

/** How many values the conditions of a rule have together. */
const conditionValues = (conditions: Value | undefined): number =>
  records(conditions)
    .flatMap((condition) => Object.values(condition))
    .flatMap((one) => (Array.isArray(one) ? one : ((one as Properties | null)?.values ?? [])))
    .flat().length;

const elb = (change: Change, thing: string, operation: string, code: string, message: string): Refusal => ({
  doing: change.action === "create" ? `creating ELBv2 ${thing}` : `updating ELBv2 ${thing} (${change.id})`,
  answer: { service: "Elastic Load Balancing v2", operation, code },
  message,
});

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

/** Quotas that stacks like ours may really meet. All but the number of condition values can be raised on request. */
const quotas: readonly Quota[] = [
  {
    name: "quota-rules-of-load-balancer",
    source: ofLoadBalancers,
    limit: 100,
    types: [listenerRule],
    count: ({ inputs, world }) =>
      onBalancer(world, listenerRule, "listenerArn", balancerOf(inputs.listenerArn)).length + 1,
    refusal: (change) =>
      elb(
        change,
        "Listener Rule",
        "CreateRule",
        "TooManyRules",
        `The maximum number of rules on load balancer ${balancerArn(change)} has been reached`,
      ),
  },
  {
    name: "quota-condition-values-of-rule",
    source: ofLoadBalancers,
    limit: 5,
    types: [listenerRule],
    on: ["create", "update"],
    count: ({ inputs }) => conditionValues(inputs.conditions),
    refusal: (change) =>
      elb(
        change,
        "Listener Rule",
        change.action === "create" ? "CreateRule" : "ModifyRule",
        "ValidationError",
        "A rule can only have '5' condition values",
      ),
  },
  {
    name: "quota-target-groups-of-load-balancer",
    source: ofLoadBalancers,
    limit: 100,
    types: [listenerRule],
    on: ["create", "update"],
    count: ({ id, inputs, world }) => {
      const balancer = balancerOf(inputs.listenerArn);
      const others = onBalancer(world, listenerRule, "listenerArn", balancer).filter(
        (rule) => rule.id !== id,
      );
      const listeners = onBalancer(world, listener, "loadBalancerArn", balancer);
      return new Set([
        ...targetGroupsOf(inputs.actions),
        ...others.flatMap(({ state }) => targetGroupsOf(state.actions)),
        ...listeners.flatMap(({ state }) => targetGroupsOf(state.defaultActions)),
      ]).size;
    },
    refusal: (change) =>
      elb(
        change,
        "Listener Rule",
        change.action === "create" ? "CreateRule" : "ModifyRule",
        "TooManyUniqueTargetGroupsPerLoadBalancer",
        "You've reached the limit on the number of unique target groups per load balancer across all listeners. If a target group is used by multiple actions for a load balancer, it is counted as only one use.",
      ),
  },
  {
    name: "quota-certificates-of-load-balancer",
    source: ofLoadBalancers,
    // Default certificates of listeners don't count.
    limit: 25,
    types: [listenerCertificate],
    count: ({ inputs, world }) =>
      onBalancer(world, listenerCertificate, "listenerArn", balancerOf(inputs.listenerArn)).length + 1,
    refusal: (change) =>
      elb(
        change,
        "Listener Certificate",
        "AddListenerCertificates",
        "TooManyCertificates",
        `The maximum number of certificates on load balancer ${balancerArn(change)} has been reached`,
      ),
  },
  {
    name: "quota-listeners-of-load-balancer",
    source: ofLoadBalancers,
    limit: 50,
    types: [listener],
    count: ({ inputs, world }) =>
      onBalancer(world, listener, "loadBalancerArn", balancerOf(inputs.loadBalancerArn)).length + 1,
    refusal: (change) =>
      elb(
        change,
        `Listener (${change.inputs.loadBalancerArn})`,
        "CreateListener",
        "TooManyListeners",
        `The maximum number of listeners on load balancer ${balancerArn(change)} has been reached`,
      ),
  },
  {
    name: "quota-load-balancers",
    source: ofLoadBalancers,
    limit: 50,
    types: ["aws:lb/loadBalancer:LoadBalancer"],
    count: inRegion,
    refusal: (change) =>
      elb(
        change,
        `application Load Balancer (${change.inputs.name})`,
        "CreateLoadBalancer",
        "TooManyLoadBalancers",
        "The maximum number of load balancers has been reached",
      ),
  },
  {
    name: "quota-vpcs",
    source: ofVpcs,
    limit: 5,
    types: ["aws:ec2/vpc:Vpc"],
    count: inRegion,
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
    count: inRegion,
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
    refusal: ({ action, id }) => ({
      doing:
        action === "create" ? "creating CloudFront Distribution" : `updating CloudFront Distribution (${id})`,
      answer: {
        service: "CloudFront",
        operation: action === "create" ? "CreateDistributionWithTags" : "UpdateDistribution",
        code: "TooManyDistributionCNAMEs",
      },
      message: "Your request contains more CNAMEs than are allowed per distribution.",
    }),
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
      doing: "requesting ACM Certificate",
      answer: { service: "ACM", operation: "RequestCertificate", code: "LimitExceededException" },
      message: `The maximum number of domain names of a certificate is 10; ${inputs.domainName} would have more.`,
    }),
  },
];

export const quotaRules: readonly Rule[] = [...quotas, ...securityGroupQuotas].map(quotaRule);
