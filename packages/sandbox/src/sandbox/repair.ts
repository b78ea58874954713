import type { RunOptions, RunResult } from "../shared/run.ts";
import { openWorld } from "../world/world.ts";
import type { PendingOperation } from "./engineState.ts";

type Cli = (args: string[], options?: RunOptions) => Promise<RunResult>;

/** An exported stack, as far as it matters here. */
interface Exported {
  deployment: { pending_operations?: PendingOperation[]; resources?: { urn: string; id?: string }[] };
}

/**
 * Clears away what an engine that was killed has left half done. Against a real account a person would have to look; here
 * the world says what became of it: what was created and not yet recorded is removed, and the next run makes it again.
 * Updates and deletions that were under way are simply done again by the next run.
 */
export async function repairStack(
  stack: string,
  pending: PendingOperation[],
  worldFile: string,
  cli: Cli,
  log: (line: string) => void,
): Promise<void> {
  const exported = await cli(["stack", "export", "--stack", stack]);
  if (exported.code !== 0) throw new Error(`pulumi stack export --stack ${stack}: ${exported.stderr.trim()}`);
  const state = JSON.parse(exported.stdout) as Exported;

  const recorded = new Set(state.deployment.resources?.map(({ urn, id }) => `${urn} ${id}`));
  const unfinished = new Set(
    pending.filter(({ type }) => type === "creating").map(({ resource }) => resource.urn),
  );
  const world = openWorld(worldFile);
  try {
    for (const { urn, id, type } of world.resources()) {
      if (unfinished.has(urn) && !recorded.has(`${urn} ${id}`)) world.delete(type, id);
    }
  } finally {
    world.close();
  }

  delete state.deployment.pending_operations;
  const imported = await cli(["stack", "import", "--stack", stack], { stdin: JSON.stringify(state) });
  if (imported.code !== 0) throw new Error(`pulumi stack import --stack ${stack}: ${imported.stderr.trim()}`);
  const operations = pending.length === 1 ? "1 operation" : `${pending.length} operations`;
  log(`Recovered ${stack}: ${operations} of a run that was killed will be done again.`);
}
