import { crc32 } from "node:zlib";
import { FREE } from "../../descriptor/price.ts";
import type { ResourceType } from "../../descriptor/resourceType.ts";
import { ONE_CALL } from "../../descriptor/times.ts";
import { withoutArn } from "./recipes.ts";

export const Route: ResourceType = {
  recipe: withoutArn(
    // As the provider makes it: the destination's checksum.
    ({ text }) => {
      const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"];
      const destination = destinations.map((input) => text(input)).find((given) => given !== "") ?? "";
      return `r-${text("routeTableId")}${crc32(destination)}`;
    },
    () => ({
      instanceId: "",
      networkInterfaceId: "",
      origin: "CreateRoute",
      state: "active",
    }),
  ),
  times: ONE_CALL,
  price: FREE,
};
