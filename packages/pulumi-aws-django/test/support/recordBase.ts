import type * as pulumi from "@pulumi/pulumi";
import schema from "../../schema.json" with { type: "json" };
import type { DjangoBaseArgs } from "../../src/base/args.ts";
import { DjangoBase } from "../../src/base/djangoBase.ts";
import { type RecordOptions, record } from "./record.ts";

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
) {
  return record(() => {
    const base = new DjangoBase(name, { ...LEAST, ...args }, {});
    return outputsOf(base);
  }, options);
}

/** All outputs of a component, as its schema names them. */
export function outputsOf<T extends pulumi.ComponentResource>(
  component: T,
): Omit<T, keyof pulumi.ComponentResource> {
  const { properties } = schema.resources[`pulumi-aws-django:index:${component.constructor.name}` as Token];
  return Object.fromEntries(
    Object.keys(properties).map((name) => [name, Reflect.get(component, name)]),
  ) as never;
}

type Token = keyof typeof schema.resources;
