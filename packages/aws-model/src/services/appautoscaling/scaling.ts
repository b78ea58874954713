import { account } from "../../facts/account.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import type { Properties } from "../../world/world.ts";

const reference = "https://docs.aws.amazon.com/autoscaling/application/APIReference";

const types = {
  target: "aws:appautoscaling/target:Target",
  policy: "aws:appautoscaling/policy:Policy",
  action: "aws:appautoscaling/scheduledAction:ScheduledAction",
  service: "aws:ecs/service:Service",
};

function targetRefusal({ action, inputs }: Change, message: string): Refusal {
  return {
    doing: `${action === "create" ? "creating" : "updating"} Application AutoScaling Target (${inputs.resourceId})`,
    answer: {
      service: "Application Auto Scaling",
      operation: "RegisterScalableTarget",
      code: "ValidationException",
    },
    message,
  };
}

/** What Application Auto Scaling refuses. */
export const scalingRules: readonly Rule[] = [
  {
    name: "scaled-service-exists",
    source: `${reference}/API_RegisterScalableTarget.html`,
    applies: { types: [types.target], on: ["create", "update"] },
    check: (change) => {
      const { serviceNamespace, resourceId } = change.inputs;
      if (serviceNamespace !== "ecs") return undefined;
      const arn = `arn:aws:ecs:${change.region}:${account}:${resourceId}`;
      return change.world.get(types.service, arn)
        ? undefined
        : targetRefusal(change, `ECS service doesn't exist: ${resourceId}`);
    },
  },
  {
    name: "scaling-range",
    source: `${reference}/API_RegisterScalableTarget.html`,
    applies: { types: [types.target], on: ["create", "update"] },
    check: (change) =>
      Number(change.inputs.maxCapacity) < Number(change.inputs.minCapacity)
        ? targetRefusal(change, "Maximum capacity cannot be less than minimum capacity")
        : undefined,
  },
  registered(
    "scaling-policy-target",
    types.policy,
    "PutScalingPolicy",
    ({ name }) => `Scaling Policy (${name})`,
  ),
  registered(
    "scheduled-action-target",
    types.action,
    "PutScheduledAction",
    ({ name, serviceNamespace, resourceId }) =>
      `Scheduled Action (${name}-${serviceNamespace}-${resourceId})`,
  ),
];

/** Policies and scheduled actions of services are about a registered target. */
function registered(
  name: string,
  type: string,
  operation: string,
  thing: (inputs: Properties) => string,
): Rule {
  return {
    name,
    source: `${reference}/API_${operation}.html`,
    applies: { types: [type], on: ["create", "update"] },
    check: ({ inputs, region, world }) => {
      if (inputs.serviceNamespace !== "ecs") return undefined;
      const targets = world.resources(types.target).filter(({ state }) => state.region === region);
      if (targets.some(({ state }) => isSameTarget(state, inputs))) return undefined;
      const { serviceNamespace, resourceId, scalableDimension } = inputs;
      return {
        doing: `putting Application Auto Scaling ${thing(inputs)}`,
        answer: { service: "Application Auto Scaling", operation, code: "ObjectNotFoundException" },
        message: `No scalable target registered for service namespace: ${serviceNamespace}, resource ID: ${resourceId}, scalable dimension: ${scalableDimension}`,
      };
    },
  };
}

const isSameTarget = (target: Properties, given: Properties): boolean =>
  ["serviceNamespace", "resourceId", "scalableDimension"].every((key) => target[key] === given[key]);
