import { existsSync, readdirSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import { alert, block, code } from "@ublog/terminal/markdown";
import { openRepository } from "../github/repository.ts";
import { pullRequestOf, runUrl } from "../github/run.ts";
import type { Environment } from "../github/workflowOutput.ts";
import { judge, overridesIn } from "../guard.ts";
import { hasChanges, type Preview } from "../preview.ts";
import { headline } from "../report/effects.ts";
import { LIMITS, previewReport } from "../report/previewReport.ts";
import { loadPreview, PREVIEW_FILE } from "../savedPlan.ts";

/** The previews in a folder and below it, by stack. The folder is missing if no job kept one. */
function previewsBelow(folder: string): Preview[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name === PREVIEW_FILE)
    .map((entry) => loadPreview(entry.parentPath))
    .sort((a, b) => (a.stack < b.stack ? -1 : 1));
}

/**
 * Keeps one comment with all previews on the pull request. `stacks` are those that should have one; absent if the run couldn't find out
 * which, because of the `problem`.
 */
export async function commentCommand(
  env: Environment,
  folder: string,
  stacks: readonly string[] | undefined,
  problem = "",
): Promise<void> {
  const request = pullRequestOf(env);
  if (request === undefined)
    throw new UserError("This run is not for a pull request: there is nothing to comment on.");
  const previews = previewsBelow(folder);
  const allowed = overridesIn(request.description);
  const reported = previews.map((preview) => ({ preview, verdict: judge(preview, allowed) }));
  const missing = (stacks ?? []).filter((stack) => !previews.some((preview) => preview.stack === stack));
  const notes = [
    ...(stacks === undefined ? [alert("CAUTION", unknownStacks(problem))] : []),
    ...(stacks?.length === 0 ? ["This pull request changes no stack."] : []),
    ...missing.map((stack) => `The preview of ${code(stack)} did not get as far as a report.`),
    ...linkTo(env),
  ];
  const heading = ["## Pulumi preview", ...notes].join("\n\n");
  const body = previewReport(heading, reported, LIMITS.comment);
  await openRepository(env).keepComment(
    request.number,
    "<!-- pulumi-preview -->",
    body,
    stacks?.length !== 0,
  );
}

/** Why there is no preview at all. */
function unknownStacks(problem: string): string {
  const text =
    "**There is no preview of this state of the pull request:** which stacks it changes couldn't be found out.";
  return problem === "" ? `${text} The job “Stacks” failed.` : `${text}\n\n${block(problem)}`;
}

/**
 * Keeps one issue for each stack that differs from its program, and closes those of stacks that no longer do, that have no resources
 * any more, or that aren't among the `stacks` that have a config file.
 */
export async function driftIssuesCommand(
  env: Environment,
  folder: string,
  stacks?: readonly string[],
): Promise<void> {
  const repository = openRepository(env);
  const close = (stack: string, why: string) =>
    repository.closeIssue(markerOf(stack), [why, ...linkTo(env)].join(" "));
  for (const preview of previewsBelow(folder)) {
    const { stack } = preview;
    if (preview.outcome === "missing")
      await close(stack, "The stack has no resources: there is nothing to compare.");
    if (preview.outcome !== "done") continue;
    const marker = markerOf(stack);
    if (hasChanges(preview)) {
      const report = previewReport(
        driftText(env, stack),
        [{ preview, verdict: judge(preview) }],
        LIMITS.comment,
      );
      await repository.keepIssue(marker, `Drift: ${stack} is not what its program says`, report);
      console.log(`${stack}: ${headline(preview)}`);
    } else {
      await close(stack, "The difference is gone.");
      console.log(`${stack}: no drift`);
    }
  }
  if (stacks === undefined) return;
  for (const marker of await repository.openIssues(MARKER)) {
    const stack = MARKER.exec(marker)?.[1] ?? "";
    if (!stacks.includes(stack))
      await close(stack, `There is no Pulumi.${stack}.yaml any more: nothing is compared.`);
  }
}

const MARKER = /^<!-- pulumi-drift (\S+) -->/;
const markerOf = (stack: string) => `<!-- pulumi-drift ${stack} -->`;

function driftText(env: Environment, stack: string): string {
  return [
    `What is in AWS differs from what the program of ${code(stack)} says: somebody changed it by hand, or a change was merged and not applied. ` +
      `Run the workflow “[IaC] Pulumi” with the action up to make it what the program says, or change the program to match what is there.`,
    ...linkTo(env),
  ].join("\n\n");
}

function linkTo(env: Environment): string[] {
  const url = runUrl(env);
  return url === undefined ? [] : [`[Log of the run](${url})`];
}
