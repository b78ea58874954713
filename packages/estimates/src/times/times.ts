import type { Properties } from "@ublog/aws-model/src/world/world.ts";
import { appTimes } from "./appTimes.ts";
import { dataTimes } from "./dataTimes.ts";
import type { StackResource } from "./graph.ts";
import { networkTimes } from "./networkTimes.ts";

/** What is done to a resource. */
export type Action = "create" | "update" | "delete";

/** A time in seconds: what is typical, and where sources differ, from and to. */
export interface Seconds {
  typical: number;
  from?: number;
  to?: number;
}

/** How long AWS and the provider together take for a resource. */
export interface Times extends Record<Action, Seconds> {
  /** Where the numbers come from. */
  source: string;
}

/** The times of a type, which may depend on the inputs of a resource. */
export type TimesOf = Times | ((inputs: Properties) => Times);

/** One call of an API that answers when it is done. */
const SMALL: Times = {
  create: { typical: 1 },
  update: { typical: 1 },
  delete: { typical: 1 },
  source: "One call of an API: 0 to 2 s in the logs of `terraform apply` that the other times come from.",
};

/** Made on this machine. */
const NONE: Times = {
  create: { typical: 0 },
  update: { typical: 0 },
  delete: { typical: 0 },
  source: "Nothing in AWS.",
};

/** The types whose times are known to be other than those of one call. */
export const slowTypes: Record<string, TimesOf> = { ...networkTimes, ...dataTimes, ...appTimes };

/** How long a resource takes. */
export function timesOf({
  type,
  custom,
  inputs = {},
}: Pick<StackResource, "type" | "custom" | "inputs">): Times {
  if (!custom || !type.startsWith("aws:")) return NONE;
  const times = slowTypes[type] ?? SMALL;
  return typeof times === "function" ? times(inputs) : times;
}

/** Whether times are taken at their typical, or at the end of their range. */
export type Estimate = "typical" | "from" | "to";

/** How long the engine is busy with each resource, in seconds by URN. */
export function secondsOf(
  resources: readonly StackResource[],
  action: Action,
  estimate: Estimate = "typical",
): Map<string, number> {
  return new Map(
    resources.map((resource) => {
      const stays =
        action === "delete" && (resource.deletedWith !== undefined || resource.retainOnDelete === true);
      const time = timesOf(resource)[action];
      return [resource.urn, stays ? 0 : (time[estimate] ?? time.typical)];
    }),
  );
}
