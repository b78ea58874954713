import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test, vi } from "vitest";
import { COSTS_FILE, costsText } from "../../scripts/generateDocs.ts";
import { describeCosts } from "../../src/cost/describeCosts.ts";
import { type StackCosts, stackCosts } from "../../src/cost/stackCosts.ts";

let costs: StackCosts;
beforeAll(async () => {
  costs = await stackCosts();
}, 120_000);

test("what the committed stacks cost a month", () => {
  expect(costs.base.usd).toBeCloseTo(84.35, 2);
  expect(costs.base.lines.map(({ resource, usd }) => [resource, usd?.toFixed(2)])).toEqual([
    ["NatGateway ublog-base-nat-1", "32.85"],
    ["LoadBalancer ublog-base-alb", "16.43"],
    ["Instance ublog-base-database", "11.68"],
    ["ReplicationGroup ublog-base-cache", "9.34"],
    ["LoadBalancer ublog-base-alb", "7.30"],
    ["Eip ublog-base-nat-1", "3.65"],
    ["Instance ublog-base-database", "2.30"],
    ["Secret ublog-base-database", "0.40"],
    ["Secret ublog-base-cache", "0.40"],
  ]);
  expect(costs.alpha.usd).toBeCloseTo(24.23, 2);
  expect(costs.alpha.lines.map(({ resource, usd }) => [resource, usd?.toFixed(2)])).toEqual([
    ["Service ublog-alpha-beat", "9.01"],
    ["Service ublog-alpha-gunicorn", "7.21"],
    ["Service ublog-alpha-web-ui", "3.60"],
    ["Service ublog-alpha-default", "3.60"],
    ["Secret ublog-alpha-database", "0.40"],
    ["Secret ublog-alpha-django-secret-key", "0.40"],
  ]);
});

test("a setting that would be cheaper has its reason not to be the committed one, and no other has", () => {
  const cheaper = costs.variants.filter(({ difference = 0 }) => difference < 0);
  expect(cheaper.map(({ setting, difference }) => [setting, difference])).toEqual([
    ["network.nat: none", -21.9],
    ["openingHours: 08:00 to 19:00, MON-FRI", -15.76],
    ["workers: {}", -12.61],
    ["beat.enabled: false", -9.01],
    ["architecture: arm64", -4.68],
    ["frontend.enabled: false", -3.6],
  ]);
  for (const { difference = 0, whyNot } of costs.variants) expect(whyNot !== undefined).toBe(difference < 0);
});

test("what settings add", () => {
  const added = costs.variants.filter(({ difference = 0 }) => difference > 0);
  expect(Object.fromEntries(added.map(({ setting, difference }) => [setting, difference]))).toEqual({
    "secretValues.NAME, one more": 0.4,
    "serviceDiscovery.enabled: true": 0.5,
    "alarms.enabled: true": 1.8,
    "cache.engine: redis": 2.34,
    "frontend.scaling.min: 2": 3.6,
    "services.channels: {}, one more": 3.6,
    "workers.default.scaling.min: 2": 3.6,
    "workers.mail: {}, one more": 3.6,
    "network.availabilityZones: 3": 3.65,
    "gunicorn.ephemeralStorageGiB: 100": 6.48,
    "gunicorn.scaling.schedules: 4 tasks from 08:00 to 19:00, MON-FRI": 7.08,
    "gunicorn: {} (1 vCPU, 2 GB)": 7.21,
    "gunicorn.scaling.min: 2": 7.21,
    "database.allocatedStorageGiB: 100": 9.2,
    "cache.replicas: 1": 9.34,
    "cache.nodeType: cache.t4g.small": 9.34,
    "database.instanceClass: db.t4g.small": 11.68,
    "database.multiAz: true": 13.98,
    "gunicorn.cpu: 2048, memoryMiB: 4096": 21.62,
    "capacity: on-demand": 21.62,
    "capacity: mixed": 21.62,
    "containerInsights: enabled": 22.8,
    "one more environment like it": 24.23,
    "network.nat: one-per-az": 36.5,
    "network.interfaceEndpoints: all six": 87.6,
    "database.instanceClass: db.m7g.large": 110.96,
  });
});

test("the costs for people", () => {
  const { base, alpha } = costs;
  const text = describeCosts({
    base: { ...base, lines: base.lines.slice(0, 2), byUse: base.byUse.slice(0, 2) },
    alpha: {
      usd: 1,
      lines: [{ resource: "Instance db", what: "db.x9.huge", usd: undefined }],
      byUse: alpha.byUse.slice(0, 1),
    },
    variants: [
      { stack: "base", setting: "network.nat: none", difference: -21.9, whyNot: "It is less safe." },
      { stack: "base", setting: "network.ipv6: true", difference: 0 },
      { stack: "alpha", setting: "alarms.enabled: true", difference: 1.8 },
      { stack: "base", setting: "network.nat: none", difference: undefined },
    ],
  });
  expect(text).toBe(`
List prices on demand in us-east-1 as of June 2026, in USD for a month of 730
hours, without tax, free tier and discounts. Tasks are those that a release
starts; what a release runs for some minutes isn't in it.

base: 84.35 a month
  USD  resource                     what
─────  ───────────────────────────  ─────────────
32.85  NatGateway ublog-base-nat-1  NAT gateway
16.43  LoadBalancer ublog-base-alb  load balancer
By use:
  Secret ublog-base-database and 1 more: 0.05 USD for 10,000 reads
  Bucket ublog-base-alb-logs and 1 more: 0.023 USD a GB and month, and requests

alpha: 1.00 a month
USD      resource     what
───────  ───────────  ──────────
unknown  Instance db  db.x9.huge
The sum leaves out what the table has no price for
(packages/aws-model/src/facts/prices.ts).
By use:
  LogGroup ublog-alpha-backend_update and 4 more: 0.5 USD a GB written, 0.03 USD
    a GB and month kept

Both together: 85.35 a month. What other settings would add, or save:
   USD  stack  setting
──────  ─────  ────────────────────  ─────────────────────────────────────────
-21.90  base   network.nat: none     It is less safe.
 +1.80  alpha  alarms.enabled: true
     –  base   network.nat: none     can't be combined with the other settings
These change what is paid by use, if anything:
  base  network.ipv6: true`);
});

test("COSTS.md is made from the programs; if not, run: pnpm --filter @ublog/estimates run docs", () => {
  expect(readFileSync(COSTS_FILE, "utf8")).toBe(costsText(costs));
});

test("a variant that the program refuses is listed at the end, and stops nothing", async () => {
  const wrong = { stack: "base", setting: "nat: two", settings: { "ublog:network.nat": "two" } } as const;
  const other = { stack: "base", setting: "none", settings: { "ublog:network.nat": "none" } } as const;
  const { variants } = await stackCosts([wrong, other]);
  expect(variants.map(({ setting, difference }) => [setting, difference])).toEqual([
    ["none", -21.9],
    ["one more environment like it", 24.23],
    ["nat: two", undefined],
  ]);
});

test("a trial without a domain costs the same: what it leaves out is free", async () => {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const settings = {
    "ublog:trial": { app: "alpha" },
    "ublog:durability": "disposable",
    "ublog:domainName": undefined,
    "ublog:zoneId": undefined,
  };
  const { variants } = await stackCosts([{ stack: "base", setting: "trial", settings }]);
  expect(variants.map(({ setting, difference }) => [setting, difference])).toEqual([
    ["trial", 0],
    ["one more environment like it", 24.23],
  ]);
});
