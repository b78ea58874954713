import { type Change, emptyPreview, type Preview } from "../../src/preview.ts";
import { parseUrn } from "../../src/urn.ts";

/** A change of a resource, for tests that need no engine. */
export function change(
  action: Change["action"],
  type: string,
  name: string,
  more: Partial<Change> = {},
): Change {
  const urn = `urn:pulumi:base::ublog::ublog:index:Base$${type}::${name}`;
  return { action, urn, type: parseUrn(urn).type, name, replacedBecause: [], properties: [], ...more };
}

export function preview(changes: Change[], more: Partial<Preview> = {}): Preview {
  return { ...emptyPreview("base", "up"), changes, ...more };
}

export const database = change("replace", "aws:rds/instance:Instance", "database", {
  replacedBecause: ["dbName"],
  properties: [{ path: "dbName", before: '"app"', after: '"shop"' }],
});
