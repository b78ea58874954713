import { account } from "../facts/account.ts";
import { clusterName } from "../services/ecs/clusterName.ts";
import { nameInZone } from "../world/dnsNames.ts";
import { record, text } from "../world/reading.ts";
import type { Properties } from "../world/world.ts";
import { isSame, isSameIgnoringCase, twin } from "./names/twin.ts";
import type { Rule } from "./rule.ts";

const secretsManager = { service: "Secrets Manager", operation: "CreateSecret" };

const route53 = "https://docs.aws.amazon.com/Route53/latest/APIReference";

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
    source: `${elb}/API_CreateListener.html`,
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
  {
    name: "discovery-service-name",
    source: "https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateService.html",
    applies: { types: ["aws:servicediscovery/service:Service"], on: ["create"] },
    check: ({ type, inputs, world }) =>
      world
        .resources(type)
        .some(
          ({ state }) =>
            isSameIgnoringCase(state.name, inputs.name) && namespaceOf(state) === namespaceOf(inputs),
        )
        ? {
            doing: `creating Service Discovery Service (${inputs.name})`,
            answer: {
              service: "ServiceDiscovery",
              operation: "CreateService",
              code: "ServiceAlreadyExists",
            },
            message: "Service already exists.",
          }
        : undefined,
  },
  {
    name: "record-exists",
    source: `${route53}/API_ChangeResourceRecordSets.html`,
    applies: { types: ["aws:route53/record:Record"], on: ["create"] },
    check: ({ type, inputs, world }) => {
      if (inputs.allowOverwrite === true) return undefined;
      const zone = world.get("aws:route53/zone:Zone", text(inputs.zoneId));
      const name = nameInZone(text(inputs.name), text(zone?.state.name));
      const kind = text(inputs.type);
      // Every zone starts with these two.
      const isZonesOwn = zone !== undefined && name === zone.state.name && (kind === "NS" || kind === "SOA");
      const isThere = world
        .resources(type)
        .some(
          ({ state }) =>
            state.zoneId === inputs.zoneId &&
            state.fqdn === name &&
            state.type === kind &&
            text(state.setIdentifier) === text(inputs.setIdentifier),
        );
      if (!isThere && !isZonesOwn) return undefined;
      return {
        doing: "creating Route53 Record",
        answer: {
          service: "Route 53",
          operation: "ChangeResourceRecordSets",
          code: "InvalidChangeBatch",
        },
        message: `[Tried to create resource record set [name='${name}.', type='${kind}'] but it already exists]`,
      };
    },
  },
];

const namespaceOf = ({ namespaceId, dnsConfig }: Properties): string =>
  text(namespaceId) || text(record(dnsConfig).namespaceId);
