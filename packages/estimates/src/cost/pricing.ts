import type { Properties } from "@ublog/aws-model/src/world/world.ts";
import { computePricing } from "./computePricing.ts";
import { dataPricing } from "./dataPricing.ts";
import { freeTypes } from "./freeTypes.ts";
import { networkPricing } from "./networkPricing.ts";

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

/** Works out what a resource costs, for which others of its stack may matter. */
export type Pricing = (inputs: Properties, stack: readonly PricedResource[]) => Charges;

/** Every type that the table knows. */
export const pricing: Record<string, Pricing> = {
  ...networkPricing,
  ...dataPricing,
  ...computePricing,
  ...Object.fromEntries(
    Object.entries(freeTypes).map(([type, byUse]) => [type, () => ({ parts: [], ...(byUse && { byUse }) })]),
  ),
};

/** What costs nothing on AWS's side, such as a component or what the random provider makes. */
export function isOutsideOfAws(type: string): boolean {
  return !type.startsWith("aws:");
}
