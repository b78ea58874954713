import * as z from "zod";
import { readJson } from "./json.ts";

const Plan = z.looseObject({
  resourcePlans: z.record(
    z.string(),
    z.looseObject({
      goal: z
        .looseObject({
          type: z.string(),
          outputDiff: z
            .looseObject({
              adds: z.record(z.string(), z.unknown()).optional(),
              updates: z.record(z.string(), z.unknown()).optional(),
              deletes: z.array(z.string()).optional(),
            })
            .optional(),
        })
        .nullish(),
    }),
  ),
});

/** The stack outputs that a plan, saved by `pulumi preview --save-plan`, changes: the JSON preview doesn't say. */
export function outputsOfPlan(json: string): string[] {
  const plans = Object.values(readJson(Plan, json, "The plan of `pulumi preview --save-plan`").resourcePlans);
  const difference = plans.find(({ goal }) => goal?.type === "pulumi:pulumi:Stack")?.goal?.outputDiff;
  return [
    ...Object.keys(difference?.adds ?? {}),
    ...Object.keys(difference?.updates ?? {}),
    ...(difference?.deletes ?? []),
  ].sort();
}
