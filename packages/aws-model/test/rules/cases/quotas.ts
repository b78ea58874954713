import { records } from "../../../src/world/reading.ts";
import type { Properties } from "../../../src/world/world.ts";
import { type AwsAccount, leastInputs } from "../../support/awsResources.ts";
import { makeEnvironment } from "../../support/environment.ts";
import { distribution } from "../distribution.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

/** Makes a number of resources of a type, each with inputs of its own. */
const many =
  (type: string, count: number, inputs: (i: number) => Properties) =>
  ({ create }: Pick<AwsAccount, "create">) => {
    for (let i = 0; i < count; i++) create(type, `x${i}`, { ...leastInputs(type), ...inputs(i) });
  };

const one = (type: string, inputs: Properties) => many(type, 1, () => inputs);

const names = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

const elb = "Elastic Load Balancing v2";
const balancer = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1";
const listeners = ["a", "b"].map(
  (id) => `arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/1/${id}`,
);
const groups = (count: number) => names(count, "sg-");

const rules = (count: number) =>
  many("aws:lb/listenerRule:ListenerRule", count, (i) => ({
    listenerArn: listeners[i % 2] ?? "",
    actions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
    conditions: [{ pathPattern: { values: [`/${i}`] } }],
  }));

const rule = (conditions: Properties[]) =>
  one("aws:lb/listenerRule:ListenerRule", {
    listenerArn: listeners[0] ?? "",
    actions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
    conditions,
  });

const forwards = (count: number) =>
  many("aws:lb/listenerRule:ListenerRule", Math.ceil(count / 5), (i) => ({
    listenerArn: listeners[0] ?? "",
    actions: [
      {
        type: "forward",
        forward: {
          targetGroups: names(
            Math.min(5, count - 5 * i),
            `arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t${i}-`,
          ).map((arn) => ({ arn })),
        },
      },
    ],
    conditions: [{ pathPattern: { values: [`/${i}`] } }],
  }));

const nat =
  (count: number) =>
  ({ create }: AwsAccount) => {
    const { id } = create("aws:ec2/subnet:Subnet", "s", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
    many("aws:ec2/natGateway:NatGateway", count, () => ({ subnetId: id, connectivityType: "private" }))({
      create,
    });
  };

const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** A group with a number of inline rules for blocks, one more for CloudFront, and a number of rules of their own. */
const inbound =
  (inline: number, lists: number, own: number) =>
  ({ create }: AwsAccount) => {
    const group = create("aws:ec2/securityGroup:SecurityGroup", "g", {
      name: "g",
      ingress: [
        {
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: Array.from({ length: inline }, (_, i) => `10.0.${i}.0/24`),
        },
      ],
    });
    const shared = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: 80, toPort: 80 };
    for (let i = 0; i < lists; i++) create(ingress, `l${i}`, { ...shared, prefixListId: "pl-3b927c52" });
    for (let i = 0; i < own; i++)
      create(ingress, `r${i}`, { ...shared, referencedSecurityGroupId: `sg-${i}` });
  };

const outbound =
  (ipv4: number, ipv6: number) =>
  ({ create }: AwsAccount) => {
    const group = create("aws:ec2/securityGroup:SecurityGroup", "g", { name: "g" });
    const shared = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: 80, toPort: 80 };
    for (let i = 0; i < ipv4; i++) create(egress, `a${i}`, { ...shared, cidrIpv4: `10.0.${i}.0/24` });
    for (let i = 0; i < ipv6; i++) create(egress, `b${i}`, { ...shared, cidrIpv6: `2001:db8:0:${i}::/64` });
  };

const fullGroup = (kind: string) =>
  said(
    `creating VPC Security Group ${kind} Rule`,
    ["EC2", `AuthorizeSecurityGroup${kind}`, "RulesPerSecurityGroupLimitExceeded"],
    "The maximum number of rules per security group has been reached.",
  );

