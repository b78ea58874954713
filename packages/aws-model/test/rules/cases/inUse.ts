import type { Properties } from "../../../src/world/world.ts";
import type { AwsAccount, Live } from "../../support/awsResources.ts";
import { makeEnvironment } from "../../support/environment.ts";
import { distribution } from "../distribution.ts";
import { make, removing } from "../removing.ts";
import type { RuleCase } from "../ruleCase.ts";
import { said } from "../said.ts";

type Setting = [type: string, inputs?: Properties];

/** A thing goes while another is there; with `undefined` nothing else is. */
const goes =
  ([type, inputs]: Setting, user?: [type: string, inputs: (used: Live) => Properties]) =>
  (account: AwsAccount) => {
    const used = make(account, type, inputs);
    if (user) make(account, user[0], user[1](used), "user");
    removing(account, used);
  };

/** A thing goes while a user is there, and while another is there that uses something else. */
const inUse = (
  rule: string,
  used: Setting,
  [type, using, other]: [type: string, using: (used: Live) => Properties, other?: Properties],
  message: string,
): RuleCase => ({
  rule,
  refused: goes(used, [type, using]),
  message,
  accepted: goes(used, other && [type, () => other]),
});

const role: Setting = ["iam/role:Role", { name: "web", assumeRolePolicy: "{}" }];
const deleteRole = ["IAM", "DeleteRole", "DeleteConflict", 409] as const;
const cloudFront = (kind: string, code = `${kind}InUse`) =>
  ["CloudFront", `Delete${kind}`, code, 409] as const;

const database = { identifier: "db", engine: "postgres", instanceClass: "db.t4g.micro" };
const [origin] = distribution.origins;

const behavior = distribution.defaultCacheBehavior;

const forward = (targetGroupArn: string): Properties => ({ type: "forward", targetGroupArn });

/** The cluster of an environment goes after some of its services. */
const clusterAfter = (left: number) => (account: AwsAccount) => {
  const { cluster, services } = makeEnvironment(account);
  for (const service of Object.values(services).slice(left)) account.remove(service);
  removing(account, cluster);
};

const clusterWithTask = (phase: string) => (account: AwsAccount) => {
  const cluster = make(account, "ecs/cluster:Cluster", { name: "shop" });
  account.world.keep({ kind: "task", key: "us-east-1/1", value: { cluster: "shop", phase } });
  removing(account, cluster);
};

/** The capacity providers of the one cluster. */
function capacityProviders({ world }: AwsAccount): Live {
  const [live] = world.resources("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders");
  if (!live) throw new Error("an environment has capacity providers");
  return { ...live, name: live.urn.split("::").at(-1) ?? "" };
}

/** Leaves an environment, whose services are on spot capacity, one capacity provider. */
const withProviders = (provider: string) => (account: AwsAccount) => {
  makeEnvironment(account);
  const live = capacityProviders(account);
  account.update(live, { clusterName: "shop-cluster", capacityProviders: [provider] });
};

const putProviders = ["ECS", "PutClusterCapacityProviders", "ResourceInUseException"] as const;
const providerInUse = "The specified capacity provider is in use and cannot be removed.";

const repository = (forceDelete: boolean) => (account: AwsAccount) => {
  const live = make(account, "ecr/repository:Repository", { name: "backend", forceDelete });
  account.world.keep({ kind: "image", key: `${live.state.repositoryUrl}:latest`, value: {} });
  removing(account, live);
};

const registered =
  (forceDestroy: boolean, desiredCount = 1) =>
  (account: AwsAccount) => {
    const { services, inputs } = makeEnvironment(account);
    const registry = make(account, "servicediscovery/service:Service", { name: "web", forceDestroy });
    account.update(services.default, {
      ...inputs.default,
      desiredCount,
      serviceRegistries: { registryArn: registry.state.arn ?? "" },
    });
    removing(account, registry);
  };

