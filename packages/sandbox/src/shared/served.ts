import { serveAws } from "@ublog/aws-model/src/wire/server.ts";
import { openWorld, type World } from "@ublog/aws-model/src/world/world.ts";

/** The stand-in checks no signatures; the SDK won't start without something to sign with. */
export const STAND_IN_CREDENTIALS = { AWS_ACCESS_KEY_ID: "sandbox", AWS_SECRET_ACCESS_KEY: "sandbox" };

/** Runs a program with the world in a file as its AWS: `environment` leads it there. */
export async function served<T>(
  file: string,
  program: (environment: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const world = openWorld(file);
  const server = await serveAws(world);
  try {
    return await program({
      ...STAND_IN_CREDENTIALS,
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: regionIn(world),
    });
  } finally {
    await server.stop();
    world.close();
  }
}

/** Where the first environment is, for commands that don't name a region. */
export function regionIn(world: World): string {
  const [cluster] = world.resources("aws:ecs/cluster:Cluster");
  return String(cluster?.state.region ?? "us-east-1");
}
