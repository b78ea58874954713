import { networkOf, subnetOf } from "../../network/network.ts";
import { type Deletion, inUseRule, isThere } from "../../rules/inUse.ts";
import type { Change, Rule } from "../../rules/rule.ts";
import { twin } from "../../rules/twin.ts";
import { records, text, texts } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import { withoutGateway, zonesOf } from "../ec2/gateways.ts";
import { targetGroupsOf } from "./quotas.ts";

const reference = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";

/** The provider itself checks whether the name is taken: AWS would return the existing one. */
function lookedUp(name: string, thing: string, type: string, operation: string): Rule {
  return {
    name,
    source: `${reference}/API_${operation}.html`,
    applies: { types: [type], on: ["create"] },
    check: (change) =>
      twin(change, ["name"])
        ? { message: `ELBv2 ${thing} (${change.inputs.name}) already exists` }
        : undefined,
  };
}

const elb =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";

const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";

const balancerSubnets = ({ subnets, subnetMappings }: Properties): string[] => [
  ...texts(subnets),
  ...records(subnetMappings).map(({ subnetId }) => text(subnetId)),
];

const isApplication = ({ inputs }: Change): boolean =>
  (inputs.loadBalancerType ?? "application") === "application";

function refusedBalancer(
  { action, id, inputs }: Change,
  code: string,
  message: string,
  part: "subnets" | "security groups" = "subnets",
) {
  const service = "Elastic Load Balancing v2";
  return action === "create"
    ? {
        doing: `creating ELBv2 ${inputs.loadBalancerType ?? "application"} Load Balancer (${inputs.name})`,
        answer: { service, operation: "CreateLoadBalancer", code },
        message,
      }
    : {
        doing: `setting ELBv2 Load Balancer (${id}) ${part}`,
        answer: { service, operation: part === "subnets" ? "SetSubnets" : "SetSecurityGroups", code },
        message,
      };
}

const deletions: readonly Deletion[] = [
  {
    name: "target-group-in-use",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
    type: "aws:lb/targetGroup:TargetGroup",
    usedBy: ({ id, world }) =>
      isThere({ world }, "aws:lb/listener:Listener", ({ state }) =>
        targetGroupsOf(state.defaultActions).includes(id ?? ""),
      ) ||
      isThere({ world }, "aws:lb/listenerRule:ListenerRule", ({ state }) =>
        targetGroupsOf(state.actions).includes(id ?? ""),
      ),
    refusal: ({ id }) => ({
      doing: `deleting ELBv2 Target Group (${id})`,
      answer: {
        service: "Elastic Load Balancing v2",
        operation: "DeleteTargetGroup",
        code: "ResourceInUse",
      },
      message: `Target group '${id}' is currently in use by a listener or a rule`,
    }),
  },
];

/** What AWS refuses when one is made, changed or deleted. */
export const rules: readonly Rule[] = [
  lookedUp("load-balancer-name", "Load Balancer", "aws:lb/loadBalancer:LoadBalancer", "CreateLoadBalancer"),
  lookedUp("target-group-name", "Target Group", "aws:lb/targetGroup:TargetGroup", "CreateTargetGroup"),
  {
    name: "listener-priority-in-use",
    source: `${reference}/API_CreateRule.html`,
    applies: { types: ["aws:lb/listenerRule:ListenerRule"], on: ["create", "update"] },
    check: (change) => {
      if (!twin(change, ["listenerArn", "priority"])) return undefined;
      const isNew = change.action === "create";
      return {
        doing: isNew
          ? "creating ELBv2 Listener Rule"
          : `updating ELB v2 Listener Rule (${change.id}): setting priority`,
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
    name: "listener-port-in-use",
    source: `${reference}/API_CreateListener.html`,
    applies: { types: ["aws:lb/listener:Listener"], on: ["create", "update"] },
    check: (change) => {
      if (!twin(change, ["loadBalancerArn", "port"])) return undefined;
      const isNew = change.action === "create";
      return {
        doing: isNew
          ? `creating ELBv2 Listener (${change.inputs.loadBalancerArn})`
          : `modifying ELBv2 Listener (${change.id})`,
        answer: {
          service: "Elastic Load Balancing v2",
          operation: isNew ? "CreateListener" : "ModifyListener",
          code: "DuplicateListener",
        },
        message: `A listener already exists on this port for this load balancer '${change.inputs.loadBalancerArn}'`,
      };
    },
  },
  {
    name: "load-balancer-two-zones",
    source: `${elb}#availability-zones`,
    applies: { types: [loadBalancer], on: ["create", "update"] },
    check: (change) => {
      const zones = zonesOf(change.world, balancerSubnets(change.inputs));
      if (!isApplication(change) || !zones || new Set(zones).size > 1) return undefined;
      return refusedBalancer(
        change,
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
      );
    },
  },
  {
    name: "load-balancer-one-subnet-a-zone",
    source: `${elb}#availability-zones`,
    applies: { types: [loadBalancer], on: ["create", "update"] },
    check: (change) => {
      const zones = zonesOf(change.world, balancerSubnets(change.inputs));
      if (!zones || new Set(zones).size === zones.length) return undefined;
      return refusedBalancer(
        change,
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
      );
    },
  },
  {
    name: "load-balancer-security-groups",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    applies: { types: [loadBalancer], on: ["create", "update"] },
    check: (change) => {
      const { inputs, world } = change;
      const home = subnetOf(networkOf(world), balancerSubnets(inputs)[0] ?? "")?.vpcId;
      const groups = texts(inputs.securityGroups).flatMap(
        (id) => world.get("aws:ec2/securityGroup:SecurityGroup", id) ?? [],
      );
      if (home === undefined || groups.every(({ state }) => state.vpcId === home)) return undefined;
      return refusedBalancer(
        change,
        "InvalidConfigurationRequest",
        "One or more security groups are invalid",
        "security groups",
      );
    },
  },
  {
    name: "load-balancer-internet-gateway",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    applies: { types: [loadBalancer], on: ["create"] },
    check: (change) => {
      const { inputs, world } = change;
      if (inputs.internal === true) return undefined;
      const vpc = withoutGateway(networkOf(world), balancerSubnets(inputs)[0]);
      return vpc && refusedBalancer(change, "InvalidSubnet", `VPC ${vpc.id} has no internet gateway`);
    },
  },
  {
    name: "load-balancer-deletion-protection",
    source:
      "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html",
    applies: { types: ["aws:lb/loadBalancer:LoadBalancer"], on: ["delete"] },
    check: ({ id, state }) =>
      state.enableDeletionProtection === true
        ? {
            doing: `deleting ELBv2 Load Balancer (${id})`,
            answer: {
              service: "Elastic Load Balancing v2",
              operation: "DeleteLoadBalancer",
              code: "OperationNotPermitted",
            },
            message: `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
          }
        : undefined,
  },
  ...deletions.map(inUseRule),
];
