/**
 * Nested blocks that stay as they are when a program leaves them out: AWS fills them in, or the provider takes no notice.
 * The provider's protocol can't say so of blocks, and so the schema data does not.
 */
const blocks: Record<string, readonly string[]> = {
  "aws:ec2/instance:Instance": [
    "capacityReservationSpecification",
    "cpuOptions",
    "ebsBlockDevices",
    "enclaveOptions",
    "ephemeralBlockDevices",
    "maintenanceOptions",
    "metadataOptions",
    "networkInterfaces",
    "privateDnsNameOptions",
    "rootBlockDevice",
  ],
  "aws:ecs/cluster:Cluster": ["settings"],
  "aws:ecs/service:Service": ["deploymentCircuitBreaker", "deploymentConfiguration", "deploymentController"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["nodeGroupConfigurations"],
  "aws:lambda/function:Function": ["ephemeralStorage", "loggingConfig", "tracingConfig"],
  "aws:lb/loadBalancer:LoadBalancer": ["accessLogs", "connectionLogs", "subnetMappings"],
  "aws:lb/targetGroup:TargetGroup": [
    "healthCheck",
    "stickiness",
    "targetFailovers",
    "targetGroupHealth",
    "targetHealthStates",
  ],
  "aws:s3/bucket:Bucket": [
    "corsRules",
    "grants",
    "lifecycleRules",
    "logging",
    "objectLockConfiguration",
    "replicationConfiguration",
    "serverSideEncryptionConfiguration",
    "versioning",
    "website",
  ],
  "aws:sesv2/emailIdentity:EmailIdentity": ["dkimSigningAttributes"],
};

export const isKeptBlock = (type: string, property: string): boolean =>
  blocks[type]?.includes(property) ?? false;
