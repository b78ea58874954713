import { FREE, publicAddresses } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { Service } from "../../descriptor/service.ts";
import { LOGS, ONE_CALL, seconds } from "../../descriptor/times.ts";
import { perMonth, prices } from "../../facts/prices.ts";
import { hostedZone } from "../../facts/regions.ts";
import { texts } from "../../world/reading.ts";
import type { Properties } from "../../world/world.ts";
import { vpcOf } from "../ec2/vpcOf.ts";
import { accessLogRules } from "./accessLogs.ts";
import { certificateRules } from "./certificates.ts";
import { inputRules } from "./inputs.ts";
import { quotaRules } from "./quotas.ts";
import { rules } from "./rules.ts";
import { loadBalancingRules } from "./standing.ts";
import { targetGroupRules } from "./targetGroups.ts";

function loadBalancerId(making: Making): string {
  const kind = kinds[making.text("loadBalancerType")] ?? "app";
  return making.arn(
    "elasticloadbalancing",
    `loadbalancer/${kind}/${making.text("name")}/${making.digits(16)}`,
  );
}

const kinds: Record<string, string> = {
  application: "app",
  gateway: "gwy",
  network: "net",
};

/** What follows `loadbalancer/`, `listener/` … in an ARN of Elastic Load Balancing. */
const tail = (arn: string, kind: string): string => arn.split(`:${kind}/`)[1] ?? "";

function dnsName(making: Making): string {
  const kind = making.text("loadBalancerType");
  const prefix = making.inputs.internal === true ? "internal-" : "";
  const number = Number.parseInt(making.digits(8), 16);
  return kind === "network"
    ? `${making.text("name")}-${making.digits(16)}.elb.${making.region}.amazonaws.com`
    : `${prefix}${making.text("name")}-${number}.${making.region}.elb.amazonaws.com`;
}

const suffix = (arn: string): string => arn.split(":").pop() ?? "";

const redirect: Properties = {
  host: "#{host}",
  path: "/#{path}",
  port: "#{port}",
  protocol: "#{protocol}",
  query: "#{query}",
};

/** A rule without a priority gets the one after the last. */
function nextPriority(making: Making): number {
  const priorities = making.world
    .resources("aws:lb/listenerRule:ListenerRule")
    .filter(({ state }) => state.listenerArn === making.inputs.listenerArn)
    .map(({ state }) => Number(state.priority));
  return Math.max(0, ...priorities) + 1;
}

/** Load balancers, listeners and target groups. */
export const elbv2: Service = {
  name: "Elastic Load Balancing v2",
  types: {
    "aws:lb/loadBalancer:LoadBalancer": {
      recipe: {
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
      defaults: {
        clientKeepAlive: 3600,
        desyncMitigationMode: "defensive",
        dnsRecordClientRoutingPolicy: "any_availability_zone",
        enableHttp2: true,
        idleTimeout: 60,
        loadBalancerType: "application",
        xffHeaderProcessingMode: "append",
      },
      keptBlocks: ["accessLogs", "connectionLogs", "subnetMappings"],
      blockSwitches: { accessLogs: "enabled", connectionLogs: "enabled" },
      times: {
        create: seconds(148, 90, 200),
        update: seconds(5),
        delete: seconds(60, 10, 153),
        source: `${LOGS}: made in 2m1s to 3m7s (seven logs, 2m28s in the middle), deleted in 2m33s in one; the typical deletion is an estimate.`,
      },
      price: ({ internal, subnets }) => ({
        parts: [
          { what: "load balancer", usd: perMonth(prices.loadBalancerHour.usd) },
          // It has at least one address in each zone.
          ...(internal === true ? [] : [publicAddresses(texts(subnets).length)]),
        ],
        byUse: `${prices.loadBalancerCapacityUnitHour.usd} USD an hour and capacity unit: 25 new connections a second, 1 GB an hour`,
      }),
    },
    "aws:lb/targetGroup:TargetGroup": {
      recipe: {
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
      autoname: { property: "name", maxLength: 32 },
      defaults: { deregistrationDelay: 300, targetType: "instance" },
      nestedDefaults: {
        healthCheck: {
          enabled: true,
          healthyThreshold: 3,
          interval: 30,
          port: "traffic-port",
          protocol: "HTTP",
          unhealthyThreshold: 3,
        },
        stickiness: { cookieDuration: 86400, enabled: true },
      },
      keptBlocks: ["healthCheck", "stickiness", "targetFailovers", "targetGroupHealth", "targetHealthStates"],
      times: ONE_CALL,
      price: FREE,
    },
    "aws:lb/listener:Listener": {
      recipe: {
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
      nestedDefaults: { "defaultActions.redirect": redirect },
      keptBlocks: ["mutualAuthentication"],
      times: ONE_CALL,
      price: FREE,
    },
    "aws:lb/listenerRule:ListenerRule": {
      recipe: {
        id: (making) =>
          making.arn(
            "elasticloadbalancing",
            `listener-rule/${tail(making.text("listenerArn"), "listener")}/${making.digits(16)}`,
          ),
        filled: (making) => ({ arn: making.id, priority: nextPriority(making) }),
      },
      nestedDefaults: { "actions.redirect": redirect },
      times: ONE_CALL,
      price: FREE,
      words: { create: "CreateRule", remove: "DeleteRule" },
    },
    "aws:lb/listenerCertificate:ListenerCertificate": {
      recipe: {
        id: ({ text }) => `${text("listenerArn")}_${text("certificateArn")}`,
      },
      times: ONE_CALL,
      price: FREE,
      words: { create: "AddListenerCertificates", remove: "RemoveListenerCertificates" },
    },
  },
  rules: {
    preview: { inputs: inputRules },
    change: {
      rules,
      certificates: certificateRules,
      accessLogs: accessLogRules,
      targetGroups: targetGroupRules,
      quotas: quotaRules,
    },
    rest: { standing: loadBalancingRules },
  },
};
