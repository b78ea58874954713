import { isObject } from "../world/reading.ts";
import type { Value } from "../world/world.ts";

/**
 * Nested blocks that stay as they are when a program leaves them out: AWS fills them in, or the provider takes no notice.
 * The provider's protocol can't say so of blocks, and so the schema data does not.
 */
const blocks: Record<string, readonly string[]> = {
  "aws:acm/certificate:Certificate": ["options"],
  "aws:appautoscaling/target:Target": ["suspendedState"],
  "aws:dynamodb/table:Table": [
    "attributes",
    "globalTableWitness",
    "pointInTimeRecovery",
    "serverSideEncryption",
    "ttl",
    "warmThroughput",
  ],
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
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["dnsOptions", "subnetConfigurations"],
  "aws:ecs/cluster:Cluster": ["settings"],
  "aws:ecs/service:Service": ["deploymentCircuitBreaker", "deploymentConfiguration", "deploymentController"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["nodeGroupConfigurations"],
  "aws:lb/listener:Listener": ["mutualAuthentication"],
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
  "aws:secretsmanager/secret:Secret": ["replicas"],
  "aws:sesv2/emailIdentity:EmailIdentity": ["dkimSigningAttributes"],
};

/** Of these, the ones with a switch in them: taken out while it is on, they are turned off. */
const switches: Record<string, Record<string, string>> = {
  "aws:ecs/service:Service": { deploymentCircuitBreaker: "enable" },
  "aws:lb/loadBalancer:LoadBalancer": { accessLogs: "enabled", connectionLogs: "enabled" },
};

/** True for a block that stays `old` when the program leaves it out. */
export function isKeptBlock(type: string, property: string, old: Value | undefined): boolean {
  if (!blocks[type]?.includes(property)) return false;
  const name = switches[type]?.[property];
  return name === undefined || !isObject(old) || old[name] !== true;
}
