import { sameContainerDefinitions } from "../schema/containerDefinitions.ts";
import { sameJson } from "../schema/json.ts";
import type { PropertySchema } from "../schema/types.ts";
import { typeOf } from "../services/services.ts";
import type { Value } from "../world/world.ts";

/** True if two scalars, or two JSON documents, mean the same to AWS. */
export function sameScalar(
  type: string,
  path: string,
  a: Value,
  b: Value,
  property: PropertySchema,
): boolean {
  if (a === b) return true;
  if (typeof a !== typeof b) return typeof a !== "object" && typeof b !== "object" && String(a) === String(b);
  if (typeof a !== "string" || typeof b !== "string") return JSON.stringify(a) === JSON.stringify(b);
  if (type === "aws:ecs/taskDefinition:TaskDefinition" && path === "containerDefinitions") {
    return sameContainerDefinitions(a, b);
  }
  if (property.type === "json") return sameJson(a, b);
  const normal = typeOf(type).writtenAs?.[path.replaceAll(/\[\d+\]/g, "")];
  return normal !== undefined && normal(a) === normal(b);
}
