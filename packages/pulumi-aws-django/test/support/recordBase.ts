import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { DjangoBase } from "../../src/base/djangoBase.ts";
import { type Recording, type RecordOptions, record } from "./record.ts";

/** The least that a base needs. */
export const LEAST: DjangoBaseArgs = { domainName: "example.com", zoneId: "Z0123456789ABCDEFGHIJ" };

/** Every optional part of a base. */
export const EVERYTHING: DjangoBaseArgs = {
  ...LEAST,
  network: {
    availabilityZones: 3,
    ipv6: true,
    flowLogs: { enabled: true },
    interfaceEndpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"],
    taskEgress: [{ description: "Partner", port: 8443, cidrs: ["203.0.113.7/32", "2001:db8::/32"] }],
  },
  cache: { replicas: 1 },
  assets: { corsOrigins: ["https://example.com"] },
  mail: { enabled: true },
  serviceDiscovery: { enabled: true },
};

/** A base of the least arguments and these, as it was registered. */
export function recordBase(
  args: Partial<DjangoBaseArgs> = {},
  { name = "base", ...options }: RecordOptions & { name?: string } = {},
): Promise<Recording<Pick<DjangoBase, keyof DjangoBase>>> {
  return record(() => {
    const base = new DjangoBase(name, { ...LEAST, ...args }, {});
    const { contract, domainName, loadBalancerDnsName, databaseEndpoint, cacheEndpoint } = base;
    const { assetsBucketName, assetsHostName } = base;
    return {
      contract,
      domainName,
      loadBalancerDnsName,
      databaseEndpoint,
      cacheEndpoint,
      assetsBucketName,
      assetsHostName,
    } as DjangoBase;
  }, options);
}
