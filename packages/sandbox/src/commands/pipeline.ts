import { recoveryCommand } from "../faults/manualRecovery.ts";
import { openSandbox, stackOf } from "../sandbox/sandbox.ts";
import { WHAT_IS_REAL } from "../shared/whatIsReal.ts";
import { type Context, log } from "./context.ts";

/** Runs a command of the pipelines in this terminal; where `recover` asks for what only AWS knows, it adds what AWS would answer. */
export async function pipeline(context: Context, args: string[]): Promise<number> {
  log(WHAT_IS_REAL);
  const sandbox = await openSandbox({ ...context, log });
  const code = await sandbox.pipelineOnTerminal(args);
  const stack = stackOf(args);
  const asks = args[0] === "recover" && !args.some((arg) => ["--dry-run", "--help", "-h"].includes(arg));
  const advice = asks && stack !== undefined ? await recoveryCommand(sandbox, stack) : undefined;
  if (advice !== undefined) log(advice);
  return code;
}
