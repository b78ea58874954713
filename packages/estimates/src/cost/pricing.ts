import type { Pricing } from "@ublog/aws-model/src/descriptor/price.ts";
import { typeOf } from "@ublog/aws-model/src/services/services.ts";
import { taskPricing } from "./taskPricing.ts";

/** How the price of a type is worked out; undefined where nobody knows it. */
export function pricingOf(type: string): Pricing | undefined {
  const { price } = typeOf(type);
  return price === "tasks" ? taskPricing : price;
}

/** What costs nothing on AWS's side, such as a component or what the random provider makes. */
export function isOutsideOfAws(type: string): boolean {
  return !type.startsWith("aws:");
}
