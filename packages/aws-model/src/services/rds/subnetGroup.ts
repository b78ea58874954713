import { byName } from "../../descriptor/named.ts";
import { FREE } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { LOGS, seconds } from "../../descriptor/times.ts";
import { vpcOf } from "../ec2/vpcOf.ts";

export const SubnetGroup: ResourceType = {
  recipe: byName(
    "name",
    ({ arn, id }) => arn("rds", `subgrp:${id}`),
    (making) => ({
      supportedNetworkTypes: ["IPV4"],
      vpcId: vpcOf(making, "subnetIds"),
    }),
  ),
  defaults: { description: "Managed by Pulumi" },
  times: {
    create: seconds(2),
    update: seconds(1),
    delete: seconds(1),
    source: `${LOGS}: made in 2 s.`,
  },
  price: FREE,
  words: { thing: "RDS DB Subnet Group", create: "CreateDBSubnetGroup", remove: "DeleteDBSubnetGroup" },
};