/** A group with rules of its own, one for each port. */
const inlineRules =
  (count: number, direction: "ingress" | "egress") =>
  ({ create }: AwsAccount) =>
    create("aws:ec2/securityGroup:SecurityGroup", "g", { name: "g", [direction]: ports(count) });

const ports = (count: number): Properties[] =>
  Array.from({ length: count }, (_, i) => ({
    protocol: "tcp",
    fromPort: 8000 + i,
    toPort: 8000 + i,
    cidrBlocks: ["10.0.0.0/8"],
  }));

const otherBalancer = balancer.replace("/web/", "/api/");

/** One load balancer leads to a target group; another, by a listener or a rule, to the same or to another one. */
const shared =
  (targetGroupArn: string, by: "listener" | "rule") =>
  ({ create }: AwsAccount) => {
    const forward = (arn: string) => [{ type: "forward", targetGroupArn: arn }];
    create("aws:lb/listener:Listener", "web", {
      loadBalancerArn: balancer,
      port: 80,
      defaultActions: forward("arn:web"),
    });
    if (by === "listener")
      return create("aws:lb/listener:Listener", "api", {
        loadBalancerArn: otherBalancer,
        port: 80,
        defaultActions: forward(targetGroupArn),
      });
    return create("aws:lb/listenerRule:ListenerRule", "api", {
      listenerArn: `${otherBalancer.replace(":loadbalancer/", ":listener/")}/a`,
      actions: forward(targetGroupArn),
      conditions: [{ pathPattern: { values: ["/"] } }],
    });
  };

const aliases = (count: number) =>
  one("aws:cloudfront/distribution:Distribution", { ...distribution, aliases: names(count, "a.") });

const serviceArn = "arn:aws:ecs:us-east-1:123456789012:service/shop-cluster/shop-gunicorn";

/** Changes the service of a whole environment. */
const service = (change: (inputs: Properties) => Properties) => (account: AwsAccount) => {
  const { services, inputs } = makeEnvironment(account);
  account.update(services.gunicorn, { ...inputs.gunicorn, ...change(inputs.gunicorn) });
};

const perInterface = "The maximum number of security groups per interface has been reached.";

/** A thing with six groups is refused, with five it is made. */
const wearing = (
  type: string,
  inputs: (groups: string[]) => Properties,
  doing: string,
  answer: [service: string, operation: string, code: string],
): RuleCase => ({
  rule: "quota-security-groups-of-interface",
  refused: one(type, inputs(groups(6))),
  message: said(doing, answer, perInterface),
  accepted: one(type, inputs(groups(5))),
});

