import type { InputRule } from "../../rules/inputRule.ts";
import { asInputRule, type InputShape } from "../../rules/inputShape.ts";
import { arn, choice, setting } from "../../rules/inputs.ts";
import { atMost, unless, when, within } from "../../rules/shapes.ts";

const api = "https://docs.aws.amazon.com";

const loadBalancing = `${api}/elasticloadbalancing/latest/APIReference`;

const targetGroup = "aws:lb/targetGroup:TargetGroup";

const healthChecks = `${api}/elasticloadbalancing/latest/application/target-group-health-checks.html`;

const shapes: readonly InputShape[] = [
  {
    name: "load-balancer-name-shape",
    type: "aws:lb/loadBalancer:LoadBalancer",
    property: "name",
    shapes: [
      atMost(32, "%q cannot be longer than 32 characters: %v"),
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q: %v"),
      when(/^-/, "%q cannot begin with a hyphen: %v"),
      when(/-$/, "%q cannot end with a hyphen: %v"),
      when(/^internal-/, '%q cannot begin with "internal-": %v'),
    ],
    source: `${loadBalancing}/API_CreateLoadBalancer.html`,
  },
  {
    name: "target-group-name-shape",
    type: "aws:lb/targetGroup:TargetGroup",
    property: "name",
    shapes: [
      atMost(32, "%q cannot be longer than 32 characters"),
      unless(/^[0-9A-Za-z-]+$/, "only alphanumeric characters and hyphens allowed in %q"),
      when(/^-/, "%q cannot begin with a hyphen"),
      when(/-$/, "%q cannot end with a hyphen"),
    ],
    source: `${loadBalancing}/API_CreateTargetGroup.html`,
  },
  setting(
    "health-check-path",
    targetGroup,
    "healthCheck.path",
    (value, field) =>
      value.startsWith("/") ? undefined : `expected ${field} to have prefix /, got ${value}`,
    healthChecks,
  ),
  setting("health-check-interval", targetGroup, "healthCheck.interval", within(5, 300), healthChecks),
  setting("health-check-timeout", targetGroup, "healthCheck.timeout", within(2, 120), healthChecks),
  ...["healthyThreshold", "unhealthyThreshold"].map((threshold) =>
    setting(
      `health-check-${threshold === "healthyThreshold" ? "healthy" : "unhealthy"}-threshold`,
      targetGroup,
      `healthCheck.${threshold}`,
      within(2, 10),
      healthChecks,
    ),
  ),
  setting(
    "load-balancer-idle-timeout",
    "aws:lb/loadBalancer:LoadBalancer",
    "idleTimeout",
    within(1, 4000),
    `${api}/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html`,
  ),
  setting(
    "listener-rule-priority",
    "aws:lb/listenerRule:ListenerRule",
    "priority",
    (value, field) =>
      (Number(value) >= 1 && Number(value) <= 50_000) || value === "99999"
        ? undefined
        : `"${field}" must be in the range 1-50000 for normal rule or 99999 for the default rule`,
    `${api}/elasticloadbalancing/latest/APIReference/API_CreateRule.html`,
  ),
  choice(
    "load-balancer-type",
    "aws:lb/loadBalancer:LoadBalancer",
    "loadBalancerType",
    "elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer",
    ["application", "network", "gateway"],
  ),
  choice(
    "target-type",
    "aws:lb/targetGroup:TargetGroup",
    "targetType",
    "elasticloadbalancing/latest/APIReference/API_CreateTargetGroup",
    ["instance", "ip", "lambda", "alb"],
  ),
  arn("listener-certificate-arn", "aws:lb/listener:Listener", "certificateArn"),
];

/** What the provider itself refuses in a preview. */
export const inputRules: readonly InputRule[] = shapes.map(asInputRule);
