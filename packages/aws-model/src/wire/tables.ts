import type { DynamoState, Item } from "../dynamodb/index.ts";
import type { World } from "../world/world.ts";

const type = "aws:dynamodb/table:Table";

/** Does something with one table of a region, as one transaction. Its items are kept in the table, and go with it. */
export function withTable<T>(world: World, region: string, name: string, work: (state: DynamoState) => T): T {
  return world.transaction(() => {
    const table = world.get(type, name);
    if (table?.state.region !== region) return work({ tables: {} });
    const prefix = `${name}\n`;
    const before = new Map<string, string>();
    const items: Record<string, Item> = {};
    for (const { key, value } of world.contents("item", prefix)) {
      items[key.slice(prefix.length)] = value as Item;
      before.set(key, JSON.stringify(value));
    }
    const result = work({ tables: { [name]: items } });
    for (const [key, item] of Object.entries(items)) {
      if (before.get(prefix + key) !== JSON.stringify(item))
        world.keep({ kind: "item", key: prefix + key, value: item }, table);
      before.delete(prefix + key);
    }
    for (const key of before.keys()) world.drop("item", key);
    return result;
  });
}
