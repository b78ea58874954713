import { join } from "node:path";
import { repository } from "@ublog/estimates/src/programs/repository.ts";
import { parseFault } from "../faults/fault.ts";
import { describeReport, rehearse as rehearseStory } from "../rehearse/rehearse.ts";
import { story } from "../rehearse/story.ts";
import { needStackFiles } from "../sandbox/stackNames.ts";
import { WHAT_IS_REAL } from "../shared/whatIsReal.ts";
import { type Context, engineFor, log, look, stoppedBy, whenStopped } from "./context.ts";

export interface RehearseFlags {
  fault?: string[];
  json?: boolean;
  timeline?: boolean;
  cost?: boolean;
}

/** Plays the whole story of the stacks on the engine; or, without it, says what the stacks take or cost. */
export async function rehearse(context: Context, flags: RehearseFlags): Promise<number> {
  const faults = flags.fault?.map((text) => parseFault(text, "--fault"));
  const option = flags.cost ? " --cost" : flags.timeline ? " --timeline" : "";
  needStackFiles(repository, ["base", "alpha"], `rehearse${option}`);
  if (option !== "") {
    await estimate(flags);
    return 0;
  }
  const { json } = flags;
  const say = json ? log : console.log;
  say(WHAT_IS_REAL);
  const engine = await engineFor(context, say);
  const signal = whenStopped(say);
  const report = await rehearseStory(story, {
    dir: join(context.dir, "rehearsals"),
    engine,
    log: say,
    signal,
    faults,
    paint: look(json).paint,
  });
  console.log(json ? JSON.stringify(report, null, 2) : describeReport(report, look()));
  if (signal.aborted) return stoppedBy(signal);
  return report.ok && report.unmet === undefined ? 0 : 1;
}

async function estimate({ cost, json }: RehearseFlags): Promise<void> {
  log("Real: the programs in stacks/. Stand-in: the engine and AWS, for some seconds.");
  const { estimateCosts, estimateTimes } = await import("@ublog/estimates/src/estimates.ts");
  const estimated = await (cost ? estimateCosts : estimateTimes)(look().width);
  console.log(json ? JSON.stringify(estimated.json, null, 2) : estimated.text);
}
