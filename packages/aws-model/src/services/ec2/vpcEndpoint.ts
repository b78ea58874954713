import type { ResourceType } from "../../descriptor/resourceType.ts";
import { LOGS, PROVIDER, seconds } from "../../descriptor/times.ts";
import { perMonth, prices } from "../../facts/prices.ts";
import { texts } from "../../world/reading.ts";
import { withEc2Id } from "./recipes.ts";

export const VpcEndpoint: ResourceType = {
  recipe: withEc2Id("vpce", "vpc-endpoint", (making) => {
    const isGateway = making.text("vpcEndpointType") === "Gateway";
    const service = making.text("serviceName").split(".").pop() ?? "";
    const host = `${making.id}-${making.digits(8)}.${service}.${making.region}.vpce.amazonaws.com`;
    return {
      cidrBlocks: isGateway ? ["52.216.0.0/15"] : [],
      dnsEntries: isGateway ? [] : [{ dnsName: host, hostedZoneId: "Z7HUB22UULQXV" }],
      ipAddressType: "ipv4",
      networkInterfaceIds: isGateway ? [] : making.texts("subnetIds").map(() => making.ec2Id("eni")),
      policy:
        '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}',
      prefixListId: isGateway ? `pl-${making.digits(8)}` : "",
      privateDnsEnabled: false,
      securityGroupIds: [],
      serviceRegion: making.region,
      state: "available",
      subnetIds: [],
    };
  }),
  defaults: { vpcEndpointType: "Gateway" },
  keptBlocks: ["dnsOptions", "subnetConfigurations"],
  times: ({ vpcEndpointType }) =>
    vpcEndpointType === "Interface"
      ? {
          create: seconds(90, 45, 180),
          update: seconds(10),
          delete: seconds(60, 20, 180),
          source: "An estimate: one to three minutes are usual, and no log was found.",
        }
      : {
          create: seconds(6),
          update: seconds(6),
          delete: seconds(6),
          source: `${LOGS}: made in 6 s; the provider waits at least 5 s (${PROVIDER}/ec2/wait.go, WaitVPCEndpointAvailable).`,
        },
  price: ({ vpcEndpointType, subnetIds }) => {
    if (vpcEndpointType !== "Interface") return { parts: [] };
    const zones = texts(subnetIds).length;
    const usd = zones * perMonth(prices.interfaceEndpointHour.usd);
    return {
      parts: [{ what: `interface endpoint in ${zones} zones`, usd }],
      byUse: `${prices.interfaceEndpointGb.usd} USD a GB`,
    };
  },
  words: { thing: "EC2 VPC Endpoint", create: "CreateVpcEndpoint", remove: "DeleteVpcEndpoints" },
};
