import type { InputShape } from "./inputShape.ts";
import { atMost, between, matches, matchesNot, type Shape, unless, when } from "./shapes.ts";

const api = "https://docs.aws.amazon.com";

/** The names of IAM, of at most so many characters. */
const iam = (kind: string, thing: string, most: number, operation: string): InputShape => ({
  name: `iam-${thing}-name-shape`,
  type: `aws:iam/${kind}`,
  property: "name",
  shapes: [between(1, most), matches(/^[\w+=,.@-]*$/, "must match [\\w+=,.@-]")],
  source: `${api}/IAM/latest/APIReference/API_${operation}.html`,
});

const loadBalancing = `${api}/elasticloadbalancing/latest/APIReference`;

const wafName: readonly Shape[] = [
  between(1, 128),
  matches(/^[0-9A-Za-z_-]+$/, "must contain only alphanumeric hyphen and underscore characters"),
];

const namespace = (kind: string, thing: string, operation: string): InputShape => ({
  name: `${thing}-name-shape`,
  type: `aws:servicediscovery/${kind}`,
  property: "name",
  shapes: [between(1, 1024), matches(/^[0-9A-Za-z._-]+$/)],
  source: `${api}/cloud-map/latest/api/API_${operation}.html`,
});

/** Of what runs, what leads to it, and what it may do. */
export const inputShapes: readonly InputShape[] = [
  {
    name: "load-balancer-name-shape",
    type: "aws:lb/loadBalancer:LoadBalancer",
    property: "name",
    shapes: [
      atMost(32, "%q cannot be longer than 32 characters: %v"),
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q: %v"),
      when(/^-/, "%q cannot begin with a hyphen: %v"),
      when(/-$/, "%q cannot end with a hyphen: %v"),
      when(/^internal-/, '%q cannot begin with "internal-": %v'),
    ],
    source: `${loadBalancing}/API_CreateLoadBalancer.html`,
  },
  {
    name: "target-group-name-shape",
    type: "aws:lb/targetGroup:TargetGroup",
    property: "name",
    shapes: [
      atMost(32, "%q cannot be longer than 32 characters"),
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q"),
      when(/^-/, "%q cannot begin with a hyphen"),
      when(/-$/, "%q cannot end with a hyphen"),
    ],
    source: `${loadBalancing}/API_CreateTargetGroup.html`,
  },
  ...[
    ["user", "CreateUser"],
    ["group", "CreateGroup"],
  ].map(
    ([kind = "", operation = ""]): InputShape => ({
      name: `iam-${kind}-name-shape`,
      type: `aws:iam/${kind}:${operation.slice("Create".length)}`,
      property: "name",
      shapes: [
        matches(
          /^[0-9A-Za-z=,.@\-_+]+$/,
          "must only contain alphanumeric characters, hyphens, underscores, commas, periods, @ symbols, plus and equals signs",
        ),
      ],
      source: `${api}/IAM/latest/APIReference/API_${operation}.html`,
    }),
  ),
  iam("role:Role", "role", 64, "CreateRole"),
  iam("policy:Policy", "policy", 128, "CreatePolicy"),
  iam("instanceProfile:InstanceProfile", "instance-profile", 128, "CreateInstanceProfile"),
  iam("rolePolicy:RolePolicy", "role-policy", 128, "PutRolePolicy"),
  {
    name: "ecs-cluster-name-shape",
    type: "aws:ecs/cluster:Cluster",
    property: "name",
    shapes: [
      between(1, 255),
      matches(
        /^[0-9A-Za-z_-]+$/,
        "The cluster name must consist of alphanumerics, hyphens, and underscores.",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_CreateCluster.html`,
  },
  {
    name: "ecs-family-shape",
    type: "aws:ecs/taskDefinition:TaskDefinition",
    property: "family",
    shapes: [
      between(1, 255),
      matches(
        /^[0-9A-Za-z_-]+$/,
        "see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html",
      ),
    ],
    source: `${api}/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html`,
  },
  {
    name: "origin-access-control-name-shape",
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    property: "name",
    shapes: [between(1, 64)],
    source: `${api}/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html`,
  },
  {
    name: "certificate-domain-name-shape",
    type: "aws:acm/certificate:Certificate",
    property: "domainName",
    field: "domain_name",
    shapes: [matchesNot(/\.$/, "cannot end with a period")],
    source: `${api}/acm/latest/APIReference/API_RequestCertificate.html`,
  },
  {
    name: "web-acl-name-shape",
    type: "aws:wafv2/webAcl:WebAcl",
    property: "name",
    shapes: wafName,
    source: `${api}/waf/latest/APIReference/API_CreateWebACL.html`,
  },
  namespace("privateDnsNamespace:PrivateDnsNamespace", "private-dns-namespace", "CreatePrivateDnsNamespace"),
  namespace("httpNamespace:HttpNamespace", "http-namespace", "CreateHttpNamespace"),
  {
    name: "security-group-name-shape",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "name",
    shapes: [between(0, 255), matchesNot(/^sg-/, "cannot begin with sg-")],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
  {
    name: "security-group-description-length",
    type: "aws:ec2/securityGroup:SecurityGroup",
    property: "description",
    shapes: [between(0, 255)],
    source: `${api}/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html`,
  },
];
