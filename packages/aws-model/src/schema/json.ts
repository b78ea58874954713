import type { Value } from "../world/world.ts";

/**
 * True if two JSON documents mean the same: layout and order of keys don't count. In IAM policies the order of lists
 * doesn't count either, and `"x"` is `["x"]`.
 */
export function sameJson(a: string, b: string): boolean {
  try {
    const [one, other] = [JSON.parse(a) as Value, JSON.parse(b) as Value];
    const policies = isPolicy(one) && isPolicy(other);
    return canonicalJson(one, policies) === canonicalJson(other, policies);
  } catch {
    return false;
  }
}

const isPolicy = (document: Value): boolean =>
  typeof document === "object" && document !== null && "Statement" in document;

/** A document as one text that is the same for all documents that mean the same. */
export function canonicalJson(value: Value, isPolicy = false): string {
  if (Array.isArray(value)) {
    const members = value.map((member) => canonicalJson(member, isPolicy));
    if (!isPolicy) return `[${members.join(",")}]`;
    return members.length === 1 ? (members[0] ?? "") : `[${members.sort().join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member, isPolicy)}`,
    );
    return `{${members.sort().join(",")}}`;
  }
  return JSON.stringify(value);
}
