import { perMonth, prices } from "../facts/prices.ts";
import type { Properties } from "../world/world.ts";

/** A resource of a stack, as far as its price goes. */
export interface PricedResource {
  /** Such as `aws:ecs/service:Service`. */
  type: string;
  name: string;
  inputs: Properties;
}

/** Something that costs the same whether it is used or not. */
export interface Part {
  /** Such as `2 × 0.5 vCPU, 1 GB on Spot`. */
  what: string;
  /** USD a month; undefined where the table doesn't have the price. */
  usd: number | undefined;
}

/** What a resource costs all the time, and what it costs by use. */
export interface Charges {
  parts: Part[];
  /** Such as `0.045 USD a GB`. */
  byUse?: string;
}

/** Works out what a resource costs; others in its stack may matter. */
export type Pricing = (inputs: Properties, stack: readonly PricedResource[]) => Charges;

/** What a type costs; `tasks` is what the tasks of a service cost; working that out takes the whole stack. */
export type Price = Pricing | "tasks";

/** AWS doesn't charge for it at all: it is a part or a setting of something else. */
export const FREE: Pricing = () => ({ parts: [] });

/** It costs nothing while unused, and this by use. */
export const byUse = (text: string): Pricing => {
  return () => ({ parts: [], byUse: text });
};

/** What is written to logs. */
export const LOGS_BY_USE = `${prices.logsGb.usd} USD a GB written, ${prices.logsStorageGbMonth.usd} USD a GB and month kept`;

/** Public IPv4 addresses, used or not. */
export function publicAddresses(count: number) {
  const what = count === 1 ? "public IPv4 address" : `${count} public IPv4 addresses`;
  return { what, usd: count * perMonth(prices.publicIpv4Hour.usd) };
}
