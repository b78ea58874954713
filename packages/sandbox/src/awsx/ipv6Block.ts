import { isIPv6 } from "node:net";

/** The `index`-th /64 of a VPC's /56 block, as awsx numbers its subnets. */
export function ipv6SubnetBlock(vpcBlock: string, index: number): string {
  const [address = "", mask] = vpcBlock.split("/");
  const groups = address.split(":");
  if (!isIPv6(address) || mask !== "56" || !groups[3]) {
    throw new Error(
      `awsx makes IPv6 subnets only of a /56 block with four written groups, such as "2600:1f18:12:ab00::/56"; the VPC has "${vpcBlock}".`,
    );
  }
  if (index > 255) throw new Error("A /56 block has room for 256 IPv6 subnets, and there are more.");
  const fourth = (Number.parseInt(groups[3], 16) & 0xff00) | index;
  return `${groups.slice(0, 3).join(":")}:${fourth.toString(16)}::/64`;
}
