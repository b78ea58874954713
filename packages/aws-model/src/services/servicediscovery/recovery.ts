import { aws, by, type Finder, type Inputs, text } from "../../descriptor/finder.ts";
import type { Recoveries } from "../../descriptor/recovery.ts";

/** A service of Cloud Map: by its namespace and its name. */
const discovered: Finder = (inputs) => {
  const name = text(inputs, "name");
  const namespace = text((inputs.dnsConfig ?? {}) as Inputs, "namespaceId");
  return {
    kind: "find",
    command: aws(
      inputs,
      `servicediscovery list-services --filters Name=NAMESPACE_ID,Values=${namespace}`,
      `Services[?Name=='${name}'].Id`,
    ),
    by: { name, "dnsConfig.namespaceId": namespace },
    looksLike: /^srv-[0-9a-z]+$/,
  };
};

/** What becomes of the resources of this service when a run is cut off, or removes them. */
export const recoveries: Recoveries = {
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    find: by(["name"], /^ns-[0-9a-z]+$/, (value) => [
      "servicediscovery list-namespaces --filters Name=TYPE,Values=DNS_PRIVATE",
      `Namespaces[?Name=='${value("name")}'].Id`,
    ]),
    holds: false,
  },
  "aws:servicediscovery/service:Service": { find: discovered, holds: false },
};
