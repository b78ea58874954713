import { inWorld } from "@ublog/aws-model/src/world/inWorld.ts";
import { UserError } from "@ublog/terminal/errors";
import { clearAway, compareWithAws } from "../faults/compareWithAws.ts";
import { faultText, isOnlySlow } from "../faults/fault.ts";
import { stoppedWhenItHangs } from "../faults/hanging.ts";
import { recover } from "../faults/manualRecovery.ts";
import { type Strike, strikes } from "../faults/plan.ts";
import type { Rehearsal, Step, StepCounts } from "./steps.ts";

/** One attempt at a step. */
export interface Go {
  title: string;
  counts: Partial<StepCounts>;
  /** The faults that made it fail; absent for an attempt that went well. */
  faults?: string[];
  /** What it failed with. */
  error?: string;
  /** What a person had to ask AWS after it. */
  asked?: string[];
}

/** Plays a step. If it fails because of a planned fault, that is reported, recovered from as a person would, and the step is played to its end. */
export async function playStep(step: Step, rehearsal: Rehearsal, tell: (go: Go) => void): Promise<void> {
  const { sandbox, signal } = rehearsal;
  let { run, title } = step;
  for (let before = strikesIn(sandbox.world).length; ; ) {
    try {
      const counts = await stoppedWhenItHangs(sandbox.world, signal, (stop) =>
        run({ ...rehearsal, signal: stop }),
      );
      tell({ title, counts });
      return;
    } catch (error) {
      const all = strikesIn(sandbox.world);
      const struck = all.slice(before).filter(({ fault }) => !isOnlySlow(fault));
      if (signal.aborted || struck.length === 0 || step.again === undefined || !(error instanceof UserError))
        throw error;
      before = all.length;
      const { stack, command, run: again } = step.again;
      const asked = command === "up" ? [...(await recover(sandbox, stack)).values()] : [];
      if (command === "up") clearAway(sandbox.world, (await compareWithAws(sandbox, stack)).twins);
      tell({
        title,
        counts: {},
        faults: [...new Set(struck.map(({ fault }) => faultText(fault)))],
        error: error.message,
        ...(asked.length > 0 ? { asked } : {}),
      });
      run = again;
      title = `${step.title}, after the fault`;
    }
  }
}

const strikesIn = (file: string): Strike[] => inWorld(file, strikes);
