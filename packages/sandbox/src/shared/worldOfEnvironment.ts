import { openWorld, type World } from "@ublog/aws-model/src/world/world.ts";

/** Opens the world that the environment variable `SANDBOX_WORLD` names: the sandbox sets it for its plugins. */
export function worldOfEnvironment(): World {
  const path = process.env.SANDBOX_WORLD;
  if (!path) {
    console.error("SANDBOX_WORLD is not set: it has to hold the path of the sandbox's world file");
    process.exit(1);
  }
  return openWorld(path);
}
