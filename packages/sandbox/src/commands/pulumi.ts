import { neverHappened, takeFaults, withFaults } from "../faults/withFaults.ts";
import { openSandbox } from "../sandbox/sandbox.ts";
import { takeProject } from "../sandbox/takeProject.ts";
import { WHAT_IS_REAL } from "../shared/whatIsReal.ts";
import { type Context, log } from "./context.ts";

/** Runs Pulumi in this terminal. Its exit code is Pulumi's, or 1 if all went well but a requested fault never happened. */
export async function pulumi(context: Context, args: string[]): Promise<number> {
  const { faults, rest: others } = takeFaults(args);
  const { project, rest } = takeProject(others);
  log(WHAT_IS_REAL);
  const sandbox = await openSandbox({ ...context, log, ...project });
  const { result, unmet } = await withFaults(sandbox.world, faults, () => sandbox.pulumiOnTerminal(rest));
  for (const fault of unmet) log(neverHappened(fault, result === 0));
  return result === 0 && unmet.length > 0 ? 1 : result;
}
