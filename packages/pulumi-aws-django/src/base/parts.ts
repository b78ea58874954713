import { partsOf } from "../shared/parts.ts";
import type { DjangoBaseArgs } from "./args.ts";

/** The parts of a base that can be turned off, and which of them are on by default. */
export const { has, checkParts } = partsOf<Partial<DjangoBaseArgs>>()({
  "network.flowLogs": { of: ({ network }) => network?.flowLogs, byDefault: false },
  "loadBalancer.accessLogs": { of: ({ loadBalancer }) => loadBalancer?.accessLogs, byDefault: true },
  "assets.cdn": { of: ({ assets }) => assets?.cdn, byDefault: true },
  mail: { of: ({ mail }) => mail, byDefault: false },
  serviceDiscovery: { of: ({ serviceDiscovery }) => serviceDiscovery, byDefault: false },
});
