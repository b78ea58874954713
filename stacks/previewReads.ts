/**
 * What the provider asks AWS when it reads a resource, by type: a look for drift reads every resource of a stack, and a preview
 * none. From the functions Read of terraform-provider-aws 6 (internal/service/<service>), each with what it takes to list the tags,
 * named as IAM names them (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 *
 * Only settings belong here, and no data: items, objects, messages, log events, code, values of secrets and parameters. The values
 * that a look for drift compares are allowed in `previewStatements`, of the stacks' own alone.
 */
export const READS: Readonly<Record<string, readonly string[]>> = {
  "aws:acm/certificate:Certificate": ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
  "aws:acm/certificateValidation:CertificateValidation": ["acm:DescribeCertificate"],
  "aws:appautoscaling/policy:Policy": [
    "application-autoscaling:DescribeScalingPolicies",
    // AWS requires it of whoever reads policies, because the answer includes their alarms.
    "cloudwatch:DescribeAlarms",
  ],
  "aws:appautoscaling/scheduledAction:ScheduledAction": ["application-autoscaling:DescribeScheduledActions"],
  "aws:appautoscaling/target:Target": [
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:ListTagsForResource",
  ],
  "aws:cloudfront/distribution:Distribution": [
    "cloudfront:GetDistribution",
    "cloudfront:GetDistributionConfig",
    "cloudfront:ListTagsForResource",
  ],
  "aws:cloudfront/originAccessControl:OriginAccessControl": ["cloudfront:GetOriginAccessControl"],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": ["cloudfront:GetResponseHeadersPolicy"],
  "aws:cloudwatch/dashboard:Dashboard": ["cloudwatch:GetDashboard"],
  "aws:cloudwatch/logGroup:LogGroup": ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
  "aws:dynamodb/table:Table": [
    "dynamodb:DescribeContinuousBackups",
    "dynamodb:DescribeTable",
    "dynamodb:DescribeTimeToLive",
    "dynamodb:ListTagsOfResource",
  ],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["ec2:DescribeSecurityGroups"],
  "aws:ec2/eip:Eip": ["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"],
  "aws:ec2/flowLog:FlowLog": ["ec2:DescribeFlowLogs"],
  "aws:ec2/internetGateway:InternetGateway": ["ec2:DescribeInternetGateways"],
  "aws:ec2/natGateway:NatGateway": ["ec2:DescribeNatGateways"],
  "aws:ec2/route:Route": ["ec2:DescribeRouteTables"],
  "aws:ec2/routeTable:RouteTable": ["ec2:DescribeRouteTables"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["ec2:DescribeRouteTables"],
  "aws:ec2/securityGroup:SecurityGroup": ["ec2:DescribeSecurityGroups"],
  "aws:ec2/subnet:Subnet": ["ec2:DescribeSubnets"],
  "aws:ec2/vpc:Vpc": [
    "ec2:DescribeNetworkAcls",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [
    // The subnets and addresses of an interface endpoint are those of its network interfaces.
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribePrefixLists",
    "ec2:DescribeVpcEndpoints",
  ],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ["ecr:GetLifecyclePolicy"],
  "aws:ecr/repository:Repository": ["ecr:DescribeRepositories", "ecr:ListTagsForResource"],
  "aws:ecs/cluster:Cluster": ["ecs:DescribeClusters", "ecs:ListTagsForResource"],
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": ["ecs:DescribeClusters"],
  "aws:ecs/service:Service": ["ecs:DescribeServices", "ecs:ListTagsForResource"],
  "aws:ecs/taskDefinition:TaskDefinition": ["ecs:DescribeTaskDefinition", "ecs:ListTagsForResource"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    "elasticache:DescribeCacheClusters",
    "elasticache:DescribeReplicationGroups",
    "elasticache:ListTagsForResource",
  ],
  "aws:elasticache/subnetGroup:SubnetGroup": [
    "elasticache:DescribeCacheSubnetGroups",
    "elasticache:ListTagsForResource",
  ],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": [
    "iam:GetOpenIDConnectProvider",
    "iam:ListOpenIDConnectProviderTags",
  ],
  "aws:iam/role:Role": [
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:ListRoleTags",
  ],
  "aws:iam/rolePolicy:RolePolicy": ["iam:GetRolePolicy"],
  "aws:kms/alias:Alias": ["kms:ListAliases"],
  "aws:kms/key:Key": [
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
  ],
  "aws:lb/listener:Listener": [
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeTags",
  ],
  "aws:lb/listenerCertificate:ListenerCertificate": ["elasticloadbalancing:DescribeListenerCertificates"],
  "aws:lb/listenerRule:ListenerRule": [
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeTags",
  ],
  "aws:lb/loadBalancer:LoadBalancer": [
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
  ],
  "aws:lb/targetGroup:TargetGroup": [
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
  ],
  "aws:rds/instance:Instance": ["rds:DescribeDBInstances", "rds:ListTagsForResource"],
  "aws:rds/parameterGroup:ParameterGroup": [
    "rds:DescribeDBParameterGroups",
    "rds:DescribeDBParameters",
    "rds:ListTagsForResource",
  ],
  "aws:rds/subnetGroup:SubnetGroup": ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
  "aws:route53/record:Record": ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
  // Of buckets, see `OWN_BUCKETS`.
  "aws:s3/bucket:Bucket": [],
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": [],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [],
  "aws:s3/bucketPolicy:BucketPolicy": [],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [],
  "aws:s3/bucketVersioning:BucketVersioning": [],
  "aws:scheduler/schedule:Schedule": ["scheduler:GetSchedule"],
  "aws:scheduler/scheduleGroup:ScheduleGroup": [
    "scheduler:GetScheduleGroup",
    "scheduler:ListTagsForResource",
  ],
  "aws:secretsmanager/secret:Secret": ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
  "aws:secretsmanager/secretVersion:SecretVersion": [
    "secretsmanager:DescribeSecret",
    "secretsmanager:ListSecretVersionIds",
  ],
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": [
    "servicediscovery:GetNamespace",
    "servicediscovery:ListTagsForResource",
  ],
  "aws:servicediscovery/service:Service": [
    "servicediscovery:GetService",
    "servicediscovery:ListTagsForResource",
  ],
  "aws:sesv2/emailIdentity:EmailIdentity": ["ses:GetEmailIdentity", "ses:ListTagsForResource"],
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": ["ses:GetEmailIdentity"],
  "aws:sns/topic:Topic": ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
  "aws:sns/topicSubscription:TopicSubscription": ["sns:GetSubscriptionAttributes"],
  "aws:ssm/parameter:Parameter": ["ssm:DescribeParameters", "ssm:ListTagsForResource"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["ec2:DescribeSecurityGroupRules"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["ec2:DescribeSecurityGroupRules"],
  // https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
  "aws:wafv2/webAclAssociation:WebAclAssociation": [
    "elasticloadbalancing:GetLoadBalancerWebACL",
    "wafv2:GetWebACL",
    "wafv2:GetWebACLForResource",
  ],
};

/**
 * What data sources ask, by name: a preview asks too, and the role that makes the stack may. Which account and region a program
 * runs in needs no permission.
 */
export const LOOKUPS: Readonly<Record<string, readonly string[]>> = {
  // Of awsx's VPC.
  getAvailabilityZones: ["ec2:DescribeAvailabilityZones"],
  getCallerIdentity: [],
  getPartition: [],
  getRegion: [],
  "rds.getEngineVersion": ["rds:DescribeDBEngineVersions"],
  "rds.getInstance": ["rds:DescribeDBInstances"],
  "rds.getSnapshot": ["rds:DescribeDBSnapshots"],
};

/** What is asked about a bucket, of whatever type the resource is. `ListBucket` is how it is looked up; it also shows the names of objects. */
export const OWN_BUCKETS: readonly string[] = [
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLocation",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketOwnershipControls",
  "s3:GetBucketPolicy",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetBucketWebsite",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  "s3:ListBucket",
  "s3:ListTagsForResource",
];

/** Every action that reads settings, each once. */
export function settingReads(): string[] {
  return [...new Set([...Object.values(READS), ...Object.values(LOOKUPS)].flat())].sort();
}
