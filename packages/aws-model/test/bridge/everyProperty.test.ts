import { expect, test } from "vitest";
import { diff, plannedSchema } from "../../src/bridge/diff.ts";
import { isKeptBlock, replacesIf } from "../../src/bridge/types.ts";
import { elementOf, resourceTokens } from "../../src/schema/awsSchema.ts";
import type { ObjectSchema, PropertySchema } from "../../src/schema/types.ts";
import type { Properties, Value } from "../../src/world/world.ts";

/** Rules of WAF nest without end. */
const maxDepth = 4;

test.each(resourceTokens())(
  "%s: each property changes, replaces or stays as the provider's schema says",
  (type) => {
    const schema = plannedSchema(type);
    const before = full(schema, "a");
    const after = full(schema, "b");
    const told = (newInputs: Properties) =>
      diff({ urn: "", type, id: "", oldState: before, oldInputs: before, newInputs, ignoreChanges: [] });

    expect(told(before)).toMatchObject({ changes: false, detailed: {}, replaces: [] });
    for (const [name, property] of Object.entries(schema)) {
      if (property.writeOnly || isConditional(type, name)) continue;
      const changed = told({ ...before, [name]: after[name] ?? null });
      if (type in derived && derived[type]?.includes(name)) continue;
      const top = Object.keys(changed.detailed).map((path) => path.split(/[.[]/, 1)[0]);
      expect(new Set(top), name).toEqual(new Set([name]));
      expect(changed.replaces, name).toEqual(replacesSomewhere(property) ? [name] : []);

      const { [name]: _left, ...without } = before;
      expect(told(without).changes, `without ${name}`).toBe(
        !property.computed && !isKeptBlock(type, name, before[name]),
      );
    }
  },
);

const isConditional = (type: string, name: string): boolean =>
  replacesIf(type, name, { old: "a", after: "b", inputs: {}, state: {} }) !== undefined;

/** Properties whose change shows in others, too. */
const derived: Record<string, string[]> = {
  "aws:acm/certificate:Certificate": ["domainName"],
};

/** True if a property or anything in it replaces; all members of the samples change. */
function replacesSomewhere(property: PropertySchema, depth = 0): boolean {
  // A collection of objects replaces when its length changes, which it does not here; an object, when it comes or goes.
  if (property.replaces && property.element === undefined) return true;
  if (depth > maxDepth) return false;
  return Object.values(elementOf(property) ?? {}).some((member) => replacesSomewhere(member, depth + 1));
}

const full = (schema: ObjectSchema, variant: string, depth = 0): Properties =>
  Object.fromEntries(
    Object.entries(schema).map(([name, property]) => [
      name,
      name === "containerDefinitions"
        ? JSON.stringify([{ name: variant }])
        : sample(property, variant, depth),
    ]),
  );

function sample(property: PropertySchema, variant: string, depth: number): Value {
  const isA = variant === "a";
  switch (property.type) {
    case "number":
      return isA ? 1 : 2;
    case "boolean":
      return isA;
    case "json":
      return JSON.stringify({ key: variant });
    case "list":
      return [member(property, variant, depth)];
    case "map":
      return { key: member(property, variant, depth) };
    case "object":
      return full(depth < maxDepth ? (elementOf(property) ?? {}) : {}, variant, depth + 1);
    default:
      return property.type === "string" ? `"${variant}"` : variant;
  }
}

function member(property: PropertySchema, variant: string, depth: number): Value {
  const element = elementOf(property);
  return element
    ? full(depth < maxDepth ? element : {}, variant, depth + 1)
    : sample({ type: property.items ?? "string" }, variant, depth);
}
