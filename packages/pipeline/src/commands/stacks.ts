import { UserError } from "@ublog/terminal/errors";
import { changedFiles, stacksRemovedBy, stacksTouchedBy } from "../changedStacks.ts";
import { setOutput } from "../github/workflowOutput.ts";
import { type StackFile, stackFiles } from "../stackFiles.ts";
import type { Context } from "./context.ts";

/**
 * Gives the stacks of the checkout, or those that a change since a commit touches, as a JSON list; the latter with those whose file the
 * change removes. If something prevents that, the reason is given too, for the comment.
 */
export function stacksCommand({ project, env }: Context, since?: string): void {
  try {
    const all = stackFiles(project);
    const names =
      since === undefined ? all.map(({ stack }) => stack) : touched(changedFiles(since, project), all);
    setOutput(env, "stacks", JSON.stringify(names));
  } catch (error) {
    if (error instanceof UserError && env.GITHUB_OUTPUT) setOutput(env, "problem", error.message);
    throw error;
  }
}

function touched(files: readonly string[], all: readonly StackFile[]): string[] {
  return [...stacksTouchedBy(files, all), ...stacksRemovedBy(files, all)].sort();
}