export const cases: RuleCase[] = [
  {
    rule: "quota-rules-of-load-balancer",
    refused: rules(101),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "TooManyRules"],
      `The maximum number of rules on load balancer ${balancer} has been reached`,
    ),
    accepted: rules(100),
  },
  {
    rule: "quota-condition-values-of-rule",
    refused: rule([
      { pathPattern: { values: ["/a", "/b", "/c"] } },
      { hostHeader: { values: ["a.example.com", "b.example.com", "c.example.com"] } },
    ]),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "ValidationError"],
      "A rule can only have '5' condition values",
    ),
    accepted: rule([
      { pathPattern: { values: ["/a", "/b", "/c"] } },
      { hostHeader: { values: ["a.example.com", "b.example.com"] } },
    ]),
  },
  {
    rule: "quota-condition-values-of-rule",
    refused: rule([{ hostHeader: { regexValues: ["a", "b", "c", "d", "e", "f"] } }]),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "ValidationError"],
      "A rule can only have '5' condition values",
    ),
    accepted: rule([{ hostHeader: { regexValues: ["a", "b", "c", "d", "e"] } }]),
  },
  {
    rule: "quota-condition-wildcards-of-rule",
    refused: rule([
      { pathPattern: { values: ["/*/a/*", "/*/b/*", "/?"] } },
      { queryStrings: [{ key: "q", value: "*x*" }] },
    ]),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "ValidationError"],
      "A rule can only have '6' condition wildcards",
    ),
    accepted: rule([
      { pathPattern: { values: ["/*/a/*", "/*/b/*", "/?"] } },
      { queryStrings: [{ key: "q", value: "*x" }] },
    ]),
  },
  {
    rule: "quota-target-groups-of-load-balancer",
    refused: forwards(101),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "TooManyUniqueTargetGroupsPerLoadBalancer"],
      "You've reached the limit on the number of unique target groups per load balancer across all listeners. If a target group is used by multiple actions for a load balancer, it is counted as only one use.",
    ),
    accepted: forwards(100),
  },
  {
    rule: "quota-certificates-of-load-balancer",
    refused: many("aws:lb/listenerCertificate:ListenerCertificate", 26, (i) => ({
      listenerArn: listeners[0] ?? "",
      certificateArn: `arn:${i}`,
    })),
    message: said(
      "creating ELBv2 Listener Certificate",
      [elb, "AddListenerCertificates", "TooManyCertificates"],
      `The maximum number of certificates on load balancer ${balancer} has been reached`,
    ),
    accepted: many("aws:lb/listenerCertificate:ListenerCertificate", 25, (i) => ({
      listenerArn: listeners[0] ?? "",
      certificateArn: `arn:${i}`,
    })),
  },
  {
    rule: "quota-listeners-of-load-balancer",
    refused: many("aws:lb/listener:Listener", 51, (i) => ({ loadBalancerArn: balancer, port: 8000 + i })),
    message: said(
      `creating ELBv2 Listener (${balancer})`,
      [elb, "CreateListener", "TooManyListeners"],
      `The maximum number of listeners on load balancer ${balancer} has been reached`,
    ),
    accepted: many("aws:lb/listener:Listener", 50, (i) => ({ loadBalancerArn: balancer, port: 8000 + i })),
  },
  {
    rule: "quota-load-balancers",
    refused: many("aws:lb/loadBalancer:LoadBalancer", 51, (i) => ({
      name: `web${i}`,
      subnets: ["subnet-1"],
    })),
    message: said(
      "creating ELBv2 application Load Balancer (web50)",
      [elb, "CreateLoadBalancer", "TooManyLoadBalancers"],
      "The maximum number of load balancers has been reached",
    ),
    accepted: many("aws:lb/loadBalancer:LoadBalancer", 51, (i) => ({
      name: `web${i}`,
      subnets: ["subnet-1"],
      loadBalancerType: i === 0 ? "network" : "application",
    })),
  },
  {
    rule: "quota-vpcs",
    refused: many("aws:ec2/vpc:Vpc", 6, () => ({ cidrBlock: "10.0.0.0/16" })),
    message: said(
      "creating EC2 VPC",
      ["EC2", "CreateVpc", "VpcLimitExceeded"],
      "The maximum number of VPCs has been reached.",
    ),
    accepted: many("aws:ec2/vpc:Vpc", 6, (i) => ({
      cidrBlock: "10.0.0.0/16",
      region: i === 0 ? "eu-west-1" : "us-east-1",
    })),
  },
  {
    rule: "quota-elastic-addresses",
    refused: many("aws:ec2/eip:Eip", 6, () => ({})),
    message: said(
      "creating EC2 EIP",
      ["EC2", "AllocateAddress", "AddressLimitExceeded"],
      "The maximum number of addresses has been reached.",
    ),
    accepted: many("aws:ec2/eip:Eip", 5, () => ({})),
  },
  {
    rule: "quota-nat-gateways-of-zone",
    refused: nat(6),
    message: said(
      "creating EC2 NAT Gateway",
      ["EC2", "CreateNatGateway", "NatGatewayLimitExceeded"],
      "The maximum number of NAT Gateways has been reached.",
    ),
    accepted: nat(5),
  },
  {
    rule: "quota-subnets-of-database-group",
    refused: one("aws:rds/subnetGroup:SubnetGroup", { name: "g", subnetIds: names(21, "subnet-") }),
    message: said(
      "creating RDS DB Subnet Group (g)",
      ["RDS", "CreateDBSubnetGroup", "DBSubnetQuotaExceededFault"],
      "The request would result in the user exceeding the allowed number of subnets in a DB subnet group.",
    ),
    accepted: one("aws:rds/subnetGroup:SubnetGroup", { name: "g", subnetIds: names(20, "subnet-") }),
  },
  {
    rule: "quota-policies-of-role",
    refused: many("aws:iam/rolePolicyAttachment:RolePolicyAttachment", 11, (i) => ({
      role: "web",
      policyArn: `arn:aws:iam::aws:policy/P${i}`,
    })),
    message: said(
      "attaching IAM Policy (arn:aws:iam::aws:policy/P10) to IAM Role (web)",
      ["IAM", "AttachRolePolicy", "LimitExceeded", 409],
      "Cannot exceed quota for PoliciesPerRole: 10",
    ),
    accepted: many("aws:iam/rolePolicyAttachment:RolePolicyAttachment", 10, (i) => ({
      role: "web",
      policyArn: `arn:aws:iam::aws:policy/P${i}`,
    })),
  },
  ...(
    [
      ["CachePolicy", "Cache Policy", "cache policies", "TooManyCachePolicies"],
      [
        "OriginRequestPolicy",
        "Origin Request Policy",
        "origin request policies",
        "TooManyOriginRequestPolicies",
      ],
      [
        "ResponseHeadersPolicy",
        "Response Headers Policy",
        "response headers policies",
        "TooManyResponseHeadersPolicies",
      ],
    ] as const
  ).map(([kind, thing, plural, code]): RuleCase => {
    const type = `aws:cloudfront/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
    return {
      rule: `quota-cloudfront-${plural.replaceAll(" ", "-")}`,
      refused: many(type, 21, (i) => ({ name: `p${i}` })),
      message: said(
        `creating CloudFront ${thing} (p20)`,
        ["CloudFront", `Create${kind}`, code],
        `You have reached the maximum number of ${plural} for this AWS account.`,
      ),
      accepted: many(type, 20, (i) => ({ name: `p${i}` })),
    };
  }),
  {
    rule: "quota-aliases-of-distribution",
    refused: aliases(101),
    message: said(
      "creating CloudFront Distribution",
      ["CloudFront", "CreateDistributionWithTags", "TooManyDistributionCNAMEs"],
      "Your request contains more CNAMEs than are allowed per distribution.",
    ),
    accepted: aliases(100),
  },
  {
    rule: "quota-target-groups-of-service",
    refused: service((inputs) => ({ loadBalancers: Array(6).fill(records(inputs.loadBalancers)[0]) })),
    message: said(
      `updating ECS Service (${serviceArn})`,
      ["ECS", "UpdateService", "InvalidParameterException"],
      "load balancers can have at most 5 items.",
    ),
    accepted: service((inputs) => ({ loadBalancers: Array(5).fill(records(inputs.loadBalancers)[0]) })),
  },
  {
    rule: "quota-containers-of-task",
    refused: one("aws:ecs/taskDefinition:TaskDefinition", {
      containerDefinitions: JSON.stringify(
        names(11, "c").map((name) => ({ name, image: "i", essential: true })),
      ),
    }),
    message: said(
      "creating ECS Task Definition (a-family)",
      ["ECS", "RegisterTaskDefinition", "ClientException"],
      "Container definitions can have at most 10 items.",
    ),
    accepted: one("aws:ecs/taskDefinition:TaskDefinition", {
      containerDefinitions: JSON.stringify(
        names(10, "c").map((name) => ({ name, image: "i", essential: true })),
      ),
    }),
  },
  {
    rule: "quota-names-of-certificate",
    refused: one("aws:acm/certificate:Certificate", {
      domainName: "example.com",
      subjectAlternativeNames: ["example.com", ...names(10, "example.org")],
      validationMethod: "DNS",
    }),
    message: said(
      "requesting ACM Certificate (example.com)",
      ["ACM", "RequestCertificate", "LimitExceededException"],
      "The maximum number of domain names of a certificate is 10; example.com would have more.",
    ),
    accepted: one("aws:acm/certificate:Certificate", {
      domainName: "example.com",
      subjectAlternativeNames: ["example.com", ...names(9, "example.org")],
      validationMethod: "DNS",
    }),
  },
  {
    rule: "quota-ingress-rules-of-security-group",
    refused: inbound(3, 1, 3),
    message: fullGroup("Ingress"),
    accepted: inbound(3, 1, 2),
  },
  {
    rule: "quota-egress-rules-of-security-group",
    refused: outbound(61, 0),
    message: fullGroup("Egress"),
    accepted: outbound(60, 60),
  },
  ...(["ingress", "egress"] as const).flatMap((direction): RuleCase[] => {
    const full = [
      "EC2",
      `AuthorizeSecurityGroup${direction === "ingress" ? "Ingress" : "Egress"}`,
      "RulesPerSecurityGroupLimitExceeded",
    ] as const;
    const message = "The maximum number of rules per security group has been reached.";
    return [
      {
        rule: `quota-${direction}-rules-of-security-group`,
        refused: inlineRules(61, direction),
        message: said(
          `updating Security Group (g) ${direction} rules: authorizing Security Group (${direction}) rules`,
          full,
          message,
        ),
        accepted: inlineRules(60, direction),
      },
    ];
  }),
  {
    rule: "quota-load-balancers-of-target-group",
    refused: shared("arn:web", "listener"),
    message: said(
      `creating ELBv2 Listener (${otherBalancer})`,
      [elb, "CreateListener", "TargetGroupAssociationLimit"],
      "The following target groups cannot be associated with more than one load balancer: arn:web",
    ),
    accepted: shared("arn:api", "listener"),
  },
  {
    rule: "quota-load-balancers-of-target-group",
    refused: shared("arn:web", "rule"),
    message: said(
      "creating ELBv2 Listener Rule",
      [elb, "CreateRule", "TargetGroupAssociationLimit"],
      "The following target groups cannot be associated with more than one load balancer: arn:web",
    ),
    accepted: shared("arn:api", "rule"),
  },
  {
    rule: "quota-load-balancers-of-target-group",
    refused: (account) => {
      const live = shared("arn:api", "rule")(account);
      account.update(live, { ...live.inputs, actions: [{ type: "forward", targetGroupArn: "arn:web" }] });
    },
    message: said(
      "modifying LB Listener Rule",
      [elb, "ModifyRule", "TargetGroupAssociationLimit"],
      "The following target groups cannot be associated with more than one load balancer: arn:web",
    ),
    accepted: (account) => {
      const live = shared("arn:api", "rule")(account);
      account.update(live, { ...live.inputs, actions: [{ type: "forward", targetGroupArn: "arn:new" }] });
    },
  },
  wearing(
    "aws:lb/loadBalancer:LoadBalancer",
    (securityGroups) => ({ name: "web", subnets: ["subnet-1"], securityGroups }),
    "creating ELBv2 application Load Balancer (web)",
    [elb, "CreateLoadBalancer", "InvalidConfigurationRequest"],
  ),
  wearing(
    "aws:rds/instance:Instance",
    (vpcSecurityGroupIds) => ({ identifier: "db", vpcSecurityGroupIds }),
    "creating RDS DB Instance (db)",
    ["RDS", "CreateDBInstance", "InvalidParameterValue"],
  ),
  wearing(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    (securityGroupIds) => ({ replicationGroupId: "c", securityGroupIds }),
    "creating ElastiCache Replication Group (c)",
    ["ElastiCache", "CreateReplicationGroup", "InvalidParameterValue"],
  ),
  wearing(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    (securityGroupIds) => ({ serviceName: "s3", vpcId: "vpc-1", securityGroupIds }),
    "creating EC2 VPC Endpoint (s3)",
    ["EC2", "CreateVpcEndpoint", "SecurityGroupsPerInterfaceLimitExceeded"],
  ),
];
