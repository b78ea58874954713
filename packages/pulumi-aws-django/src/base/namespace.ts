import * as aws from "@pulumi/aws";
import { cutName } from "../shared/names.ts";
import type { ServiceDiscoveryArgs } from "./args.ts";
import type { BaseContext } from "./context.ts";
import type { Network } from "./network.ts";

/** The private zone in which the services of apps find each other. */
export function makeNamespace(
  args: ServiceDiscoveryArgs,
  { vpcId }: Network,
  { base, opts }: BaseContext,
): aws.servicediscovery.PrivateDnsNamespace {
  return new aws.servicediscovery.PrivateDnsNamespace(
    base,
    {
      name: args.namespaceName ?? `${cutName(base, 63)}.internal`,
      description: `Services of the apps on ${base}`,
      vpc: vpcId,
    },
    opts,
  );
}
