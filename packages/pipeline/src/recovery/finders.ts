import { again, arn, by, ec2, type Finder, input, isArn, named, nameTag, text } from "./finder.ts";
import { discovered, distribution, record, route, securityGroupRule } from "./oddFinders.ts";

/** How to find a resource of each type that this project makes. */
export const finders: Readonly<Record<string, Finder>> = {
  "aws:acm/certificate:Certificate": by(["domainName"], isArn, (value) => [
    "acm list-certificates",
    `CertificateSummaryList[?DomainName=='${value("domainName")}'].CertificateArn`,
  ]),
  "aws:acm/certificateValidation:CertificateValidation": () => again,
  "aws:appautoscaling/policy:Policy": () => again,
  "aws:appautoscaling/scheduledAction:ScheduledAction": () => again,
  "aws:appautoscaling/target:Target": () => again,
  "aws:cloudfront/distribution:Distribution": distribution,
  "aws:cloudfront/originAccessControl:OriginAccessControl": by(["name"], /^E[0-9A-Z]+$/, (value) => [
    "cloudfront list-origin-access-controls",
    `OriginAccessControlList.Items[?Name=='${value("name")}'].Id`,
  ]),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": by(["name"], /^[0-9a-f-]{36}$/, (value) => [
    "cloudfront list-response-headers-policies --type custom",
    `ResponseHeadersPolicyList.Items[?ResponseHeadersPolicy.ResponseHeadersPolicyConfig.Name=='${value("name")}'].ResponseHeadersPolicy.Id`,
  ]),
  "aws:cloudwatch/dashboard:Dashboard": named("dashboardName"),
  "aws:cloudwatch/logGroup:LogGroup": named("name"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("name"),
  "aws:dynamodb/table:Table": named("name"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": () => again,
  "aws:ec2/eip:Eip": ec2(
    "describe-addresses --filters",
    "Addresses[].AllocationId",
    { "tag:Name": nameTag },
    /^eipalloc-[0-9a-f]+$/,
  ),
  "aws:ec2/flowLog:FlowLog": by(["vpcId"], /^fl-[0-9a-f]+$/, (value) => [
    `ec2 describe-flow-logs --filter Name=resource-id,Values=${value("vpcId")}`,
    "FlowLogs[].FlowLogId",
  ]),
  "aws:ec2/internetGateway:InternetGateway": ec2(
    "describe-internet-gateways --filters",
    "InternetGateways[].InternetGatewayId",
    { "tag:Name": nameTag },
    /^igw-[0-9a-f]+$/,
  ),
  "aws:ec2/natGateway:NatGateway": ec2(
    "describe-nat-gateways --filter",
    "NatGateways[].NatGatewayId",
    { "subnet-id": input("subnetId"), "tag:Name": nameTag },
    /^nat-[0-9a-f]+$/,
    "Name=state,Values=pending,available",
  ),
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTable:RouteTable": ec2(
    "describe-route-tables --filters",
    "RouteTables[].RouteTableId",
    { "vpc-id": input("vpcId"), "tag:Name": nameTag },
    /^rtb-[0-9a-f]+$/,
  ),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": by(
    ["subnetId", "routeTableId"],
    /^rtbassoc-[0-9a-f]+$/,
    (value) => [
      `ec2 describe-route-tables --route-table-ids ${value("routeTableId")}`,
      `RouteTables[].Associations[?SubnetId=='${value("subnetId")}'].RouteTableAssociationId`,
    ],
  ),
  "aws:ec2/securityGroup:SecurityGroup": ec2(
    "describe-security-groups --filters",
    "SecurityGroups[].GroupId",
    { "vpc-id": input("vpcId"), "group-name": input("name") },
    /^sg-[0-9a-f]+$/,
  ),
  "aws:ec2/subnet:Subnet": ec2(
    "describe-subnets --filters",
    "Subnets[].SubnetId",
    { "vpc-id": input("vpcId"), "cidr-block": input("cidrBlock") },
    /^subnet-[0-9a-f]+$/,
  ),
  "aws:ec2/vpc:Vpc": ec2(
    "describe-vpcs --filters",
    "Vpcs[].VpcId",
    { cidr: input("cidrBlock"), "tag:Name": nameTag },
    /^vpc-[0-9a-f]+$/,
  ),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2(
    "describe-vpc-endpoints --filters",
    "VpcEndpoints[].VpcEndpointId",
    { "vpc-id": input("vpcId"), "service-name": input("serviceName") },
    /^vpce-[0-9a-f]+$/,
    "Name=vpc-endpoint-state,Values=pending,available",
  ),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": () => again,
  "aws:ecr/repository:Repository": named("name"),
  "aws:ecs/cluster:Cluster": arn(
    "ecs",
    (inputs) => `cluster/${text(inputs, "name")}`,
    by(["name"], isArn, (value) => [
      `ecs describe-clusters --clusters ${value("name")}`,
      "clusters[?status=='ACTIVE'].clusterArn",
    ]),
  ),
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": () => again,
  "aws:ecs/service:Service": arn(
    "ecs",
    (inputs) => `service/${text(inputs, "cluster").split("/").at(-1)}/${text(inputs, "name")}`,
    by(["cluster", "name"], isArn, (value) => [
      `ecs describe-services --cluster ${value("cluster")} --services ${value("name")}`,
      "services[?status=='ACTIVE'].serviceArn",
    ]),
  ),
  // Another revision of the family, which nothing runs and nobody pays for.
  "aws:ecs/taskDefinition:TaskDefinition": () => again,
  "aws:elasticache/replicationGroup:ReplicationGroup": named("replicationGroupId"),
  "aws:elasticache/subnetGroup:SubnetGroup": named("name"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": arn(
    "iam",
    (inputs) => `oidc-provider/${text(inputs, "url").replace("https://", "")}`,
    by(["url"], isArn, (value) => [
      "iam list-open-id-connect-providers",
      `OpenIDConnectProviderList[?ends_with(Arn, ':oidc-provider/${value("url").replace("https://", "")}')].Arn`,
    ]),
    true,
  ),
  "aws:iam/role:Role": named("name"),
  "aws:iam/rolePolicy:RolePolicy": named("role", "name"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": () => again,
  "aws:kms/alias:Alias": named("name"),
  "aws:lb/listener:Listener": by(["loadBalancerArn", "port"], isArn, (value) => [
    `elbv2 describe-listeners --load-balancer-arn ${value("loadBalancerArn")}`,
    `Listeners[?Port==\`${value("port")}\`].ListenerArn`,
  ]),
  "aws:lb/listenerRule:ListenerRule": by(["listenerArn", "priority"], isArn, (value) => [
    `elbv2 describe-rules --listener-arn ${value("listenerArn")}`,
    `Rules[?Priority=='${value("priority")}'].RuleArn`,
  ]),
  "aws:lb/loadBalancer:LoadBalancer": by(["name"], isArn, (value) => [
    `elbv2 describe-load-balancers --names ${value("name")}`,
    "LoadBalancers[].LoadBalancerArn",
  ]),
  "aws:lb/targetGroup:TargetGroup": by(["name"], isArn, (value) => [
    `elbv2 describe-target-groups --names ${value("name")}`,
    "TargetGroups[].TargetGroupArn",
  ]),
  "aws:rds/instance:Instance": by(["identifier"], /^db-[0-9A-Z]+$/, (value) => [
    `rds describe-db-instances --db-instance-identifier ${value("identifier")}`,
    "DBInstances[].DbiResourceId",
  ]),
  "aws:rds/parameterGroup:ParameterGroup": named("name"),
  "aws:rds/subnetGroup:SubnetGroup": named("name"),
  "aws:route53/record:Record": record,
  "aws:s3/bucket:Bucket": named("bucket"),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": () => again,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": () => again,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": () => again,
  "aws:s3/bucketPolicy:BucketPolicy": () => again,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": () => again,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": () => again,
  "aws:s3/bucketVersioning:BucketVersioning": () => again,
  "aws:scheduler/schedule:Schedule": (inputs) => ({
    kind: "id",
    id: `${text(inputs, "groupName")}/${text(inputs, "name")}`,
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": named("name"),
  "aws:secretsmanager/secret:Secret": by(["name"], isArn, (value) => [
    `secretsmanager list-secrets --filters Key=name,Values=${value("name")}`,
    // The filter is for names that begin so.
    `SecretList[?Name=='${value("name")}'].ARN`,
  ]),
  // Another version of the same value, which takes the first one's place.
  "aws:secretsmanager/secretVersion:SecretVersion": () => again,
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": by(["name"], /^ns-[0-9a-z]+$/, (value) => [
    "servicediscovery list-namespaces --filters Name=TYPE,Values=DNS_PRIVATE",
    `Namespaces[?Name=='${value("name")}'].Id`,
  ]),
  "aws:servicediscovery/service:Service": discovered,
  "aws:sesv2/emailIdentity:EmailIdentity": named("emailIdentity"),
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": () => again,
  "aws:sns/topic:Topic": arn(
    "sns",
    (inputs) => text(inputs, "name"),
    by(["name"], isArn, (value) => [
      "sns list-topics",
      `Topics[?ends_with(TopicArn, ':${value("name")}')].TopicArn`,
    ]),
  ),
  "aws:sns/topicSubscription:TopicSubscription": () => again,
  "aws:ssm/parameter:Parameter": named("name"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": securityGroupRule(true),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": securityGroupRule(false),
};
