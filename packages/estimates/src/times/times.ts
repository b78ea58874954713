import { type Action, ONE_CALL, type Times } from "@ublog/aws-model/src/descriptor/times.ts";
import { typeOf } from "@ublog/aws-model/src/services/services.ts";
import type { StackResource } from "./graph.ts";

/** Made on this machine. */
const NONE: Times = {
  create: { typical: 0 },
  update: { typical: 0 },
  delete: { typical: 0 },
  source: "Nothing in AWS.",
};

/** How long a resource takes. */
export function timesOf({
  type,
  custom,
  inputs = {},
}: Pick<StackResource, "type" | "custom" | "inputs">): Times {
  if (!custom || !type.startsWith("aws:")) return NONE;
  const times = typeOf(type).times ?? ONE_CALL;
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
