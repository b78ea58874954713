import { awsError } from "@ublog/aws-model/src/shared/awsError.ts";
import { type Action, attempts } from "./fault.ts";

/** A resource that is being changed. */
interface Subject {
  action: Action;
  type: string;
  /** Its id, or the name that it is to have. */
  id: string;
}

/** Services as the SDK spells them, by the module of their types. */
const services: Record<string, string> = {
  acm: "ACM",
  alb: "Elastic Load Balancing v2",
  appautoscaling: "Application Auto Scaling",
  cloudfront: "CloudFront",
  cloudwatch: "CloudWatch",
  dynamodb: "DynamoDB",
  ec2: "EC2",
  ecr: "ECR",
  ecs: "ECS",
  elasticache: "ElastiCache",
  iam: "IAM",
  kms: "KMS",
  lb: "Elastic Load Balancing v2",
  rds: "RDS",
  route53: "Route 53",
  s3: "S3",
  secretsmanager: "Secrets Manager",
  sns: "SNS",
  sqs: "SQS",
  ssm: "SSM",
  vpc: "EC2",
};

/** What the provider calls a resource, where that isn't its service and the words of its type. */
const things: Record<string, string> = {
  "aws:ec2/eip:Eip": "EC2 EIP",
  "aws:ec2/vpc:Vpc": "EC2 VPC",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "EC2 VPC Endpoint",
  "aws:ec2/natGateway:NatGateway": "EC2 NAT Gateway",
  "aws:rds/instance:Instance": "RDS DB Instance",
  "aws:rds/parameterGroup:ParameterGroup": "RDS DB Parameter Group",
  "aws:rds/subnetGroup:SubnetGroup": "RDS DB Subnet Group",
};

/** Operations that aren't `CreateThing`, `ModifyThing` or `DeleteThing`: for a creation, and for a deletion. */
const operations: Record<string, readonly [create: string, remove: string]> = {
  "aws:acm/certificate:Certificate": ["RequestCertificate", "DeleteCertificate"],
  "aws:acm/certificateValidation:CertificateValidation": ["DescribeCertificate", "DescribeCertificate"],
  "aws:ec2/eip:Eip": ["AllocateAddress", "ReleaseAddress"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["AssociateRouteTable", "DisassociateRouteTable"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["CreateVpcEndpoint", "DeleteVpcEndpoints"],
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": [
    "PutClusterCapacityProviders",
    "PutClusterCapacityProviders",
  ],
  "aws:ecs/taskDefinition:TaskDefinition": ["RegisterTaskDefinition", "DeregisterTaskDefinition"],
  "aws:elasticache/subnetGroup:SubnetGroup": ["CreateCacheSubnetGroup", "DeleteCacheSubnetGroup"],
  "aws:iam/rolePolicy:RolePolicy": ["PutRolePolicy", "DeleteRolePolicy"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["AttachRolePolicy", "DetachRolePolicy"],
  "aws:lb/listenerRule:ListenerRule": ["CreateRule", "DeleteRule"],
  "aws:rds/instance:Instance": ["CreateDBInstance", "DeleteDBInstance"],
  "aws:rds/parameterGroup:ParameterGroup": ["CreateDBParameterGroup", "DeleteDBParameterGroup"],
  "aws:rds/subnetGroup:SubnetGroup": ["CreateDBSubnetGroup", "DeleteDBSubnetGroup"],
  "aws:route53/record:Record": ["ChangeResourceRecordSets", "ChangeResourceRecordSets"],
  "aws:secretsmanager/secretVersion:SecretVersion": ["PutSecretValue", "UpdateSecretVersionStage"],
  "aws:ssm/parameter:Parameter": ["PutParameter", "DeleteParameter"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [
    "AuthorizeSecurityGroupEgress",
    "RevokeSecurityGroupEgress",
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    "AuthorizeSecurityGroupIngress",
    "RevokeSecurityGroupIngress",
  ],
};

const doings: Record<Action, string> = { create: "creating", update: "updating", delete: "deleting" };

/** AWS's own failure: nothing was done. */
export function failed(subject: Subject): string {
  return `${doing(subject)}: ${awsError({
    ...call(subject),
    status: 500,
    code: "InternalFailure",
    message: "The request processing has failed because of an unknown error, exception or failure.",
  })}`;
}

/** What the SDK says when it has tried often enough. */
export function throttled(subject: Subject): string {
  const { service, operation } = call(subject);
  return `${doing(subject)}: operation error ${service}: ${operation}, exceeded maximum number of attempts, ${attempts}, https response error StatusCode: 400, ThrottlingException: Rate exceeded`;
}

/** Done, or on its way, but the provider couldn't wait for the end of it. */
export const timedOut = (subject: Subject): string =>
  `waiting for ${thing(subject)} ${subject.action}: timeout while waiting for ${
    subject.action === "delete" ? "resource to be gone" : "state to become ready"
  }`;

/** The run was stopped while the provider waited for AWS. */
export const canceled = (subject: Subject): string => `${doing(subject)}: context canceled`;

const doing = (subject: Subject): string => `${doings[subject.action]} ${thing(subject)}`;

function thing({ type, id }: Subject): string {
  const words = kindOf(type).replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2");
  const service = serviceOf(type).replace("Elastic Load Balancing v2", "ELBv2");
  return `${things[type] ?? `${service} ${words}`} (${id})`;
}

function call({ action, type }: Subject): { service: string; operation: string } {
  const service = serviceOf(type);
  const [create, remove] = operations[type] ?? [undefined, undefined];
  if (action === "create") return { service, operation: create ?? `Create${kindOf(type)}` };
  if (action === "delete") return { service, operation: remove ?? `Delete${kindOf(type)}` };
  return { service, operation: `Modify${kindOf(type)}` };
}

const kindOf = (type: string): string => type.split(":").at(-1) ?? type;

function serviceOf(type: string): string {
  const module = type.split(":")[1]?.split("/")[0] ?? "";
  return services[module] ?? module;
}
