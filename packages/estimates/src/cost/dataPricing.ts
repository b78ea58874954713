import { parameterValue } from "@ublog/aws-model/src/world/parameters.ts";
import { cacheNodeHour, databaseHour, perMonth, prices, VALKEY } from "./prices.ts";
import type { Pricing } from "./pricing.ts";

/** The longest parameter that is free, in bytes. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const STANDARD_PARAMETER = 4096;

/** Database, cache, secrets and what else holds data. */
export const dataPricing: Record<string, Pricing> = {
  "aws:rds/instance:Instance": ({ instanceClass, multiAz, allocatedStorage }) => {
    const servers = multiAz === true ? 2 : 1;
    const hour = databaseHour.usd[String(instanceClass)];
    const gib = Number(allocatedStorage);
    const times = servers === 1 ? "" : "2 × ";
    return {
      parts: [
        { what: `${times}${instanceClass}`, usd: hour === undefined ? undefined : servers * perMonth(hour) },
        { what: `${times}${gib} GiB gp3`, usd: servers * gib * prices.databaseStorageGbMonth.usd },
      ],
      byUse: `${prices.databaseBackupGbMonth.usd} USD a GB and month of backups beyond its size; CPU above the baseline of a t class 0.075 USD a vCPU and hour`,
    };
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": ({ nodeType, numCacheClusters, engine }) => {
    const nodes = Number(numCacheClusters ?? 1);
    const hour = cacheNodeHour.usd[String(nodeType)];
    const rate = engine === "valkey" ? VALKEY : 1;
    return {
      parts: [
        {
          what: `${nodes === 1 ? "" : `${nodes} × `}${nodeType} with ${engine}`,
          usd: hour === undefined ? undefined : nodes * perMonth(hour) * rate,
        },
      ],
      byUse: `${prices.cacheBackupGbMonth.usd} USD a GB and month of snapshots`,
    };
  },
  "aws:secretsmanager/secret:Secret": () => ({
    parts: [{ what: "secret", usd: prices.secretMonth.usd }],
    byUse: "0.05 USD for 10,000 reads",
  }),
  "aws:ssm/parameter:Parameter": (inputs) => {
    const isAdvanced =
      inputs.tier === "Advanced" || Buffer.byteLength(parameterValue(inputs)) > STANDARD_PARAMETER;
    return {
      parts: isAdvanced ? [{ what: "advanced parameter", usd: prices.advancedParameterMonth.usd }] : [],
    };
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": () => ({
    parts: [{ what: "alarm", usd: prices.alarmMonth.usd }],
  }),
  "aws:kms/key:Key": () => ({
    parts: [{ what: "key", usd: prices.keyMonth.usd }],
    byUse: "0.03 USD for 10,000 uses",
  }),
};
