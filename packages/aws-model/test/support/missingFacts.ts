import { recoveries } from "../../src/services/recoveries.ts";
import { serviceOf, typeOf } from "../../src/services/services.ts";

/** What the descriptor of a type that our programs make must have and hasn't, each with the file where it belongs. */
export function missingFacts(type: string): string[] {
  const service = serviceOf(type);
  if (service === undefined) {
    const folder = type.split(":")[1]?.split("/")[0];
    return [`${type} has no descriptor: write one in packages/aws-model/src/services/${folder}/index.ts`];
  }
  const { recipe, times, price } = typeOf(type);
  const recovery = recoveries[type];
  const missing = [
    ["recipe: what AWS makes of it", recipe],
    ["times: how long it takes, or ONE_CALL", times],
    ["price: what it costs, or FREE", price],
    ["recovery: how it is found, and what is lost with it, in recovery.ts", recovery],
    [
      "recovery.find: how it is found when a run was cut off, in recovery.ts",
      recovery?.find ?? recovery === undefined,
    ],
  ];
  return missing.filter(([, fact]) => fact === undefined).map(([what]) => `${type} has no ${what}`);
}
