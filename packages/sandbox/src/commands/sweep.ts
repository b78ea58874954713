import { join } from "node:path";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { parseFault } from "../faults/fault.ts";
import { describeSweep } from "../faults/sweep/report.ts";
import { sweep as sweepAll } from "../faults/sweep/sweep.ts";
import { needStackFiles } from "../sandbox/stackNames.ts";
import { WHAT_IS_REAL } from "../shared/whatIsReal.ts";
import { type Context, engineFor, log, logError, look, stoppedBy, whenStopped } from "./context.ts";

export interface SweepFlags {
  only?: string[];
  stack?: string;
  json?: boolean;
}

/** Lets everything go wrong, and counts what recovers. */
export async function sweep(context: Context, { only, stack, json }: SweepFlags): Promise<number> {
  const groups = only === undefined ? {} : { groups: [only.map((text) => parseFault(text, "--only"))] };
  needStackFiles(repository, ["base", "alpha"], "sweep");
  const say = json ? log : console.log;
  say(WHAT_IS_REAL);
  const engine = await engineFor(context, say);
  const signal = whenStopped(say);
  try {
    const report = await sweepAll({
      dir: join(context.dir, "sweeps"),
      engine,
      log: say,
      signal,
      ...groups,
      ...(stack === undefined ? {} : { stacks: [stack] }),
    });
    console.log(json ? JSON.stringify(report, null, 2) : describeSweep(report, look()));
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    logError(error);
    return stoppedBy(signal);
  }
}
