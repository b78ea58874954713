import { inProcess, type ProgramRun } from "@ublog/aws-model/src/inProcess/inProcess.ts";
import { runStacks, stackConfig, stackProgram } from "../programs/stacks.ts";
import { type Wait, waitsOf } from "./graph.ts";
import { apart, hiddenWaits, play } from "./play.ts";
import { timelineOfDestroy, timelineOfUp, type UpdateTimeline } from "./timeline.ts";
import { secondsOf } from "./times.ts";

/**
 * How many resources the engine works on at a time: four for each processor, of which a runner of GitHub Actions has four.
 * (pulumi/pulumi, pkg/cmd/pulumi/operations/up.go, defaultParallel)
 */
export const PARALLELISM = 16;

/** The timelines of the committed stacks, from first to last. A base is destroyed once it is disposable: a durable one refuses. */
export async function stackTimelines(): Promise<UpdateTimeline[]> {
  const { base, alpha } = await runStacks();
  const disposable = await runStacks({ base: { "ublog:durability": "disposable" } });
  const hidden = await hiddenWaitsOfStacks({ base, alpha });
  return [
    timelineOfUp("base", base.resources, PARALLELISM, hidden.base),
    timelineOfUp("alpha", alpha.resources, PARALLELISM, hidden.alpha),
    timelineOfDestroy("alpha", alpha.resources, PARALLELISM),
    timelineOfDestroy("base", disposable.base.resources, PARALLELISM),
  ];
}

/** What the programs of the committed stacks wait for although no resource says so. */
export async function hiddenWaitsOfStacks<Stack extends string>(
  runs: Record<Stack, ProgramRun>,
): Promise<Record<Stack, Map<string, Wait>>> {
  const program = await stackProgram();
  const account = inProcess();
  const hidden: Partial<Record<Stack, Map<string, Wait>>> = {};
  for (const [stack, { resources }] of Object.entries(runs) as [Stack, ProgramRun][]) {
    const seconds = apart(resources, secondsOf(resources, "create"));
    const played = async () => {
      const run = await play(program, seconds);
      hidden[stack] = hiddenWaits(run.played, waitsOf(resources));
      return run.result;
    };
    await account.run(stack, played, ...stackConfig(stack));
  }
  return hidden as Record<Stack, Map<string, Wait>>;
}
