import { openSandbox } from "../sandbox/sandbox.ts";
import { WHAT_IS_REAL } from "../shared/whatIsReal.ts";
import { type Context, log } from "./context.ts";

/** Runs a command between a project and its environment in this terminal, on the sandbox's copy of the stack files. */
export async function project(context: Context, args: string[]): Promise<number> {
  log(WHAT_IS_REAL);
  log(COPY);
  const sandbox = await openSandbox({ ...context, log });
  return sandbox.projectVerbOnTerminal(args);
}

/** Where settings are changed. */
const COPY =
  "Settings: those of a copy, which `sandbox pulumi` uses; your stack files stay\nas they are. The copy of a file starts over when you change the file itself.";
