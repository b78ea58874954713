import { FREE } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { LOGS, PROVIDER, seconds } from "../../descriptor/times.ts";
import { zonesOf } from "../../facts/regions.ts";
import type { Properties } from "../../world/world.ts";
import { withEc2Id } from "./recipes.ts";

const zoneId = (zone: string): string =>
  zonesOf(zone.slice(0, -1)).find(({ name }) => name === zone)?.id ?? "";

export const Subnet: ResourceType = {
  recipe: {
    ...withEc2Id("subnet", "subnet", (making) => {
      const zones = zonesOf(making.region);
      const byId = zones.find(({ id }) => id === making.inputs.availabilityZoneId);
      const zone = making.text("availabilityZone", byId?.name ?? zones[0]?.name);
      return {
        availabilityZone: zone,
        availabilityZoneId: zoneId(zone),
        ipv6CidrBlockAssociationId: making.inputs.ipv6CidrBlock ? making.ec2Id("subnet-cidr-assoc") : "",
        privateDnsHostnameTypeOnLaunch: "ip-name",
      };
    }),
    // Any update removes an IPv6 block that the program no longer gives.
    updated: ({ inputs, changed, ec2Id }): Properties =>
      inputs.ipv6CidrBlock === undefined
        ? { ipv6CidrBlock: "", ipv6CidrBlockAssociationId: "" }
        : changed.has("ipv6CidrBlock")
          ? { ipv6CidrBlockAssociationId: ec2Id("subnet-cidr-assoc") }
          : {},
  },
  // A subnet that gives out IPv6 addresses can't have another block.
  replacesIf: { ipv6CidrBlock: ({ state }) => state.assignIpv6AddressOnCreation === true },
  times: ({ mapPublicIpOnLaunch }) => ({
    create: seconds(mapPublicIpOnLaunch === true ? 11 : 1),
    update: seconds(11),
    delete: seconds(1),
    source: `${LOGS}: 1 s, and 11 s with public addresses: the provider turns them on afterwards and waits 10 s (${PROVIDER}/ec2/wait.go, WaitSubnetMapPublicIPOnLaunchUpdated).`,
  }),
  price: FREE,
};
