import { publicAddresses } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { LOGS, seconds } from "../../descriptor/times.ts";
import { publicAddress, publicIp } from "./recipes.ts";

export const Eip: ResourceType = {
  recipe: {
    id: (making) => making.ec2Id("eipalloc"),
    filled: (making) => {
      return {
        allocationId: making.id,
        arn: making.arn("ec2", `elastic-ip/${making.id}`),
        domain: "vpc",
        networkBorderGroup: making.region,
        ...publicAddress(publicIp(making), making.region),
        publicIpv4Pool: "amazon",
      };
    },
  },
  times: {
    create: seconds(1),
    update: seconds(1),
    delete: seconds(2),
    source: `${LOGS}: made in 1 s, released in 1 to 2 s.`,
  },
  price: () => ({ parts: [publicAddresses(1)] }),
  words: { thing: "EC2 EIP", create: "AllocateAddress", remove: "ReleaseAddress" },
};
