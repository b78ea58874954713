import { FREE } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { protocol } from "../../descriptor/spelling.ts";
import { LOGS, seconds } from "../../descriptor/times.ts";
import { withEc2Id } from "./recipes.ts";

export const SecurityGroup: ResourceType = {
  recipe: withEc2Id("sg", "security-group", ({ inputs, ec2Id }) => ({
    egress: [],
    ingress: [],
    ...(inputs.vpcId === undefined && { vpcId: ec2Id("vpc") }),
  })),
  defaults: { description: "Managed by Pulumi" },
  writtenAs: { "ingress.protocol": protocol, "egress.protocol": protocol },
  times: {
    create: seconds(2, 2, 3),
    update: seconds(1),
    delete: seconds(1, 1, 120),
    source: `${LOGS}: made in 2 to 3 s, deleted in 1 s once no network interface uses it any more; those of a load balancer can linger for a minute or two.`,
  },
  words: { thing: "Security Group" },
  price: FREE,
};
