import type { ProviderConfig } from "../schema/config.ts";
import { containsUnknown, unknown } from "../shared/values.ts";
import { isObject } from "../world/reading.ts";
import type { Properties, Value } from "../world/world.ts";

/** All tags of a resource: the provider's default tags under its own, without those the provider ignores. */
export function mergeTags(tags: Value | undefined, config: ProviderConfig): Value {
  if (containsUnknown(tags)) return unknown;
  const merged: Properties = {
    ...config.defaultTags,
    ...(isObject(tags) ? tags : {}),
  };
  for (const key of Object.keys(merged)) {
    const { keys, keyPrefixes } = config.ignoreTags;
    if (keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix))) delete merged[key];
  }
  return merged;
}
