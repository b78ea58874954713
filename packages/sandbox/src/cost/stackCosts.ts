import { inProcess } from "../inProcess/inProcess.ts";
import { type Settings, stackConfig, stackProgram } from "../inProcess/stacks.ts";
import { type Cost, costOf } from "./costOf.ts";
import { type Variant, variants } from "./variants.ts";

/** What the committed stacks cost a month, and what other settings would. */
export interface StackCosts {
  base: Cost;
  alpha: Cost;
  /** The cheapest first. */
  variants: VariantCost[];
}

export interface VariantCost {
  stack: string;
  setting: string;
  /** USD a month more than as committed, both stacks together; negative where it saves. */
  difference: number;
  whyNot?: string;
}

/** Prices the committed stacks and every variant, each from a run of the programs. */
export async function stackCosts(): Promise<StackCosts> {
  const committed = await account();
  const alpha = await committed.app({});
  const total = committed.base.usd + alpha.usd;
  const differences: VariantCost[] = [
    {
      stack: "alpha",
      setting: "one more environment like it",
      difference: Math.round(alpha.usd * 100) / 100,
    },
  ];
  for (const variant of variants) {
    const usd = await totalOf(variant, committed);
    const { stack, setting, whyNot } = variant;
    const difference = Math.round((usd - total) * 100) / 100;
    differences.push({ stack, setting, difference, ...(whyNot && { whyNot }) });
  }
  return {
    base: committed.base,
    alpha,
    variants: differences.sort((a, b) => a.difference - b.difference),
  };
}

/** What both stacks cost. A setting of the base can change what an app on it costs; one of an app changes nothing else. */
async function totalOf({ stack, settings }: Variant, committed: Account): Promise<number> {
  const { base, app } = stack === "base" ? await account(settings) : committed;
  const { usd } = await app(stack === "alpha" ? settings : {});
  return base.usd + usd;
}

interface Account {
  base: Cost;
  /** Makes one more environment like alpha on the base, with other settings. */
  app(settings: Settings): Promise<Cost>;
}

async function account(settings: Settings = {}): Promise<Account> {
  const program = await stackProgram();
  const { run } = inProcess();
  const { resources } = await run("base", program, stackConfig("base", settings));
  let apps = 0;
  return {
    base: costOf(resources),
    async app(own) {
      apps += 1;
      const name = apps === 1 ? "alpha" : `pr-${apps}`;
      return costOf((await run(name, program, stackConfig("alpha", own))).resources);
    },
  };
}
