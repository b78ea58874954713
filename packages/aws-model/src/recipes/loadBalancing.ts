import { hostedZone } from "../facts/regions.ts";
import type { Properties } from "../world/world.ts";
import { vpcOf } from "./network.ts";
import type { Making, Recipes } from "./recipe.ts";

const kinds: Record<string, string> = {
  application: "app",
  gateway: "gwy",
  network: "net",
};

/** What follows `loadbalancer/`, `listener/` … in an ARN of Elastic Load Balancing. */
const tail = (arn: string, kind: string): string => arn.split(`:${kind}/`)[1] ?? "";

const suffix = (arn: string): string => arn.split(":").pop() ?? "";

function loadBalancerId(making: Making): string {
  const kind = kinds[making.text("loadBalancerType")] ?? "app";
  return making.arn(
    "elasticloadbalancing",
    `loadbalancer/${kind}/${making.text("name")}/${making.digits(16)}`,
  );
}

function dnsName(making: Making): string {
  const kind = making.text("loadBalancerType");
  const prefix = making.inputs.internal === true ? "internal-" : "";
  const number = Number.parseInt(making.digits(8), 16);
  return kind === "network"
    ? `${making.text("name")}-${making.digits(16)}.elb.${making.region}.amazonaws.com`
    : `${prefix}${making.text("name")}-${number}.${making.region}.elb.amazonaws.com`;
}

export const loadBalancing: Recipes = {
  "aws:lb/loadBalancer:LoadBalancer": {
    id: loadBalancerId,
    filled: (making) => ({
      arn: making.id,
      arnSuffix: tail(making.id, "loadbalancer"),
      dnsName: dnsName(making),
      ipAddressType: "ipv4",
      vpcId: vpcOf(making, "subnets"),
      zoneId: hostedZone("elb", making.region),
    }),
    remains: ({ state }) => ({ kind: "host", id: String(state.dnsName).toLowerCase(), state: {} }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    id: (making) =>
      making.arn("elasticloadbalancing", `targetgroup/${making.text("name")}/${making.digits(16)}`),
    filled: (making) => ({
      arn: making.id,
      arnSuffix: suffix(making.id),
      ipAddressType: "ipv4",
      loadBalancingAlgorithmType: "round_robin",
      loadBalancingAnomalyMitigation: "off",
      loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
      protocolVersion: "HTTP1",
    }),
  },
  "aws:lb/listener:Listener": {
    id: (making) =>
      making.arn(
        "elasticloadbalancing",
        `listener/${tail(making.text("loadBalancerArn"), "loadbalancer")}/${making.digits(16)}`,
      ),
    filled: (making): Properties => {
      const isSecure = making.inputs.certificateArn !== undefined;
      const protocol = making.text("protocol", isSecure ? "HTTPS" : "HTTP");
      return {
        arn: making.id,
        protocol,
        ...(protocol === "HTTPS" || protocol === "TLS"
          ? { sslPolicy: "ELBSecurityPolicy-2016-08" }
          : { sslPolicy: "" }),
        ...(protocol.startsWith("HTTP") ? { routingHttpResponseServerEnabled: true } : {}),
      };
    },
  },
  "aws:lb/listenerRule:ListenerRule": {
    id: (making) =>
      making.arn(
        "elasticloadbalancing",
        `listener-rule/${tail(making.text("listenerArn"), "listener")}/${making.digits(16)}`,
      ),
    filled: (making) => ({ arn: making.id, priority: nextPriority(making) }),
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    id: ({ text }) => `${text("listenerArn")}_${text("certificateArn")}`,
  },
};

/** A rule without a priority gets the one after the last. */
function nextPriority(making: Making): number {
  const priorities = making.world
    .resources("aws:lb/listenerRule:ListenerRule")
    .filter(({ state }) => state.listenerArn === making.inputs.listenerArn)
    .map(({ state }) => Number(state.priority));
  return Math.max(0, ...priorities) + 1;
}
