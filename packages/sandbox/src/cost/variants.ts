import type { Settings } from "../inProcess/stacks.ts";

/** A setting of the committed stacks with another value. */
export interface Variant {
  /** As one writes it into the stack's file. */
  setting: string;
  stack: "base" | "alpha";
  /** Settings by path; undefined takes one out. */
  settings: Settings;
  /** Why the committed stacks don't have it, though it is cheaper. */
  whyNot?: string;
}

const base = (setting: string, settings: Settings, whyNot?: string): Variant => ({
  setting,
  stack: "base",
  settings: prefixed(settings),
  ...(whyNot && { whyNot }),
});
const alpha = (setting: string, settings: Settings, whyNot?: string): Variant => ({
  setting,
  stack: "alpha",
  settings: prefixed(settings),
  ...(whyNot && { whyNot }),
});

/** What one might set otherwise, by where it is written. */
export const variants: readonly Variant[] = [
  base(
    "network.nat: none",
    { "network.nat": "none" },
    "Tasks would stand in public subnets, each with an address of its own; only security groups would keep the internet out.",
  ),
  base("network.nat: one-per-az", { "network.nat": "one-per-az" }),
  base("network.availabilityZones: 3", { "network.availabilityZones": 3 }),
  base("network.ipv6: true", { "network.ipv6": true }),
  base("network.flowLogs: true", { "network.flowLogs": true }),
  base("network.interfaceEndpoints: all six", {
    "network.interfaceEndpoints": ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"],
  }),
  base("database.multiAz: true", { "database.multiAz": true }),
  base("database.instanceClass: db.t4g.small", { "database.instanceClass": "db.t4g.small" }),
  base("database.instanceClass: db.m7g.large", { "database.instanceClass": "db.m7g.large" }),
  base("database.allocatedStorage: 100", { "database.allocatedStorage": 100 }),
  base("cache.replicas: 1", { "cache.replicas": 1 }),
  base("cache.nodeType: cache.t4g.small", { "cache.nodeType": "cache.t4g.small" }),
  base("cache.engine: redis", { "cache.engine": "redis" }),
  base("serviceDiscovery: {}", { serviceDiscovery: {} }),
  alpha("capacity: on-demand", { capacity: "on-demand" }),
  alpha("capacity: mixed", { capacity: "mixed" }),
  alpha(
    "architecture: arm64",
    { architecture: "arm64" },
    "Images must be built for it, and those of most teams' build machines aren't.",
  ),
  alpha("gunicorn: {} (1 vCPU, 2 GB)", { gunicorn: {} }),
  alpha("gunicorn.scaling.min: 2", { "gunicorn.scaling": { min: 2, max: 2 } }),
  alpha("nuxt taken out", { nuxt: undefined }, "The reference app has a Nuxt server."),
  alpha("workers: {}", { workers: {} }, "The reference app has Celery tasks, and a schedule of them."),
  alpha("workers.mail: {}, one more", { "workers.mail": {} }),
  alpha("containerInsights: enabled", { containerInsights: "enabled" }),
  alpha("alarms: {}", { alarms: {} }),
];

function prefixed(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).map(([path, value]) => [`ublog:${path}`, value]));
}
