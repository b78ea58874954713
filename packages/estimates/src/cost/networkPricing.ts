import { texts } from "@ublog/aws-model/src/world/reading.ts";
import { perMonth, prices } from "./prices.ts";
import type { Pricing } from "./pricing.ts";

/** Network and load balancer. */
export const networkPricing: Record<string, Pricing> = {
  "aws:ec2/natGateway:NatGateway": () => ({
    parts: [{ what: "NAT gateway", usd: perMonth(prices.natGatewayHour.usd) }],
    byUse: `${prices.natGatewayGb.usd} USD a GB`,
  }),
  "aws:ec2/eip:Eip": () => ({ parts: [publicAddresses(1)] }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcEndpointType, subnetIds }) => {
    if (vpcEndpointType !== "Interface") return { parts: [] };
    const zones = texts(subnetIds).length;
    const usd = zones * perMonth(prices.interfaceEndpointHour.usd);
    return {
      parts: [{ what: `interface endpoint in ${zones} zones`, usd }],
      byUse: `${prices.interfaceEndpointGb.usd} USD a GB`,
    };
  },
  "aws:lb/loadBalancer:LoadBalancer": ({ internal, subnets }) => ({
    parts: [
      { what: "load balancer", usd: perMonth(prices.loadBalancerHour.usd) },
      // It has at least one address in each zone.
      ...(internal === true ? [] : [publicAddresses(texts(subnets).length)]),
    ],
    byUse: `${prices.loadBalancerCapacityUnitHour.usd} USD an hour and capacity unit: 25 new connections a second, 1 GB an hour`,
  }),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": () => ({
    parts: [{ what: "private hosted zone", usd: prices.hostedZoneMonth.usd }],
  }),
};

/** Public IPv4 addresses, used or not. */
export function publicAddresses(count: number) {
  const what = count === 1 ? "public IPv4 address" : `${count} public IPv4 addresses`;
  return { what, usd: count * perMonth(prices.publicIpv4Hour.usd) };
}
