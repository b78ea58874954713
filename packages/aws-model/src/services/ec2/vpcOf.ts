import type { Making } from "../../descriptor/recipe.ts";

/** The VPC of the subnet, or of the first subnet, that an input names. */
export const vpcOf = (making: Making, input: string): string => {
  const subnet = making.find("aws:ec2/subnet:Subnet", "id", making.texts(input)[0] ?? making.text(input));
  return typeof subnet?.vpcId === "string" ? subnet.vpcId : "";
};
