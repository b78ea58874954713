import type { ResourceType } from "../../descriptor/resourceType.ts";
import { LOGS, seconds } from "../../descriptor/times.ts";
import { perMonth, prices } from "../../facts/prices.ts";
import { privateIp, withoutArn } from "./recipes.ts";

export const NatGateway: ResourceType = {
  recipe: withoutArn(
    (making) => making.ec2Id("nat"),
    (making) => {
      const address = making.find("aws:ec2/eip:Eip", "allocationId", making.inputs.allocationId);
      return {
        associationId: making.inputs.allocationId ? making.ec2Id("eipassoc") : "",
        networkInterfaceId: making.ec2Id("eni"),
        privateIp: privateIp(making),
        publicIp: address?.publicIp ?? "",
      };
    },
  ),
  defaults: { connectivityType: "public" },
  times: {
    create: seconds(110, 84, 125),
    update: seconds(1),
    delete: seconds(61, 53, 62),
    source: `${LOGS}: made in 1m24s to 2m5s (eighteen logs), deleted in 53 s to 1m2s (six).`,
  },
  price: () => ({
    parts: [{ what: "NAT gateway", usd: perMonth(prices.natGatewayHour.usd) }],
    byUse: `${prices.natGatewayGb.usd} USD a GB`,
  }),
  words: { thing: "EC2 NAT Gateway" },
};
