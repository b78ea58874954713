import { FREE } from "../../descriptor/price.ts";
import type { Making } from "../../descriptor/recipe.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { LOGS, seconds } from "../../descriptor/times.ts";
import type { Properties } from "../../world/world.ts";
import { withEc2Id } from "./recipes.ts";

/** The block of IPv6 addresses that Amazon gives to a VPC. */
const amazonBlock = ({ ec2Id, digits, region }: Making): Properties => ({
  ipv6AssociationId: ec2Id("vpc-cidr-assoc"),
  ipv6CidrBlock: `2600:1f18:${digits(3)}:${digits(2)}00::/56`,
  ipv6CidrBlockNetworkBorderGroup: region,
});

export const Vpc: ResourceType = {
  recipe: {
    ...withEc2Id("vpc", "vpc", (making) => {
      const routeTable = making.ec2Id("rtb");
      return {
        cidrBlock: "10.0.0.0/16",
        enableDnsHostnames: false,
        ...(making.inputs.assignGeneratedIpv6CidrBlock === true
          ? amazonBlock(making)
          : { ipv6CidrBlock: "" }),
        defaultNetworkAclId: making.ec2Id("acl"),
        defaultRouteTableId: routeTable,
        defaultSecurityGroupId: making.ec2Id("sg"),
        dhcpOptionsId: making.ec2Id("dopt"),
        isDefault: false,
        mainRouteTableId: routeTable,
      };
    }),
    updated: (making): Properties => {
      if (!making.changed.has("assignGeneratedIpv6CidrBlock")) return {};
      return making.inputs.assignGeneratedIpv6CidrBlock === true
        ? amazonBlock(making)
        : { ipv6AssociationId: "", ipv6CidrBlock: "", ipv6CidrBlockNetworkBorderGroup: "" };
    },
    unsettled: { assignGeneratedIpv6CidrBlock: ["ipv6AssociationId", "ipv6CidrBlock"] },
  },
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  replacesIf: {
    instanceTenancy: ({ old, after }) => !(old === "dedicated" && after === "default"),
  },
  times: {
    create: seconds(12, 2, 12),
    update: seconds(2),
    delete: seconds(1),
    source: `${LOGS}: 2 s and 12 s with DNS host names on, which are turned on after the VPC is there; deleted in 1 s (four logs).`,
  },
  price: FREE,
  words: { thing: "EC2 VPC" },
};
