import type { PricedResource } from "@ublog/aws-model/src/descriptor/price.ts";
import { UserError } from "@ublog/terminal/errors";
import { isOutsideOfAws, pricingOf } from "./pricing.ts";

/** Something that is on the bill every month. */
export interface CostLine {
  /** Such as `Instance ublog-base-database`. */
  resource: string;
  what: string;
  /** USD a month, running all the time; undefined where the table doesn't have the price. */
  usd: number | undefined;
}

/** What a stack costs a month. */
export interface Cost {
  /** The sum of all lines that have a price. */
  usd: number;
  /** The largest first. */
  lines: CostLine[];
  /** What depends on use: the same text once for all resources that it applies to. */
  byUse: { resources: string[]; what: string }[];
}

/** What the resources of a stack cost a month. Throws a `UserError` if the table doesn't know a type. */
export function costOf(resources: readonly PricedResource[]): Cost {
  const lines: CostLine[] = [];
  const byUse = new Map<string, string[]>();
  const unknown = new Set<string>();
  for (const { type, name, inputs } of resources) {
    if (isOutsideOfAws(type)) continue;
    const resource = `${type.split(":").at(-1)} ${name}`;
    const charges = pricingOf(type)?.(inputs, resources);
    if (charges === undefined) {
      unknown.add(type);
      continue;
    }
    lines.push(...charges.parts.map((part) => ({ resource, ...part })));
    if (charges.byUse !== undefined)
      byUse.set(charges.byUse, [...(byUse.get(charges.byUse) ?? []), resource]);
  }
  if (unknown.size > 0) {
    throw new UserError(
      `No price is known for ${[...unknown].join(" and ")}: add it to its descriptor in packages/aws-model/src/services.`,
    );
  }
  return {
    usd: lines.reduce((sum, { usd = 0 }) => sum + usd, 0),
    lines: lines.sort((a, b) => (b.usd ?? 0) - (a.usd ?? 0)),
    byUse: [...byUse].map(([what, names]) => ({ resources: names, what })),
  };
}
