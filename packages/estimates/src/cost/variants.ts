import type { Settings } from "../programs/stacks.ts";

/** A setting of the committed stacks with another value. */
export interface Variant {
  /** As it is written into the stack's file. */
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

/** Other values for settings, by the file they are written in: at least one for every setting that has a price. */
export const variants: readonly Variant[] = [
  base(
    "network.nat: none",
    { "network.nat": "none" },
    "Tasks would be in public subnets, each with an address of its own; only security groups would keep the internet out.",
  ),
  base("network.nat: one-per-az", { "network.nat": "one-per-az" }),
  base("network.availabilityZones: 3", { "network.availabilityZones": 3 }),
  base("network.ipv6: true", { "network.ipv6": true }),
  base("network.flowLogs.enabled: true", { "network.flowLogs.enabled": true }),
  base("network.interfaceEndpoints: all six", {
    "network.interfaceEndpoints": ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"],
  }),
  base("loadBalancer.accessLogs.enabled: false", { "loadBalancer.accessLogs.enabled": false }),
  base("database.multiAz: true", { "database.multiAz": true }),
  base("database.instanceClass: db.t4g.small", { "database.instanceClass": "db.t4g.small" }),
  base("database.instanceClass: db.m7g.large", { "database.instanceClass": "db.m7g.large" }),
  base("database.allocatedStorageGiB: 100", { "database.allocatedStorageGiB": 100 }),
  base("database.backupRetentionDays: 35", { "database.backupRetentionDays": 35 }),
  base("database.databaseInsights: true", { "database.databaseInsights": true }),
  base("cache.replicas: 1", { "cache.replicas": 1 }),
  base("cache.nodeType: cache.t4g.small", { "cache.nodeType": "cache.t4g.small" }),
  base("cache.engine: redis", { "cache.engine": "redis" }),
  base("cache.snapshotRetentionDays: 7", { "cache.snapshotRetentionDays": 7 }),
  base("assets.cdn.enabled: false", { "assets.cdn.enabled": false }),
  base("assets.cdn.priceClass: PriceClass_All", { "assets.cdn.priceClass": "PriceClass_All" }),
  base("mail.enabled: true", { "mail.enabled": true }),
  base("serviceDiscovery.enabled: true", { "serviceDiscovery.enabled": true }),
  base("durability: disposable", { durability: "disposable" }),
  alpha("capacity: on-demand", { capacity: "on-demand" }),
  alpha("capacity: mixed", { capacity: "mixed" }),
  alpha(
    "architecture: arm64",
    { architecture: "arm64" },
    "Images must be built for it, and those from most teams' build machines aren't.",
  ),
  alpha(
    "openingHours: 08:00 to 19:00, MON-FRI",
    { openingHours: { enabled: true, start: "08:00", stop: "19:00" } },
    "For environments that nobody uses by night; the committed one is there for all hours.",
  ),
  alpha("gunicorn: {} (1 vCPU, 2 GB)", { gunicorn: {} }),
  alpha("gunicorn.cpu: 2048, memoryMiB: 4096", { "gunicorn.cpu": 2048, "gunicorn.memoryMiB": 4096 }),
  alpha("gunicorn.scaling.schedules: 4 tasks from 08:00 to 19:00, MON-FRI", {
    "gunicorn.scaling": {
      max: 4,
      schedules: {
        day: { schedule: "cron(0 8 ? * MON-FRI *)", min: 4, max: 4 },
        night: { schedule: "cron(0 19 ? * MON-FRI *)", min: 1, max: 1 },
      },
    },
  }),
  alpha("gunicorn.scaling.min: 2", { "gunicorn.scaling": { min: 2, max: 2 } }),
  alpha("gunicorn.ephemeralStorageGiB: 100", { "gunicorn.ephemeralStorageGiB": 100 }),
  alpha("frontend.enabled: false", { frontend: { enabled: false } }, "The reference app has a Nuxt server."),
  alpha("frontend.scaling.min: 2", { "frontend.scaling": { min: 2, max: 2 } }),
  alpha(
    "workers: {}",
    { workers: {}, "beat.enabled": false },
    "The reference app has Celery tasks, and a schedule of them.",
  ),
  alpha("workers.mail: {}, one more", { "workers.mail": {} }),
  alpha("workers.default.scaling.min: 2", { "workers.default.scaling": { min: 2, max: 2 } }),
  alpha("beat.enabled: false", { "beat.enabled": false }, "Nothing would start Celery's periodic tasks."),
  alpha("services.channels: {}, one more", { "services.channels": { command: ["daphne"] } }),
  alpha("scheduledCommands.cleanup: once a day", {
    "scheduledCommands.cleanup": { command: ["clearsessions"], schedule: "rate(1 day)" },
  }),
  alpha("secretValues.NAME, one more", { "secretValues.EXAMPLE": "a value" }),
  alpha("containerInsights: enabled", { containerInsights: "enabled" }),
  alpha("containerInsights: enhanced", { containerInsights: "enhanced" }),
  alpha("alarms.enabled: true", { "alarms.enabled": true }),
  alpha("dashboard.enabled: false", { "dashboard.enabled": false }),
  alpha("logs.retentionDays: 365", { "logs.retentionDays": 365 }),
  alpha("releaseHistoryBackups: false", { releaseHistoryBackups: false }),
];

function prefixed(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).map(([path, value]) => [`ublog:${path}`, value]));
}
