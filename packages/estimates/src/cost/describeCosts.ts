import { HOURS, PRICED } from "@ublog/aws-model/src/facts/prices.ts";
import { table, wrap } from "@ublog/terminal/table";
import type { Cost } from "./costOf.ts";
import type { StackCosts } from "./stackCosts.ts";

/** The costs as text for people. */
export function describeCosts({ base, alpha, variants }: StackCosts, width = 80): string {
  const byUse = variants.filter(({ difference }) => difference === 0);
  return [
    "",
    ...wrap(
      `List prices on demand in us-east-1 as of ${PRICED}, in USD for a month of ${HOURS} hours, without tax, free tier and discounts. ` +
        "Tasks are those that a release starts; what a release runs for some minutes isn't in it.",
      width,
    ),
    "",
    `base: ${usd(base.usd)} a month`,
    describeStack(base, width),
    "",
    `alpha: ${usd(alpha.usd)} a month`,
    describeStack(alpha, width),
    "",
    `Both together: ${usd(base.usd + alpha.usd)} a month. What other settings would add, or save:`,
    table(
      ["USD", "stack", "setting", ""],
      variants
        .filter(({ difference }) => difference !== 0)
        .map(({ difference, stack, setting, whyNot = "" }) => [
          signed(difference),
          stack,
          setting,
          difference === undefined ? "can't be combined with the other settings" : whyNot,
        ]),
      { width },
    ),
    ...(byUse.length > 0 ? ["These change what is paid by use, if anything:"] : []),
    ...byUse.map(({ stack, setting }) => `  ${stack}  ${setting}`),
  ].join("\n");
}

function describeStack({ lines, byUse }: Cost, width: number): string {
  return [
    table(
      ["USD", "resource", "what"],
      lines.map((line) => [line.usd === undefined ? "unknown" : usd(line.usd), line.resource, line.what]),
      { width },
    ),
    ...(lines.some((line) => line.usd === undefined)
      ? wrap(
          "The sum leaves out what the table has no price for (packages/aws-model/src/facts/prices.ts).",
          width,
        )
      : []),
    "By use:",
    ...byUse.flatMap(({ resources, what }) => wrap(`${shortList(resources)}: ${what}`, width, "  ", "    ")),
  ].join("\n");
}

function shortList([first = "", ...others]: string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function usd(amount: number): string {
  return amount.toFixed(2);
}

/** With its sign. */
function signed(amount: number | undefined): string {
  if (amount === undefined) return "–";
  return amount > 0 ? `+${usd(amount)}` : usd(amount);
}
