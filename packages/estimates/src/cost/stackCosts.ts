import * as pulumi from "@pulumi/pulumi";
import { inProcess } from "@ublog/aws-model/src/inProcess/inProcess.ts";
import { type Settings, stackConfig, stackProgram } from "../programs/stacks.ts";
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
  /** USD a month more than as committed, both stacks together; negative where it saves. Undefined if it can't be combined with the other settings. */
  difference: number | undefined;
  whyNot?: string;
}

/** Prices the committed stacks and variants of them, each from a run of the programs. */
export async function stackCosts(others: readonly Variant[] = variants): Promise<StackCosts> {
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
  for (const variant of others) {
    const { stack, setting, whyNot } = variant;
    const usd = await unlessRefused(totalOf(variant, committed));
    const difference = usd === undefined ? undefined : Math.round((usd - total) * 100) / 100;
    differences.push({ stack, setting, difference, ...(whyNot && { whyNot }) });
  }
  return {
    base: committed.base,
    alpha,
    variants: differences.sort((a, b) => order(a) - order(b)),
  };
}

/** What can't be set comes last. */
function order({ difference = Number.MAX_VALUE }: VariantCost): number {
  return difference;
}

/** Undefined if the program refuses its settings: a variant needn't fit the other settings. */
async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return undefined;
    throw error;
  }
}

/** What both stacks cost. A setting of the base can change what an app on it costs; a setting of an app changes nothing else. */
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
  const { resources } = await run("base", program, ...stackConfig("base", settings));
  let apps = 0;
  return {
    base: costOf(resources),
    async app(own) {
      apps += 1;
      const name = apps === 1 ? "alpha" : `pr-${apps}`;
      return costOf((await run(name, program, ...stackConfig("alpha", own))).resources);
    },
  };
}
