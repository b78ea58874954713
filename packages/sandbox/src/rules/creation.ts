import { account } from "../provider/config.ts";
import { clusterName } from "../recipes/containers.ts";
import { isSame, twin } from "./names.ts";
import type { Rule } from "./rule.ts";

const secretsManager = { service: "Secrets Manager", operation: "CreateSecret" };

const elb = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";

/** The provider itself looks whether the name is taken: AWS would hand out the one that is there. */
function lookedUp(name: string, thing: string, type: string, operation: string): Rule {
  return {
    name,
    source: `${elb}/API_${operation}.html`,
    applies: { types: [type], on: ["create"] },
    check: (change) =>
      twin(change, ["name"])
        ? { message: `ELBv2 ${thing} (${change.inputs.name}) already exists` }
        : undefined,
  };
}

/** What may be there once, but not simply by name in a region. */
export const creationRules: readonly Rule[] = [
  lookedUp("load-balancer-name", "Load Balancer", "aws:lb/loadBalancer:LoadBalancer", "CreateLoadBalancer"),
  lookedUp("target-group-name", "Target Group", "aws:lb/targetGroup:TargetGroup", "CreateTargetGroup"),
  {
    name: "listener-priority-in-use",
    source: `${elb}/API_CreateRule.html`,
    applies: { types: ["aws:lb/listenerRule:ListenerRule"], on: ["create", "update"] },
    check: (change) => {
      if (!twin(change, ["listenerArn", "priority"])) return undefined;
      const isNew = change.action === "create";
      return {
        doing: isNew ? "creating ELBv2 Listener Rule" : `updating ELBv2 Listener Rule (${change.id})`,
        answer: {
          service: "Elastic Load Balancing v2",
          operation: isNew ? "CreateRule" : "SetRulePriorities",
          code: "PriorityInUse",
        },
        message: `Priority '${change.inputs.priority}' is currently in use`,
      };
    },
  },
  {
    name: "ecs-service-name",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
    applies: { types: ["aws:ecs/service:Service"], on: ["create"] },
    check: ({ type, inputs, region, world }) => {
      const cluster = clusterName(String(inputs.cluster ?? ""));
      const id = `arn:aws:ecs:${region}:${account}:service/${cluster}/${inputs.name}`;
      if (!world.get(type, id)) return undefined;
      return {
        doing: `creating ECS Service (${inputs.name})`,
        answer: { service: "ECS", operation: "CreateService", code: "InvalidParameterException" },
        message: "Creation of service was not idempotent.",
      };
    },
  },
  {
    name: "bucket-name",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html",
    applies: { types: ["aws:s3/bucket:Bucket"], on: ["create"] },
    // Names of buckets are unique across regions.
    check: ({ type, inputs, world }) => {
      if (!world.resources(type).some((other) => isSame(other.id, inputs.bucket))) return undefined;
      return {
        doing: `creating S3 Bucket (${inputs.bucket})`,
        answer: { service: "S3", operation: "CreateBucket", status: 409, code: "BucketAlreadyOwnedByYou" },
        message: "Your previous request to create the named bucket succeeded and you already own it.",
      };
    },
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
          answer: { ...secretsManager, code: "ResourceExistsException" },
          message: `The operation failed because the secret ${inputs.name} already exists.`,
        };
      }
      const isDeleted = world
        .remains("secret")
        .some(({ state }) => isSame(state.name, inputs.name) && state.region === region);
      if (!isDeleted) return undefined;
      return {
        doing,
        answer: { ...secretsManager, code: "InvalidRequestException" },
        message:
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
      };
    },
  },
];
