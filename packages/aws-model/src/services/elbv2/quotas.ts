import { account } from "../../facts/account.ts";
import { inRegion, type Quota, quotaRule } from "../../rules/quota.ts";
import type { Change, Refusal, Rule } from "../../rules/rule.ts";
import { record, records, text, texts } from "../../world/reading.ts";
import type { Properties, Value, World } from "../../world/world.ts";

const source =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html";

const listener = "aws:lb/listener:Listener";

const listenerRule = "aws:lb/listenerRule:ListenerRule";

const listenerCertificate = "aws:lb/listenerCertificate:ListenerCertificate";

/** `app/web/0123` of the ARN of a load balancer, a listener or a rule. */
const balancerOf = (arn: unknown): string =>
  /:(?:loadbalancer|listener|listener-rule)\/([^/]+\/[^/]+\/[^/]+)/.exec(String(arn))?.[1] ?? "";

const onBalancer = (world: World, type: string, property: string, balancer: string) =>
  world.resources(type).filter(({ state }) => balancerOf(state[property]) === balancer);

const balancerArn = ({ region, inputs }: Change): string =>
  text(inputs.loadBalancerArn) ||
  `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${balancerOf(inputs.listenerArn)}`;

/** The target groups that actions lead to. */
export const targetGroupsOf = (actions: Value | undefined): string[] =>
  records(actions).flatMap((action) => [
    ...[text(action.targetGroupArn)].filter((arn) => arn !== ""),
    ...records(record(action.forward).targetGroups).map(({ arn }) => text(arn)),
  ]);

/** How many values the conditions of a rule have together. */
const conditionValues = (conditions: Value | undefined): number =>
  records(conditions)
    .flatMap((condition) => Object.values(condition))
    .flatMap((one) => {
      const { values, regexValues } = record(one);
      return Array.isArray(one) ? one : [...texts(values), ...texts(regexValues)];
    }).length;

/** How many `*` and `?` the conditions of a rule have together. */
const wildcards = (conditions: Value | undefined): number =>
  records(conditions)
    .flatMap(({ hostHeader, httpHeader, pathPattern, queryStrings }) => [
      ...[hostHeader, httpHeader, pathPattern].flatMap((one) => texts(record(one).values)),
      ...records(queryStrings).flatMap(({ key, value }) => [text(key), text(value)]),
    ])
    .join("")
    .replaceAll(/[^*?]/g, "").length;

const elb = (change: Change, thing: string, operation: string, code: string, message: string): Refusal => ({
  doing: change.action === "create" ? `creating ELBv2 ${thing}` : modifying(change),
  answer: { service: "Elastic Load Balancing v2", operation, code },
  message,
});

/** What the provider calls an update, in its own uneven way. */
const modifying = ({ type, id }: Change): string =>
  type === listenerRule ? "modifying LB Listener Rule" : `modifying ELBv2 Listener (${id})`;

/** What the actions of a listener or a rule lead to. */
const targetGroupsIn = ({ actions, defaultActions }: Properties): string[] => [
  ...targetGroupsOf(actions),
  ...targetGroupsOf(defaultActions),
];

/** The load balancer of a listener or a rule. */
const balancerIn = ({ listenerArn, loadBalancerArn }: Properties): string =>
  balancerOf(listenerArn ?? loadBalancerArn);

/** The first target group of a change that another load balancer has. */
function sharedTargetGroup({ inputs, world }: Change): string | undefined {
  const wanted = targetGroupsIn(inputs);
  if (wanted.length === 0) return undefined;
  const taken = [listener, listenerRule]
    .flatMap((type) => world.resources(type))
    .filter(({ state }) => balancerIn(state) !== balancerIn(inputs))
    .flatMap(({ state }) => targetGroupsIn(state));
  return wanted.find((arn) => taken.includes(arn));
}

/** All but the numbers of condition values and wildcards can be raised on request. */
/** What AWS answers to a rule that is made or changed. */
const refusedRule =
  (code: string, message: string) =>
  (change: Change): Refusal =>
    elb(change, "Listener Rule", change.action === "create" ? "CreateRule" : "ModifyRule", code, message);

/** How much of something the conditions of a rule may have together. */
const conditionQuota = (
  what: string,
  limit: number,
  counted: (conditions: Value | undefined) => number,
): Quota => ({
  name: `quota-condition-${what}-of-rule`,
  source,
  limit,
  types: [listenerRule],
  on: ["create", "update"],
  count: ({ inputs }) => counted(inputs.conditions),
  refusal: refusedRule("ValidationError", `A rule can only have '${limit}' condition ${what}`),
});

