import { worldError } from "./brokenWorld.ts";
import { openWorld, type World } from "./world.ts";

/** Opens the world in a file for as long as `use` takes. */
export function inWorld<T>(file: string, use: (world: World) => T): T {
  const world = openWorld(file);
  try {
    return use(world);
  } catch (error) {
    throw worldError(error, file);
  } finally {
    world.close();
  }
}
