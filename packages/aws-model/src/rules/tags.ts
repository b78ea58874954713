import { record, text } from "../world/reading.ts";
import type { Rule } from "./rule.ts";

const source = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html";

/** What makes things of a type, for messages: how the provider calls one, the service, and the operation. */
type Maker = readonly [thing: string, service: string, operation: string];

const ec2 = (thing: string, operation: string): Maker => [thing, "EC2", operation];

const makers: Record<string, Maker> = {
  "aws:acm/certificate:Certificate": ["ACM Certificate", "ACM", "RequestCertificate"],
  "aws:cloudfront/distribution:Distribution": [
    "CloudFront Distribution",
    "CloudFront",
    "CreateDistributionWithTags",
  ],
  "aws:cloudwatch/logGroup:LogGroup": ["CloudWatch Logs Log Group", "CloudWatch Logs", "CreateLogGroup"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["CloudWatch Metric Alarm", "CloudWatch", "PutMetricAlarm"],
  "aws:dynamodb/table:Table": ["AWS DynamoDB Table", "DynamoDB", "CreateTable"],
  "aws:ec2/eip:Eip": ec2("EC2 EIP", "AllocateAddress"),
  "aws:ec2/natGateway:NatGateway": ec2("EC2 NAT Gateway", "CreateNatGateway"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("Security Group", "CreateSecurityGroup"),
  "aws:ec2/subnet:Subnet": ec2("EC2 Subnet", "CreateSubnet"),
  "aws:ec2/vpc:Vpc": ec2("EC2 VPC", "CreateVpc"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("EC2 VPC Endpoint", "CreateVpcEndpoint"),
  "aws:ecr/repository:Repository": ["ECR Repository", "ECR", "CreateRepository"],
  "aws:ecs/cluster:Cluster": ["ECS Cluster", "ECS", "CreateCluster"],
  "aws:ecs/service:Service": ["ECS Service", "ECS", "CreateService"],
  "aws:ecs/taskDefinition:TaskDefinition": ["ECS Task Definition", "ECS", "RegisterTaskDefinition"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    "ElastiCache Replication Group",
    "ElastiCache",
    "CreateReplicationGroup",
  ],
  "aws:iam/role:Role": ["IAM Role", "IAM", "CreateRole"],
  "aws:lb/loadBalancer:LoadBalancer": [
    "ELBv2 Load Balancer",
    "Elastic Load Balancing v2",
    "CreateLoadBalancer",
  ],
  "aws:lb/targetGroup:TargetGroup": ["ELBv2 Target Group", "Elastic Load Balancing v2", "CreateTargetGroup"],
  "aws:rds/instance:Instance": ["RDS DB Instance", "RDS", "CreateDBInstance"],
  "aws:s3/bucket:Bucket": ["S3 Bucket", "S3", "CreateBucket"],
  "aws:secretsmanager/secret:Secret": ["Secrets Manager Secret", "Secrets Manager", "CreateSecret"],
  "aws:sns/topic:Topic": ["SNS Topic", "SNS", "CreateTopic"],
  "aws:ssm/parameter:Parameter": ["SSM Parameter", "SSM", "PutParameter"],
};

const problemOf = (tags: Record<string, unknown>): string | undefined => {
  const entries = Object.entries(tags);
  if (entries.length > 50) return "Member must have length less than or equal to 50";
  const lengths = (least: number, most: number) =>
    `[Member must have length less than or equal to ${most}, Member must have length greater than or equal to ${least}]`;
  if (entries.some(([key]) => key.length < 1 || key.length > 128)) {
    return `Map keys must satisfy constraint: ${lengths(1, 128)}`;
  }
  if (entries.some(([, value]) => text(value as string).length > 256)) {
    return `Map value must satisfy constraint: ${lengths(0, 256)}`;
  }
  return undefined;
};

/** How many tags, and how long. Keys that begin with `aws:` are not looked at: the provider leaves them out. */
export const tagRules: readonly Rule[] = [
  {
    name: "tags",
    source,
    applies: { types: Object.keys(makers), on: ["create"] },
    check: ({ type, inputs }) => {
      const [thing, service, operation] = makers[type] ?? [];
      const problem = problemOf(record(inputs.tagsAll));
      if (problem === undefined || !thing || !service || !operation) return undefined;
      const name = text(inputs.name) || text(inputs.identifier) || text(inputs.bucket);
      return {
        doing: `creating ${thing}${name === "" ? "" : ` (${name})`}`,
        answer: { service, operation, code: "ValidationException" },
        message: `1 validation error detected: Value at 'tags' failed to satisfy constraint: ${problem}`,
      };
    },
  },
];
