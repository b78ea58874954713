import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { engineState } from "../sandbox/engineState.ts";
import { foldersIn } from "../sandbox/environment.ts";
import { othersIn } from "../shared/ownFolder.ts";
import type { Context } from "./context.ts";

/** Forgets the stacks and the world, unless something is at work on them. */
export function reset({ dir }: Context): void {
  if (existsSync(dir) && !statSync(dir).isDirectory())
    throw new UserError(`${dir} is a file, not a sandbox. Move it away: the sandbox makes a folder there.`);
  const state = engineState(foldersIn(dir).state);
  state.releaseDeadLocks();
  const busy = state.lockedStacks();
  if (busy.length > 0)
    throw new UserError(`A Pulumi engine is working on ${busy.join(" and ")}; wait for it, or stop it.`);
  const others = ["rehearsals", "sweeps"].flatMap((folder) => othersIn(join(dir, folder)));
  if (others.length > 0)
    throw new UserError(
      `A rehearsal or a sweep is at work here (process ${others.join(", ")}); wait for it, or stop it.`,
    );
  const was = existsSync(dir);
  rmSync(dir, { recursive: true, force: true });
  console.log(was ? "The sandbox is empty." : "The sandbox was empty already.");
}
