import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  cacheNodeHour,
  databaseHour,
  INSIGHTS_METRICS,
  perMonth,
  prices,
  SPOT,
  VALKEY,
} from "@ublog/aws-model/src/facts/prices.ts";
import { expect, test } from "vitest";
import { repository } from "../../src/programs/repository.ts";

const BASE = "packages/pulumi-aws-django/src/base/args.ts";
const APP = "packages/pulumi-aws-django/src/app/args.ts";

const cents = (usd: number) => usd.toFixed(2);
const about = (usd: number) => String(Math.round(usd));

const address = perMonth(prices.publicIpv4Hour.usd);
const nat = about(perMonth(prices.natGatewayHour.usd) + address);
const database = about(perMonth(databaseHour.usd["db.t4g.micro"] ?? 0));
const cache = about(perMonth(cacheNodeHour.usd["cache.t4g.micro"] ?? 0) * VALKEY);
const metrics = INSIGHTS_METRICS.cluster + 5 * (INSIGHTS_METRICS.service + INSIGHTS_METRICS.family);
const arm = (1 - prices.fargateArmVcpuHour.usd / prices.fargateX86VcpuHour.usd) * 100;

/** What the documentation of the settings says of prices, with the numbers of the table. */
const mentions: Record<string, string[]> = {
  [BASE]: [
    `about ${nat} USD a month with its address, plus ${prices.natGatewayGb.usd} USD a GB`,
    `each with a public address (${cents(address)} USD a month)`,
    `About ${about((1 - VALKEY) * 100)} % cheaper than Redis`,
    `about ${cents(perMonth(prices.interfaceEndpointHour.usd))} USD a month for each endpoint and zone plus ${prices.interfaceEndpointGb.usd} USD a GB`,
    `About ${cents(prices.logsGb.usd)} USD a GB. Defaults to false`,
    `about ${prices.bucketStorageGbMonth.usd} USD a GB and month. Without`,
    `2 vCPU, 1 GiB, about ${database} USD a month`,
    `about ${prices.databaseStorageGbMonth.usd} USD a GiB and month. It can grow`,
    `at about ${prices.databaseBackupGbMonth.usd} USD a GiB and month`,
    `for ${cents(prices.databaseExtendedSupportVcpuHour.usd)} USD a vCPU and hour, from the third year on ${cents(prices.databaseLateExtendedSupportVcpuHour.usd)} USD: at least ${about(perMonth(2 * prices.databaseExtendedSupportVcpuHour.usd))} USD a month for the smallest server`,
    `0.5 GiB, about ${cache} USD a month with Valkey`,
    `about ${prices.cacheBackupGbMonth.usd} USD a GiB and month. Defaults to 1 in a`,
    `${cents(prices.hostedZoneMonth.usd)} USD a month. Defaults to false`,
    `${prices.webAclMonth.usd} USD a month, ${prices.webAclRuleMonth.usd} USD a rule and ${cents(prices.webAclMillionRequests.usd)} USD a million requests`,
    `${prices.keyMonth.usd} USD a month and ${cents(prices.keyTenThousandRequests.usd)} USD for 10,000 requests`,
  ],
  [APP]: [
    `AWS Graviton, about ${about(arm)} % cheaper`,
    `About ${cents(prices.metricMonth.usd)} USD a metric and month, some ${about(metrics * prices.metricMonth.usd)} USD for an environment of five services`,
    `about ${prices.logsStorageGbMonth.usd} USD a GB and month`,
    `Each alarm costs about ${cents(prices.alarmMonth.usd)} USD a month`,
    `(${cents(prices.secretMonth.usd)} USD a secret and month)`,
    `each more costs ${prices.dashboardMonth.usd} USD a month`,
  ],
  "packages/pulumi-aws-django/src/app/parts/releases.ts": [
    `the tier Advanced (${prices.advancedParameterMonth.usd} USD a month)`,
  ],
  "stacks/bootstrapState.ts": [`the secrets in it (${prices.keyMonth.usd} USD a month)`],
  "Pulumi.base.yaml": [
    `nat: single # ${nat} USD with its address`,
    `public addresses (${cents(address)} USD each)`,
    `instanceClass: db.t4g.micro # ${database} USD`,
    `allocatedStorageGiB: 20 # ${about(20 * prices.databaseStorageGbMonth.usd)} USD`,
    `nodeType: cache.t4g.micro # ${cache} USD`,
  ],
  "Pulumi.alpha.yaml": [],
};

test.each(Object.entries(mentions))("%s says what the table says, and nothing else", (file, said) => {
  let text = readFileSync(join(repository, file), "utf8");
  for (const mention of said) {
    expect(text).toContain(mention);
    text = text.replaceAll(mention, "");
  }
  expect(text.split("\n").filter((line) => line.includes("USD"))).toEqual([]);
});

test("what is said of Spot has the table's rate in its middle", () => {
  for (const [file, start] of [
    [APP, "/** 50 to 70 % cheaper: the price moves with demand."],
    ["Pulumi.alpha.yaml", "# Tasks on spare capacity, 50 to 70 % cheaper:"],
  ] as const) {
    expect(readFileSync(join(repository, file), "utf8")).toContain(start);
  }
  expect(Math.round((1 - SPOT) * 100)).toBe((50 + 70) / 2);
});
