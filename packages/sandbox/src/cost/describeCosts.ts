import { table } from "../rehearse/table.ts";
import type { Cost } from "./costOf.ts";
import { HOURS, PRICED } from "./prices.ts";
import type { StackCosts } from "./stackCosts.ts";

/** The costs as text for people. */
export function describeCosts({ base, alpha, variants }: StackCosts): string {
  const byUse = variants.filter(({ difference }) => difference === 0);
  return [
    "",
    `List prices on demand in us-east-1 as of ${PRICED}, in USD for a month of ${HOURS} hours, without tax, free tier and discounts.`,
    "Tasks are those that a release starts; what a release runs for some minutes isn't in it.",
    "",
    `base: ${usd(base.usd)} a month`,
    describeStack(base),
    "",
    `alpha: ${usd(alpha.usd)} a month`,
    describeStack(alpha),
    "",
    `Both together: ${usd(base.usd + alpha.usd)} a month. What other settings would add, or save:`,
    table(
      ["    USD", "stack", "setting", ""],
      variants
        .filter(({ difference }) => difference !== 0)
        .map(({ difference, stack, setting, whyNot = "" }) => [
          signed(difference),
          stack,
          setting,
          difference === undefined ? "can't be set beside what else is set" : whyNot,
        ]),
    ),
    ...(byUse.length > 0 ? ["These change what is paid by use, if anything:"] : []),
    ...byUse.map(({ stack, setting }) => `  ${stack}  ${setting}`),
  ].join("\n");
}

function describeStack({ lines, byUse }: Cost): string {
  return [
    table(
      ["USD", "resource", "what"],
      lines.map((line) => [line.usd === undefined ? "unknown" : usd(line.usd), line.resource, line.what]),
    ),
    ...(lines.some((line) => line.usd === undefined)
      ? ["The sum is without what the table has no price of (packages/sandbox/src/cost/prices.ts)."]
      : []),
    "By use:",
    ...byUse.map(({ resources, what }) => `  ${shortList(resources)}: ${what}`),
  ].join("\n");
}

function shortList([first = "", ...others]: string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function usd(amount: number): string {
  return amount.toFixed(2);
}

/** With its sign, and as wide as the head of its column. */
function signed(amount: number | undefined): string {
  if (amount === undefined) return "      –";
  return (amount > 0 ? `+${usd(amount)}` : usd(amount)).padStart(7);
}
