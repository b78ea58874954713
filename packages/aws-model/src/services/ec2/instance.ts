import type { Condition } from "../../descriptor/change.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { zonesOf } from "../../facts/regions.ts";
import { privateIp, publicAddress, publicIp } from "./recipes.ts";

const userData: Condition = ({ inputs }) => inputs.userDataReplaceOnChange === true;

export const Instance: ResourceType = {
  recipe: {
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
  defaults: { sourceDestCheck: true },
  keptBlocks: [
    "capacityReservationSpecification",
    "cpuOptions",
    "ebsBlockDevices",
    "enclaveOptions",
    "ephemeralBlockDevices",
    "maintenanceOptions",
    "metadataOptions",
    "networkInterfaces",
    "privateDnsNameOptions",
    "rootBlockDevice",
  ],
  replacesIf: {
    enablePrimaryIpv6: ({ old }) => old === true,
    userData,
    userDataBase64: userData,
  },
};
