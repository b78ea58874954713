import type { Properties } from "../world/world.ts";

/**
 * Values that the provider itself fills in for inputs left out. They are part of the checked inputs, unlike those of
 * AWS, which appear in the state only. Defaults that mean nothing (false, 0, an empty text) are not listed.
 */
const defaults: Record<string, Properties> = {
  "aws:appautoscaling/policy:Policy": { policyType: "StepScaling" },
  "aws:appautoscaling/scheduledAction:ScheduledAction": { timezone: "UTC" },
  "aws:cloudfront/distribution:Distribution": {
    httpVersion: "http2",
    priceClass: "PriceClass_All",
    waitForDeployment: true,
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": { description: "Managed by Terraform" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true, treatMissingData: "missing" },
  "aws:dynamodb/table:Table": { billingMode: "PROVISIONED", tableClass: "STANDARD" },
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
  "aws:elasticache/subnetGroup:SubnetGroup": { description: "Managed by Pulumi" },
  "aws:iam/policy:Policy": { path: "/" },
  "aws:iam/role:Role": { maxSessionDuration: 3600, path: "/" },
  "aws:kms/key:Key": {
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    clientKeepAlive: 3600,
    desyncMitigationMode: "defensive",
    dnsRecordClientRoutingPolicy: "any_availability_zone",
    enableHttp2: true,
    idleTimeout: 60,
    loadBalancerType: "application",
    xffHeaderProcessingMode: "append",
  },
  "aws:lb/targetGroup:TargetGroup": { deregistrationDelay: 300, targetType: "instance" },
  "aws:rds/instance:Instance": { autoMinorVersionUpgrade: true, deleteAutomatedBackups: true },
  "aws:rds/parameterGroup:ParameterGroup": { description: "Managed by Pulumi" },
  "aws:rds/subnetGroup:SubnetGroup": { description: "Managed by Pulumi" },
  "aws:scheduler/schedule:Schedule": { scheduleExpressionTimezone: "UTC", state: "ENABLED" },
  "aws:secretsmanager/secret:Secret": { recoveryWindowInDays: 30 },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    behaviorOnMxFailure: "USE_DEFAULT_VALUE",
  },
  "aws:sns/topicSubscription:TopicSubscription": { confirmationTimeoutInMinutes: 1 },
};

/** What the provider fills in for inputs of this type that are left out. */
export const defaultsOf = (type: string): Properties => defaults[type] ?? {};
