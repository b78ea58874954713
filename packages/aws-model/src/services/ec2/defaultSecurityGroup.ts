import { FREE } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { ONE_CALL } from "../../descriptor/times.ts";

export const DefaultSecurityGroup: ResourceType = {
  recipe: {
    id: (making) => {
      const vpc = making.find("aws:ec2/vpc:Vpc", "id", making.inputs.vpcId);
      const id = vpc?.defaultSecurityGroupId;
      return typeof id === "string" ? id : making.ec2Id("sg");
    },
    filled: (making) => ({
      arn: making.arn("ec2", `security-group/${making.id}`),
      description: "default VPC security group",
      egress: [],
      ingress: [],
      name: "default",
      ownerId: making.account,
    }),
  },
  times: ONE_CALL,
  price: FREE,
};
