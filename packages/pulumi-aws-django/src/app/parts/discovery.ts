import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { BaseContract, BaseContractServiceDiscovery } from "../../contracts/baseContract.ts";
import { ArgumentsError } from "../../shared/errors.ts";
import { NO_NAMESPACE } from "../base.ts";
import type { AppContext } from "../context.ts";

/** Seconds that clients remember an address: tasks come and go. */
const TTL = 10;

/** Makes the entry of a process in the base's namespace; ECS keeps the addresses of its tasks there. Returns its ARN. */
export function makeRegistry(process: string, { app, base, opts }: AppContext): pulumi.Output<string> {
  const entry = new aws.servicediscovery.Service(
    `${app}-${process}`,
    {
      name: entryName(app, process),
      dnsConfig: {
        namespaceId: base.get((b) => namespaceOf(b).namespaceId),
        dnsRecords: [{ type: "A", ttl: TTL }],
        routingPolicy: "MULTIVALUE",
      },
      forceDestroy: true,
    },
    opts,
  );
  return entry.arn;
}

/** Host name of a process inside the network. */
export function internalHostName(process: string, { app, base }: AppContext): pulumi.Output<string> {
  return pulumi.interpolate`${entryName(app, process)}.${base.get((b) => namespaceOf(b).namespaceName)}`;
}

function entryName(app: string, process: string): string {
  return `${process}.${app}`;
}

function namespaceOf({ serviceDiscovery }: BaseContract): BaseContractServiceDiscovery {
  if (serviceDiscovery !== undefined) return serviceDiscovery;
  throw new ArgumentsError("DjangoApp", [{ path: "serviceDiscovery.enabled", reason: NO_NAMESPACE }]);
}
