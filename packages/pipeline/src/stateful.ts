import type { Change, Preview } from "./preview.ts";

/** Resources that hold data, or an identity that others outside the stack rely on, and what goes with them. */
export const STATEFUL: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "a database",
  "aws:rds/cluster:Cluster": "a database",
  "aws:elasticache/replicationGroup:ReplicationGroup": "a cache",
  "aws:elasticache/cluster:Cluster": "a cache",
  "aws:elasticache/serverlessCache:ServerlessCache": "a cache",
  "aws:s3/bucket:Bucket": "a bucket",
  "aws:s3/bucketV2:BucketV2": "a bucket",
  "aws:dynamodb/table:Table": "a table",
  "aws:efs/fileSystem:FileSystem": "a file system",
  "aws:ecr/repository:Repository": "an image repository",
  "aws:secretsmanager/secret:Secret": "a secret",
  "aws:kms/key:Key": "an encryption key",
  "aws:ec2/vpc:Vpc": "a network",
  "aws:ec2/subnet:Subnet": "a subnet, with everything in it",
  "aws:route53/zone:Zone": "a DNS zone",
  "aws:lb/loadBalancer:LoadBalancer": "a load balancer, and the DNS name it has",
};

/** The changes that lose something which can't be made again, by URN: the engine's own order isn't always the same. */
export function lossesOf(preview: Preview): Change[] {
  return preview.changes
    .filter(({ action, type }) => (action === "replace" || action === "delete") && type in STATEFUL)
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
