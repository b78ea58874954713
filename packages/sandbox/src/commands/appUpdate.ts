import { EXIT } from "@ublog/app-update/src/outcome.ts";
import { appUpdateOnTerminal } from "../appUpdate/appUpdate.ts";
import { otherEnvironments } from "../appUpdate/environments.ts";
import { foldersIn } from "../sandbox/environment.ts";
import { openSandbox } from "../sandbox/sandbox.ts";
import { type Context, log } from "./context.ts";

/** Runs the release tool in this terminal; if it finds no environment of that name, it says which exist. */
export async function appUpdate(context: Context, args: string[]): Promise<number> {
  log(
    "Real: app-update and AWS's SDK. Stand-in: AWS, with its clock.\n`sandbox versions` lists what goes wrong.",
  );
  const { world } = foldersIn(context.dir);
  // Only `status` asks Pulumi: all others need no engine.
  const code =
    args[0] === "status"
      ? await (await openSandbox({ ...context, log })).appUpdateOnTerminal(args)
      : await appUpdateOnTerminal(world, args);
  const others = code === EXIT.refused ? await otherEnvironments(world, args, process.cwd()) : undefined;
  if (others !== undefined) log(others);
  return code;
}
