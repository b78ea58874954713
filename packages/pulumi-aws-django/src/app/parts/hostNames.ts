import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isWithin } from "../../shared/domains.ts";
import { ArgumentsError } from "../../shared/errors.ts";
import { plainValue } from "../../shared/inputs.ts";
import type { DjangoAppArgs } from "../args.ts";
import { NO_ZONE } from "../base.ts";
import type { AppContext } from "../context.ts";
import { priorityOf, REDIRECT_POSITION } from "../plan/priorities.ts";

type HostNameArgs = Pick<DjangoAppArgs, "redirectedHostNames" | "certificateArn" | "dns">;

/** Has browsers find the app under its names: the certificate of those that the base's doesn't cover, redirects, DNS records. */
export function makeHostNames(
  hostName: pulumi.Output<string>,
  args: HostNameArgs & Pick<DjangoAppArgs, "hostName">,
  band: number,
  context: AppContext,
): void {
  const { app, base, opts } = context;
  const listenerArn = base.get((b) => b.loadBalancer.listenerArn);
  const { certificateArn, redirectedHostNames = [] } = args;
  if (certificateArn !== undefined)
    new aws.lb.ListenerCertificate(`${app}-certificate`, { listenerArn, certificateArn }, opts);
  if (redirectedHostNames.length > 0) {
    new aws.lb.ListenerRule(
      `${app}-redirect`,
      {
        listenerArn,
        priority: priorityOf(band, REDIRECT_POSITION),
        conditions: [{ hostHeader: { values: redirectedHostNames } }],
        actions: [{ type: "redirect", redirect: { host: hostName, statusCode: "HTTP_301" } }],
      },
      opts,
    );
  }
  if (!(args.dns ?? (base.known === undefined || base.known.zoneId !== undefined))) return;
  const inZone = (name: string | undefined) => isInZone(name, args, plainValue(base.known?.domainName));
  if (args.hostName === undefined || inZone(plainValue(args.hostName))) makeRecords("", hostName, context);
  for (const name of redirectedHostNames) if (inZone(name)) makeRecords(`${name}-`, name, context);
}

/** Whether a name is in the zone of the base, whose certificate covers every name that needs no other one. */
function isInZone(name: string | undefined, args: HostNameArgs, domain: string | undefined): boolean {
  if (args.certificateArn === undefined) return true;
  return name !== undefined && domain !== undefined && isWithin(name, domain);
}

/** Makes the DNS records of a host name: A, and AAAA where the load balancer answers on IPv6. */
function makeRecords(
  prefix: string,
  hostName: pulumi.Input<string>,
  { app, base, opts, former }: AppContext,
): void {
  const record = (type: "A" | "AAAA", options: pulumi.CustomResourceOptions) =>
    new aws.route53.Record(
      `${app}-${prefix}${type.toLowerCase()}`,
      {
        zoneId: base.get((b) => b.zoneId ?? missingZone()),
        name: hostName,
        type,
        aliases: [
          {
            name: base.get((b) => b.loadBalancer.dnsName),
            zoneId: base.get((b) => b.loadBalancer.zoneId),
            evaluateTargetHealth: false,
          },
        ],
      },
      pulumi.mergeOptions(opts, options),
    );
  const a = record("A", prefix === "" ? former.record : {});
  // An output doesn't show whether there is IPv6; a record that leads to no IPv6 address does no harm.
  // It waits for the other, which may have to take a CNAME of the same name away.
  if (base.known?.loadBalancer.ipv6 ?? true) record("AAAA", { dependsOn: a });
}

function missingZone(): never {
  throw new ArgumentsError("DjangoApp", [{ path: "dns", reason: NO_ZONE }]);
}
