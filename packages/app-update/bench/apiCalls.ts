import { run } from "../test/support/program.ts";
import { makeWorld, pushVersion } from "../test/support/world.ts";

/** How many API calls a release made. */
export interface Calls {
  services: number;
  /** How long it took, in virtual seconds. */
  seconds: number;
  total: number;
  /** By operation. */
  byOperation: Record<string, number>;
}

/**
 * Releases a second version to an environment of five services and some more workers, in memory and in virtual time, and
 * counts its API calls.
 *
 * @param startSeconds how long every new web task takes to answer its health check
 */
export async function countCalls(workers = 0, startSeconds = 1): Promise<Calls> {
  const slow = { healthyAfterSeconds: startSeconds };
  const world = makeWorld({ workers, scenarios: { v2: { gunicorn: slow } }, grace: startSeconds + 60 });
  for (const version of ["v1", "v2"]) pushVersion(world, version);
  await run(world, "release v1");
  const began = world.ecs.now;
  const { exit, calls } = await run(world, "release v2");
  if (exit !== 0) throw new Error(`the release ended with ${exit}`);
  const byOperation: Record<string, number> = {};
  for (const call of calls) byOperation[call] = (byOperation[call] ?? 0) + 1;
  const seconds = Math.round((world.ecs.now - began) / 1000);
  return { services: world.targets.services.length, seconds, total: calls.length, byOperation };
}

if (import.meta.main) {
  const rows = [];
  for (const workers of [0, 5, 45]) rows.push({ ...(await countCalls(workers)), byOperation: undefined });
  for (const minutes of [5, 10, 20])
    rows.push({ ...(await countCalls(0, minutes * 60)), byOperation: undefined });
  console.table(rows, ["services", "seconds", "total"]);
  console.table((await countCalls()).byOperation);
}
