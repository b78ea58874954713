import type { Value } from "../world/world.ts";
import type { Change, Refusal, Rule } from "./rule.ts";

/** The live resource of the same type that has the same value for each of the properties, if there is one. */
function twin({ type, id, inputs, region, world }: Change, properties: readonly string[]) {
  const isGlobal = inputs.region === undefined;
  return world
    .resources(type)
    .find(
      (other) =>
        other.id !== id &&
        (isGlobal || other.state.region === region) &&
        properties.every((property) => sameName(other.state[property], inputs[property])),
    );
}

const sameName = (a: Value | undefined, b: Value | undefined): boolean =>
  a !== undefined && b !== undefined && String(a).toLowerCase() === String(b).toLowerCase();

/** A rule for a name that may be there only once. */
function uniqueName(
  name: string,
  type: string,
  properties: readonly string[],
  source: string,
  refusal: (name: string, change: Change) => Refusal,
): Rule {
  return {
    name,
    source,
    applies: { types: [type], on: ["create"] },
    check: (change) =>
      twin(change, properties) ? refusal(String(change.inputs[properties[0] ?? ""]), change) : undefined,
  };
}

const elb = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const elbService = "Elastic Load Balancing v2";

export const nameRules: readonly Rule[] = [
  {
    name: "listener-priority-in-use",
    source: `${elb}/API_CreateRule.html`,
    applies: { types: ["aws:lb/listenerRule:ListenerRule"], on: ["create", "update"] },
    check: (change) =>
      twin(change, ["listenerArn", "priority"])
        ? {
            doing:
              change.action === "create"
                ? "creating ELBv2 Listener Rule"
                : `updating ELBv2 Listener Rule (${change.id})`,
            answer: {
              service: elbService,
              operation: change.action === "create" ? "CreateRule" : "SetRulePriorities",
              code: "PriorityInUse",
            },
            message: `Priority '${change.inputs.priority}' is currently in use`,
          }
        : undefined,
  },
  uniqueName(
    "load-balancer-name",
    "aws:lb/loadBalancer:LoadBalancer",
    ["name"],
    `${elb}/API_CreateLoadBalancer.html`,
    (name) => ({
      doing: `creating ELBv2 application Load Balancer (${name})`,
      answer: { service: elbService, operation: "CreateLoadBalancer", code: "DuplicateLoadBalancerName" },
      message: `A load balancer with the same name '${name}' exists, but with different settings`,
    }),
  ),
  uniqueName(
    "target-group-name",
    "aws:lb/targetGroup:TargetGroup",
    ["name"],
    `${elb}/API_CreateTargetGroup.html`,
    (name) => ({
      doing: `creating ELBv2 Target Group (${name})`,
      answer: { service: elbService, operation: "CreateTargetGroup", code: "DuplicateTargetGroupName" },
      message: `A target group with the same name '${name}' exists, but with different settings`,
    }),
  ),
  uniqueName(
    "ecs-service-name",
    "aws:ecs/service:Service",
    ["name", "cluster"],
    "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    (name) => ({
      doing: `creating ECS Service (${name})`,
      answer: { service: "ECS", operation: "CreateService", code: "InvalidParameterException" },
      message: "Creation of service was not idempotent.",
    }),
  ),
  uniqueName(
    "iam-role-name",
    "aws:iam/role:Role",
    ["name"],
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    (name) => ({
      doing: `creating IAM Role (${name})`,
      answer: { service: "IAM", operation: "CreateRole", status: 409, code: "EntityAlreadyExists" },
      message: `Role with name ${name} already exists.`,
    }),
  ),
  uniqueName(
    "log-group-name",
    "aws:cloudwatch/logGroup:LogGroup",
    ["name"],
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
    (name) => ({
      doing: `creating CloudWatch Logs Log Group (${name})`,
      answer: {
        service: "CloudWatch Logs",
        operation: "CreateLogGroup",
        code: "ResourceAlreadyExistsException",
      },
      message: "The specified log group already exists",
    }),
  ),
  uniqueName(
    "db-instance-identifier",
    "aws:rds/instance:Instance",
    ["identifier"],
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    (name) => ({
      doing: `creating RDS DB Instance (${name})`,
      answer: { service: "RDS", operation: "CreateDBInstance", code: "DBInstanceAlreadyExists" },
      message: "DB instance already exists",
    }),
  ),
  uniqueName(
    "replication-group-id",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    ["replicationGroupId"],
    "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
    (name) => ({
      doing: `creating ElastiCache Replication Group (${name})`,
      answer: {
        service: "ElastiCache",
        operation: "CreateReplicationGroup",
        code: "ReplicationGroupAlreadyExists",
      },
      message: `Replication group ${name} already exists.`,
    }),
  ),
  {
    name: "bucket-name",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html",
    applies: { types: ["aws:s3/bucket:Bucket"], on: ["create"] },
    // Names of buckets are unique across regions.
    check: ({ type, inputs, world }) =>
      world.resources(type).some((other) => sameName(other.id, inputs.bucket))
        ? {
            doing: `creating S3 Bucket (${inputs.bucket})`,
            answer: {
              service: "S3",
              operation: "CreateBucket",
              status: 409,
              code: "BucketAlreadyOwnedByYou",
            },
            message: "Your previous request to create the named bucket succeeded and you already own it.",
          }
        : undefined,
  },
  {
    name: "secret-name",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
    applies: { types: ["aws:secretsmanager/secret:Secret"], on: ["create"] },
    check: (change) => {
      const { inputs, region, world } = change;
      const doing = `creating Secrets Manager Secret (${inputs.name})`;
      if (twin(change, ["name"])) {
        return {
          doing,
          answer: { service: "Secrets Manager", operation: "CreateSecret", code: "ResourceExistsException" },
          message: `The operation failed because the secret ${inputs.name} already exists.`,
        };
      }
      const isDeleted = world
        .remains("secret")
        .some(({ state }) => sameName(state.name, inputs.name) && state.region === region);
      if (!isDeleted) return undefined;
      return {
        doing,
        answer: { service: "Secrets Manager", operation: "CreateSecret", code: "InvalidRequestException" },
        message:
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
      };
    },
  },
];
