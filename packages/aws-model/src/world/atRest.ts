import type { Remains, World, WorldResource } from "./world.ts";

/** A world that nobody changes while it is read: what was read once isn't read again. */
export function atRest(world: World): World {
  const resources = remembered((type: string) => world.resources(type));
  const byId = remembered(
    (type: string) =>
      new Map<string, WorldResource>(resources(type).map((resource) => [resource.id, resource])),
  );
  const remains = remembered((kind: string): Remains[] => world.remains(kind));
  return {
    ...world,
    resources: (type) => (type === undefined ? world.resources() : resources(type)),
    get: (type, id) => byId(type).get(id),
    remains: (kind) => (kind === undefined ? world.remains() : remains(kind)),
  };
}

function remembered<T>(read: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = read(name);
    known.set(name, found);
    return found;
  };
}