export const cases: RuleCase[] = [
  inUse(
    "target-group-in-use",
    ["lb/targetGroup:TargetGroup", { name: "web", port: 80, protocol: "HTTP", vpcId: "vpc-1" }],
    [
      "lb/listener:Listener",
      ({ id }) => ({ loadBalancerArn: "arn:b", port: 80, defaultActions: [forward(id)] }),
      { loadBalancerArn: "arn:b", port: 80, defaultActions: [forward("arn:other")] },
    ],
    said(
      "deleting ELBv2 Target Group (ID)",
      ["Elastic Load Balancing v2", "DeleteTargetGroup", "ResourceInUse"],
      "Target group 'ID' is currently in use by a listener or a rule",
    ),
  ),
  inUse(
    "target-group-in-use",
    ["lb/targetGroup:TargetGroup", { name: "web", port: 80, protocol: "HTTP", vpcId: "vpc-1" }],
    [
      "lb/listenerRule:ListenerRule",
      ({ id }) => ({
        listenerArn: "arn:l",
        conditions: [{ pathPattern: { values: ["/a"] } }],
        actions: [{ type: "forward", forward: { targetGroups: [{ arn: id }] } }],
      }),
    ],
    said(
      "deleting ELBv2 Target Group (ID)",
      ["Elastic Load Balancing v2", "DeleteTargetGroup", "ResourceInUse"],
      "Target group 'ID' is currently in use by a listener or a rule",
    ),
  ),
  {
    rule: "cluster-has-services",
    refused: clusterAfter(1),
    message: said(
      "deleting ECS Cluster (ID)",
      ["ECS", "DeleteCluster", "ClusterContainsServicesException"],
      "The Cluster cannot be deleted while Services are active.",
    ),
    accepted: clusterAfter(0),
  },
  {
    rule: "cluster-has-services",
    refused: clusterAfter(2),
    message: said(
      "deleting ECS Cluster (ID)",
      ["ECS", "DeleteCluster", "ClusterContainsServicesException"],
      "The Cluster cannot be deleted while Services are active.",
    ),
    // The services are in another one.
    accepted: (account) => {
      makeEnvironment(account);
      removing(account, make(account, "ecs/cluster:Cluster", { name: "other" }, "other"));
    },
  },
  {
    rule: "cluster-has-tasks",
    refused: clusterWithTask("RUNNING"),
    message: said(
      "deleting ECS Cluster (ID)",
      ["ECS", "DeleteCluster", "ClusterContainsTasksException"],
      "The Cluster cannot be deleted while Tasks are active.",
    ),
    accepted: clusterWithTask("STOPPED"),
  },
  {
    rule: "capacity-providers-of-cluster-in-use",
    refused: (account) => {
      makeEnvironment(account);
      account.remove(capacityProviders(account));
    },
    message: said("deleting ECS Cluster Capacity Providers (shop-cluster)", putProviders, providerInUse),
    accepted: (account) => {
      const { services } = makeEnvironment(account);
      for (const service of Object.values(services)) account.remove(service);
      account.remove(capacityProviders(account));
    },
  },
  {
    rule: "capacity-providers-of-cluster-in-use",
    refused: withProviders("FARGATE"),
    message: said("updating ECS Cluster Capacity Providers (shop-cluster)", putProviders, providerInUse),
    accepted: withProviders("FARGATE_SPOT"),
  },
  {
    rule: "repository-not-empty",
    refused: repository(false),
    message: said(
      "ECR Repository (ID) not empty, consider using force_delete",
      ["ECR", "DeleteRepository", "RepositoryNotEmptyException"],
      "The repository with name 'ID' in registry with id '123456789012' cannot be deleted because it still contains images",
    ),
    accepted: repository(true),
  },
  inUse(
    "namespace-has-services",
    ["servicediscovery/privateDnsNamespace:PrivateDnsNamespace", { name: "shop.internal", vpc: "vpc-1" }],
    [
      "servicediscovery/service:Service",
      ({ id }) => ({ name: "web", namespaceId: id }),
      { name: "web", namespaceId: "ns-other" },
    ],
    said(
      "deleting Service Discovery Private DNS Namespace (ID)",
      ["ServiceDiscovery", "DeleteNamespace", "ResourceInUse"],
      "Namespace has associated services; delete the services before deleting the namespace",
    ),
  ),
  {
    rule: "discovery-service-has-instances",
    refused: registered(false),
    message: said(
      "deleting Service Discovery Service (ID)",
      ["ServiceDiscovery", "DeleteService", "ResourceInUse"],
      "Service contains registered instances; delete the instances before deleting the service",
    ),
    accepted: registered(true),
  },
  {
    rule: "discovery-service-has-instances",
    refused: registered(false),
    message: said(
      "deleting Service Discovery Service (ID)",
      ["ServiceDiscovery", "DeleteService", "ResourceInUse"],
      "Service contains registered instances; delete the instances before deleting the service",
    ),
    accepted: registered(false, 0),
  },
  inUse(
    "database-subnet-group-in-use",
    ["rds/subnetGroup:SubnetGroup", { name: "own" }],
    ["rds/instance:Instance", () => ({ ...database, dbSubnetGroupName: "own" }), database],
    said(
      "deleting RDS Subnet Group (ID)",
      ["RDS", "DeleteDBSubnetGroup", "InvalidDBSubnetGroupStateFault"],
      "Cannot delete the subnet group 'ID' because at least one database instance: db is still using it.",
    ),
  ),
  inUse(
    "database-parameter-group-in-use",
    ["rds/parameterGroup:ParameterGroup", { name: "own", family: "postgres17" }],
    [
      "rds/instance:Instance",
      () => ({ ...database, engineVersion: "17", parameterGroupName: "own" }),
      database,
    ],
    said(
      "deleting RDS DB Parameter Group (ID)",
      ["RDS", "DeleteDBParameterGroup", "InvalidDBParameterGroupState"],
      "One or more database instances are still members of this parameter group ID, so the group cannot be deleted",
    ),
  ),
  inUse(
    "cache-subnet-group-in-use",
    ["elasticache/subnetGroup:SubnetGroup", { name: "data" }],
    ["elasticache/replicationGroup:ReplicationGroup", () => ({ subnetGroupName: "data" }), {}],
    said(
      "deleting ElastiCache Subnet Group (ID)",
      ["ElastiCache", "DeleteCacheSubnetGroup", "CacheSubnetGroupInUse"],
      "Cache subnet group ID is currently in use by a cache cluster.",
    ),
  ),
  inUse(
    "cloudfront-response-headers-policy-in-use",
    ["cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", { name: "p" }],
    [
      "cloudfront/distribution:Distribution",
      ({ id }) => ({ ...distribution, defaultCacheBehavior: { ...behavior, responseHeadersPolicyId: id } }),
      { ...distribution },
    ],
    said(
      "deleting CloudFront Response Headers Policy (ID)",
      cloudFront("ResponseHeadersPolicy"),
      "Cannot delete the response headers policy because it is attached to one or more cache behaviors.",
    ),
  ),
  inUse(
    "origin-access-control-in-use",
    ["cloudfront/originAccessControl:OriginAccessControl", { name: "assets" }],
    [
      "cloudfront/distribution:Distribution",
      ({ id }) => ({
        ...distribution,
        origins: [{ ...origin, domainName: "a.s3.us-east-1.amazonaws.com", originAccessControlId: id }],
      }),
      { ...distribution },
    ],
    said(
      "deleting CloudFront Origin Access Control (ID)",
      cloudFront("OriginAccessControl"),
      "The CloudFront origin access control is still being used.",
    ),
  ),
  inUse(
    "certificate-in-use",
    ["acm/certificate:Certificate", { certificateBody: "c", privateKey: "k" }],
    [
      "lb/listenerCertificate:ListenerCertificate",
      ({ id }) => ({ listenerArn: "arn:l", certificateArn: id }),
      { listenerArn: "arn:l", certificateArn: "arn:other" },
    ],
    said(
      "deleting ACM Certificate (ID)",
      ["ACM", "DeleteCertificate", "ResourceInUseException"],
      "Certificate ID in account 123456789012 is in use.",
    ),
  ),
  inUse(
    "certificate-in-use",
    ["acm/certificate:Certificate", { certificateBody: "c", privateKey: "k" }],
    [
      "cloudfront/distribution:Distribution",
      ({ id }) => ({
        ...distribution,
        viewerCertificate: { acmCertificateArn: id, sslSupportMethod: "sni-only" },
      }),
      { ...distribution },
    ],
    said(
      "deleting ACM Certificate (ID)",
      ["ACM", "DeleteCertificate", "ResourceInUseException"],
      "Certificate ID in account 123456789012 is in use.",
    ),
  ),
  inUse(
    "web-acl-in-use",
    ["wafv2/webAcl:WebAcl", { name: "acl", scope: "CLOUDFRONT" }],
    [
      "cloudfront/distribution:Distribution",
      ({ state }) => ({ ...distribution, webAclId: state.arn ?? "" }),
      { ...distribution },
    ],
    said(
      "deleting WAFv2 WebACL (ID)",
      ["WAFV2", "DeleteWebACL", "WAFAssociatedItemException"],
      "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    ),
  ),
  inUse(
    "web-acl-in-use",
    ["wafv2/webAcl:WebAcl", { name: "acl" }],
    [
      "wafv2/webAclAssociation:WebAclAssociation",
      ({ state }) => ({ webAclArn: state.arn ?? "", resourceArn: "arn:b" }),
      { webAclArn: "arn:other", resourceArn: "arn:b" },
    ],
    said(
      "deleting WAFv2 WebACL (ID)",
      ["WAFV2", "DeleteWebACL", "WAFAssociatedItemException"],
      "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    ),
  ),
  inUse(
    "role-has-managed-policies",
    role,
    [
      "iam/rolePolicyAttachment:RolePolicyAttachment",
      () => ({ role: "web", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
      { role: "other", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ],
    said("deleting IAM Role (ID)", deleteRole, "Cannot delete entity, must detach all policies first."),
  ),
  inUse(
    "role-has-inline-policies",
    role,
    ["iam/rolePolicy:RolePolicy", () => ({ role: "web", policy: "{}" }), { role: "other", policy: "{}" }],
    said("deleting IAM Role (ID)", deleteRole, "Cannot delete entity, must delete policies first."),
  ),
  {
    rule: "table-deletion-protection",
    refused: goes(["dynamodb/table:Table", { name: "items", deletionProtectionEnabled: true }]),
    message: said(
      "deleting AWS DynamoDB Table (ID)",
      ["DynamoDB", "DeleteTable", "ValidationException"],
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    ),
    accepted: goes(["dynamodb/table:Table", { name: "items" }]),
  },
];
