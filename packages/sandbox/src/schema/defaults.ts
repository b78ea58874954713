import type { Properties } from "../world/world.ts";

/**
 * Values that the provider itself fills in for inputs left out. They are part of the checked inputs, unlike those of
 * AWS, which appear in the state only. Defaults that mean nothing (false, 0, an empty text) are not listed.
 */
const defaults: Record<string, Properties> = {
  "aws:appautoscaling/policy:Policy": { policyType: "StepScaling" },
  "aws:appautoscaling/scheduledAction:ScheduledAction": { timezone: "UTC" },
  "aws:cloudfront/cachePolicy:CachePolicy": { defaultTtl: 86400, maxTtl: 31536000 },
  "aws:cloudfront/distribution:Distribution": {
    httpVersion: "http2",
    priceClass: "PriceClass_All",
    waitForDeployment: true,
  },
  "aws:cloudfront/function:Function": { publish: true },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { actionsEnabled: true },
  "aws:cloudwatch/eventRule:EventRule": { eventBusName: "default" },
  "aws:cloudwatch/eventTarget:EventTarget": { eventBusName: "default" },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": { distribution: "ByLogStream" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true, treatMissingData: "missing" },
  "aws:ec2/flowLog:FlowLog": { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
  "aws:ec2/instance:Instance": { sourceDestCheck: true },
  "aws:ec2/natGateway:NatGateway": { connectivityType: "public" },
  "aws:ec2/securityGroup:SecurityGroup": { description: "Managed by Pulumi" },
  "aws:ec2/vpc:Vpc": { enableDnsSupport: true, instanceTenancy: "default" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { vpcEndpointType: "Gateway" },
  "aws:ecr/repository:Repository": { imageTagMutability: "MUTABLE" },
  "aws:ecs/service:Service": {
    deploymentMaximumPercent: 200,
    deploymentMinimumHealthyPercent: 100,
    schedulingStrategy: "REPLICA",
  },
  "aws:elasticache/parameterGroup:ParameterGroup": { description: "Managed by Pulumi" },
  "aws:elasticache/replicationGroup:ReplicationGroup": { engine: "redis" },
  "aws:elasticache/subnetGroup:SubnetGroup": { description: "Managed by Pulumi" },
  "aws:iam/group:Group": { path: "/" },
  "aws:iam/instanceProfile:InstanceProfile": { path: "/" },
  "aws:iam/policy:Policy": { path: "/" },
  "aws:iam/role:Role": { maxSessionDuration: 3600, path: "/" },
  "aws:iam/user:User": { path: "/" },
  "aws:kms/key:Key": {
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { enabled: true },
  "aws:lambda/function:Function": {
    memorySize: 128,
    packageType: "Zip",
    reservedConcurrentExecutions: -1,
    timeout: 3,
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    enableHttp2: true,
    idleTimeout: 60,
    loadBalancerType: "application",
    xffHeaderProcessingMode: "append",
  },
  "aws:lb/targetGroup:TargetGroup": { deregistrationDelay: 300, targetType: "instance" },
  "aws:rds/cluster:Cluster": { engineMode: "provisioned" },
  "aws:rds/clusterInstance:ClusterInstance": { autoMinorVersionUpgrade: true },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": { description: "Managed by Pulumi" },
  "aws:rds/instance:Instance": { autoMinorVersionUpgrade: true, deleteAutomatedBackups: true },
  "aws:rds/optionGroup:OptionGroup": { optionGroupDescription: "Managed by Pulumi" },
  "aws:rds/parameterGroup:ParameterGroup": { description: "Managed by Pulumi" },
  "aws:rds/proxyEndpoint:ProxyEndpoint": { targetRole: "READ_WRITE" },
  "aws:rds/subnetGroup:SubnetGroup": { description: "Managed by Pulumi" },
  "aws:route53/zone:Zone": { comment: "Managed by Pulumi" },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": { objectLockEnabled: "Enabled" },
  "aws:scheduler/schedule:Schedule": { scheduleExpressionTimezone: "UTC", state: "ENABLED" },
  "aws:secretsmanager/secret:Secret": { recoveryWindowInDays: 30 },
  "aws:secretsmanager/secretRotation:SecretRotation": { rotateImmediately: true },
  "aws:sns/topicSubscription:TopicSubscription": { confirmationTimeoutInMinutes: 1 },
  "aws:sqs/queue:Queue": { messageRetentionSeconds: 345600, visibilityTimeoutSeconds: 30 },
};

/** What the provider fills in for inputs of this type that are left out. */
export const defaultsOf = (type: string): Properties => defaults[type] ?? {};
