import { awsError } from "../provider/awsError.ts";
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

interface Waiter {
  /** The state waited for after a creation, the one on the way, and how long the provider waits. */
  created: readonly [wanted: string, last: string, timeout: string];
  /** The same after a change, where it differs. */
  updated?: readonly [wanted: string, last: string, timeout: string];
  /** The same after a deletion; the wanted state is that it is gone. */
  deleted: readonly [wanted: string, last: string, timeout: string];
}

/** What the provider waits for, with its default timeouts: terraform-provider-aws, internal/service. */
const waiters: Record<string, Waiter> = {
  "aws:acm/certificateValidation:CertificateValidation": {
    created: ["ISSUED", "PENDING_VALIDATION", "1h15m0s"],
    deleted: ["", "ISSUED", "1h15m0s"],
  },
  "aws:cloudfront/distribution:Distribution": {
    created: ["Deployed", "InProgress", "1h30m0s"],
    deleted: ["", "Deployed", "1h30m0s"],
  },
  "aws:dynamodb/table:Table": {
    created: ["ACTIVE", "CREATING", "30m0s"],
    updated: ["ACTIVE", "UPDATING", "1h0m0s"],
    deleted: ["", "DELETING", "10m0s"],
  },
  "aws:ec2/natGateway:NatGateway": {
    created: ["available", "pending", "10m0s"],
    deleted: ["", "deleting", "30m0s"],
  },
  "aws:ec2/subnet:Subnet": {
    created: ["available", "pending", "10m0s"],
    deleted: ["", "available", "20m0s"],
  },
  "aws:ec2/vpc:Vpc": { created: ["available", "pending", "5m0s"], deleted: ["", "available", "5m0s"] },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    created: ["available", "pending", "10m0s"],
    deleted: ["", "deleting", "10m0s"],
  },
  "aws:ecs/cluster:Cluster": {
    created: ["ACTIVE", "PROVISIONING", "10m0s"],
    deleted: ["", "DEPROVISIONING", "10m0s"],
  },
  "aws:ecs/service:Service": {
    created: ["ACTIVE", "PENDING", "20m0s"],
    deleted: ["INACTIVE", "DRAINING", "20m0s"],
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    created: ["available", "creating", "1h0m0s"],
    updated: ["available", "modifying", "40m0s"],
    deleted: ["", "deleting", "45m0s"],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    created: ["active", "provisioning", "10m0s"],
    deleted: ["", "active", "10m0s"],
  },
  "aws:rds/instance:Instance": {
    created: ["available", "creating", "40m0s"],
    updated: ["available", "modifying", "1h20m0s"],
    deleted: ["", "deleting", "1h0m0s"],
  },
  "aws:route53/record:Record": {
    created: ["INSYNC", "PENDING", "30m0s"],
    deleted: ["INSYNC", "PENDING", "30m0s"],
  },
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
export function timedOut(subject: Subject): string {
  const waiter = waiters[subject.type];
  if (waiter === undefined) {
    if (subject.action === "delete") return `${doing(subject)}: ${lost(call(subject))}`;
    const { service } = call(subject);
    return `reading ${thing(subject)}: ${lost({ service, operation: `Get${kindOf(subject.type)}` })}`;
  }
  const { created, updated = created, deleted } = waiter;
  const [wanted, last, timeout] = { create: created, update: updated, delete: deleted }[subject.action];
  const until =
    wanted === "" ? "while waiting for resource to be gone" : `while waiting for state to become '${wanted}'`;
  return `waiting for ${thing(subject)} ${subject.action}: timeout ${until} (last state: '${last}', timeout: ${timeout})`;
}

/** The run was stopped while the provider waited for AWS. */
export const canceled = (subject: Subject): string => `${doing(subject)}: context canceled`;

const doing = (subject: Subject): string => `${doings[subject.action]} ${thing(subject)}`;

const lost = ({ service, operation }: { service: string; operation: string }): string =>
  `operation error ${service}: ${operation}, exceeded maximum number of attempts, ${attempts}, https response error StatusCode: 0, RequestID: , request send failed: context deadline exceeded`;

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