const quotas: readonly Quota[] = [
  {
    name: "quota-rules-of-load-balancer",
    source,
    limit: 100,
    types: [listenerRule],
    count: ({ inputs, world }) =>
      onBalancer(world, listenerRule, "listenerArn", balancerOf(inputs.listenerArn)).length + 1,
    refusal: (change) =>
      elb(
        change,
        "Listener Rule",
        "CreateRule",
        "TooManyRules",
        `The maximum number of rules on load balancer ${balancerArn(change)} has been reached`,
      ),
  },
  conditionQuota("values", 5, conditionValues),
  conditionQuota("wildcards", 6, wildcards),
  {
    name: "quota-target-groups-of-load-balancer",
    source,
    limit: 100,
    types: [listenerRule],
    on: ["create", "update"],
    count: ({ id, inputs, world }) => {
      const balancer = balancerOf(inputs.listenerArn);
      const others = onBalancer(world, listenerRule, "listenerArn", balancer).filter(
        (rule) => rule.id !== id,
      );
      const listeners = onBalancer(world, listener, "loadBalancerArn", balancer);
      return new Set([
        ...targetGroupsOf(inputs.actions),
        ...others.flatMap(({ state }) => targetGroupsOf(state.actions)),
        ...listeners.flatMap(({ state }) => targetGroupsOf(state.defaultActions)),
      ]).size;
    },
    refusal: refusedRule(
      "TooManyUniqueTargetGroupsPerLoadBalancer",
      "You've reached the limit on the number of unique target groups per load balancer across all listeners. If a target group is used by multiple actions for a load balancer, it is counted as only one use.",
    ),
  },
  {
    name: "quota-load-balancers-of-target-group",
    source,
    limit: 1,
    types: [listener, listenerRule],
    on: ["create", "update"],
    count: (change) => (sharedTargetGroup(change) === undefined ? 1 : 2),
    refusal: (change) => {
      const isRule = change.type === listenerRule;
      return elb(
        change,
        isRule ? "Listener Rule" : `Listener (${change.inputs.loadBalancerArn})`,
        `${change.action === "create" ? "Create" : "Modify"}${isRule ? "Rule" : "Listener"}`,
        "TargetGroupAssociationLimit",
        `The following target groups cannot be associated with more than one load balancer: ${sharedTargetGroup(change)}`,
      );
    },
  },
  {
    name: "quota-certificates-of-load-balancer",
    source,
    // Default certificates of listeners don't count.
    limit: 25,
    types: [listenerCertificate],
    count: ({ inputs, world }) =>
      onBalancer(world, listenerCertificate, "listenerArn", balancerOf(inputs.listenerArn)).length + 1,
    refusal: (change) =>
      elb(
        change,
        "Listener Certificate",
        "AddListenerCertificates",
        "TooManyCertificates",
        `The maximum number of certificates on load balancer ${balancerArn(change)} has been reached`,
      ),
  },
  {
    name: "quota-listeners-of-load-balancer",
    source,
    limit: 50,
    types: [listener],
    count: ({ inputs, world }) =>
      onBalancer(world, listener, "loadBalancerArn", balancerOf(inputs.loadBalancerArn)).length + 1,
    refusal: (change) =>
      elb(
        change,
        `Listener (${change.inputs.loadBalancerArn})`,
        "CreateListener",
        "TooManyListeners",
        `The maximum number of listeners on load balancer ${balancerArn(change)} has been reached`,
      ),
  },
  {
    name: "quota-load-balancers",
    source,
    limit: 50,
    types: ["aws:lb/loadBalancer:LoadBalancer"],
    // Each kind of load balancers has a quota of its own.
    count: (change) =>
      inRegion(change, ({ loadBalancerType }) => loadBalancerType === change.inputs.loadBalancerType),
    refusal: (change) =>
      elb(
        change,
        `${change.inputs.loadBalancerType} Load Balancer (${change.inputs.name})`,
        "CreateLoadBalancer",
        "TooManyLoadBalancers",
        "The maximum number of load balancers has been reached",
      ),
  },
];

/** How many there may be. */
export const quotaRules: readonly Rule[] = quotas.map(quotaRule);
