/** Hours of a month, as AWS's own calculator counts them. */
export const HOURS = 730;

/** When the prices were last compared with what is published of AWS's price lists, for us-east-1. */
export const PRICED = "June 2026";

/** A list price in USD. */
export interface Price {
  usd: number;
  /** AWS's page with the price. */
  source: string;
}

const page = (path: string) => `https://aws.amazon.com/${path}/pricing/`;

/** List prices on demand in us-east-1, in USD: what an hour, a month or a GB costs, by name. */
export const prices = {
  fargateX86VcpuHour: { usd: 0.04048, source: page("fargate") },
  fargateX86GbHour: { usd: 0.004445, source: page("fargate") },
  fargateArmVcpuHour: { usd: 0.03238, source: page("fargate") },
  fargateArmGbHour: { usd: 0.00356, source: page("fargate") },
  /** Disk of a task above the 20 GiB that are free. */
  fargateStorageGbHour: { usd: 0.000111, source: page("fargate") },
  loadBalancerHour: { usd: 0.0225, source: page("elasticloadbalancing") },
  loadBalancerCapacityUnitHour: { usd: 0.008, source: page("elasticloadbalancing") },
  natGatewayHour: { usd: 0.045, source: page("vpc") },
  natGatewayGb: { usd: 0.045, source: page("vpc") },
  publicIpv4Hour: { usd: 0.005, source: page("vpc") },
  interfaceEndpointHour: { usd: 0.01, source: page("privatelink") },
  interfaceEndpointGb: { usd: 0.01, source: page("privatelink") },
  databaseStorageGbMonth: { usd: 0.115, source: page("rds/postgresql") },
  databaseBackupGbMonth: { usd: 0.095, source: page("rds/postgresql") },
  databaseExtendedSupportVcpuHour: { usd: 0.1, source: page("rds/postgresql") },
  databaseLateExtendedSupportVcpuHour: { usd: 0.2, source: page("rds/postgresql") },
  cacheBackupGbMonth: { usd: 0.085, source: page("elasticache") },
  secretMonth: { usd: 0.4, source: page("secrets-manager") },
  keyMonth: { usd: 1, source: page("kms") },
  keyTenThousandRequests: { usd: 0.03, source: page("kms") },
  alarmMonth: { usd: 0.1, source: page("cloudwatch") },
  dashboardMonth: { usd: 3, source: page("cloudwatch") },
  metricMonth: { usd: 0.3, source: page("cloudwatch") },
  logsGb: { usd: 0.5, source: page("cloudwatch") },
  logsStorageGbMonth: { usd: 0.03, source: page("cloudwatch") },
  hostedZoneMonth: { usd: 0.5, source: page("route53") },
  advancedParameterMonth: { usd: 0.05, source: page("systems-manager") },
  bucketStorageGbMonth: { usd: 0.023, source: page("s3") },
  imageStorageGbMonth: { usd: 0.1, source: page("ecr") },
  mailThousand: { usd: 0.1, source: page("ses") },
  webAclMonth: { usd: 5, source: page("waf") },
  webAclRuleMonth: { usd: 1, source: page("waf") },
  webAclMillionRequests: { usd: 0.6, source: page("waf") },
} as const satisfies Record<string, Price>;

/** What the parts of a list that belong together cost, in USD an hour. */
interface PriceList {
  usd: Record<string, number>;
  source: string;
}

/** A PostgreSQL server in one zone, by instance class. In two zones it is twice that. */
export const databaseHour: PriceList = {
  source: page("rds/postgresql"),
  usd: {
    "db.t4g.micro": 0.016,
    "db.t4g.small": 0.032,
    "db.t4g.medium": 0.065,
    "db.t4g.large": 0.129,
    "db.t4g.xlarge": 0.258,
    "db.m7g.large": 0.168,
    "db.m7g.xlarge": 0.337,
    "db.r7g.large": 0.239,
  },
};

/** A node with Redis OSS, by node type. */
export const cacheNodeHour: PriceList = {
  source: page("elasticache"),
  usd: {
    "cache.t4g.micro": 0.016,
    "cache.t4g.small": 0.032,
    "cache.t4g.medium": 0.065,
    "cache.m7g.large": 0.158,
    "cache.r7g.large": 0.219,
  },
};

/** The share of a Redis node's price that a Valkey node costs. https://aws.amazon.com/elasticache/pricing/ */
export const VALKEY = 0.8;

/**
 * The share of the price that a task costs on Fargate Spot. AWS says up to 70 % less; the price moves with demand, and 50 to 70 % were
 * seen in 2026. https://aws.amazon.com/fargate/pricing/
 */
export const SPOT = 0.4;

/**
 * Metrics that Container Insights makes and CloudWatch charges for. AWS's own example: 8 of a cluster, 11 of a service, 6 of a family of
 * task definitions that runs. https://aws.amazon.com/cloudwatch/pricing/
 */
export const INSIGHTS_METRICS = { cluster: 8, service: 11, family: 6 };

/** What is charged by the hour, for a month of running all the time. */
export function perMonth(usdPerHour: number): number {
  return usdPerHour * HOURS;
}
