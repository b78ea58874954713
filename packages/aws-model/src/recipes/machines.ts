import { zonesOf } from "../facts/regions.ts";
import { ec2, privateIp, publicAddress, publicIp } from "./ec2.ts";
import type { Recipes } from "./recipe.ts";

/** Single machines, such as bastion hosts and NAT instances. */
export const machines: Recipes = {
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", "network-interface", (making) => {
    const ip = privateIp(making);
    return {
      interfaceType: "interface",
      macAddress: `02:${making.digits(10).replace(/..(?!$)/g, "$&:")}`,
      privateDnsName: `ip-${ip.replaceAll(".", "-")}.ec2.internal`,
      privateIp: ip,
      privateIps: [ip],
    };
  }),
  "aws:ec2/instance:Instance": {
    id: (making) => making.ec2Id("i"),
    filled: (making) => {
      const ip = privateIp(making);
      const { inputs, region, world } = making;
      const subnet = world.get("aws:ec2/subnet:Subnet", making.text("subnetId"));
      const isPublic = inputs.associatePublicIpAddress ?? subnet?.state.mapPublicIpOnLaunch === true;
      return {
        arn: making.arn("ec2", `instance/${making.id}`),
        availabilityZone: subnet?.state.availabilityZone ?? zonesOf(region)[0]?.name ?? "",
        instanceState: "running",
        primaryNetworkInterfaceId: making.ec2Id("eni"),
        privateDns: `ip-${ip.replaceAll(".", "-")}.ec2.internal`,
        privateIp: ip,
        ...(isPublic === true ? publicAddress(publicIp(making), region) : { publicDns: "", publicIp: "" }),
        subnetId: subnet?.id ?? "",
        tenancy: "default",
        vpcSecurityGroupIds: [],
      };
    },
  },
};
