import * as pulumi from "@pulumi/pulumi";
import { UserError } from "@ublog/terminal/errors";
import { describeCosts } from "./cost/describeCosts.ts";
import { stackCosts } from "./cost/stackCosts.ts";
import { describeTimelines } from "./times/describeTimelines.ts";
import { PARALLELISM, stackTimelines } from "./times/stackTimelines.ts";

/** What can be said about the stacks without bringing them up. */
export interface Estimate {
  /** For programs. */
  json: unknown;
  /** For people. */
  text: string;
}

/** How long an up and a destroy of the stacks would take with an account, and why. */
export function estimateTimes(width?: number): Promise<Estimate> {
  return withoutStackTraces(async () => {
    const updates = await stackTimelines();
    return {
      json: { parallelism: PARALLELISM, updates },
      text: describeTimelines(updates, PARALLELISM, width),
    };
  });
}

/** What the stacks would cost a month, and what other settings would add. */
export function estimateCosts(width?: number): Promise<Estimate> {
  return withoutStackTraces(async () => {
    const costs = await stackCosts();
    return { json: costs, text: describeCosts(costs, width) };
  });
}

/** A program that refuses its settings says so in a sentence. */
async function withoutStackTraces<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw pulumi.RunError.isInstance(error) ? new UserError(error.message) : error;
  }
}
