import { openWorld, type World } from "./world.ts";

/** Opens the world in a file for as long as `use` takes. */
export function inWorld<T>(file: string, use: (world: World) => T): T {
  const world = openWorld(file);
  try {
    return use(world);
  } finally {
    world.close();
  }
}
