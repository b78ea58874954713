import { existsSync, readdirSync } from "node:fs";
import { openRepository } from "../github/repository.ts";
import { type Environment, pullRequestOf, runUrl } from "../github/run.ts";
import { judge, overridesIn } from "../guard.ts";
import { hasChanges, type Preview } from "../preview.ts";
import { headline } from "../report/effects.ts";
import { code } from "../report/markdown.ts";
import { LIMITS, previewReport } from "../report/previewReport.ts";
import { loadPreview, PREVIEW_FILE } from "../savedPlan.ts";
import { UserError } from "../userError.ts";

/** The previews in a folder and below it, by stack. The folder isn't there where no job kept one. */
function previewsBelow(folder: string): Preview[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name === PREVIEW_FILE)
    .map((entry) => loadPreview(entry.parentPath))
    .sort((a, b) => (a.stack < b.stack ? -1 : 1));
}

/** Keeps one comment with all previews on the pull request. `stacks` are those that should have one. */
export async function commentCommand(
  env: Environment,
  folder: string,
  stacks: readonly string[],
): Promise<void> {
  const request = pullRequestOf(env);
  if (request === undefined)
    throw new UserError("This run is not for a pull request: there is nothing to comment on.");
  const previews = previewsBelow(folder);
  const allowed = overridesIn(request.description);
  const reported = previews.map((preview) => ({ preview, verdict: judge(preview, allowed) }));
  const missing = stacks.filter((stack) => !previews.some((preview) => preview.stack === stack));
  const notes = [
    ...(stacks.length === 0 ? ["This pull request changes no stack."] : []),
    ...missing.map((stack) => `The preview of ${code(stack)} did not get as far as a report.`),
    ...linkTo(env),
  ];
  const heading = ["## Pulumi preview", ...notes].join("\n\n");
  const body = previewReport(heading, reported, LIMITS.comment);
  await openRepository(env).keepComment(request.number, "<!-- pulumi-preview -->", body, stacks.length > 0);
}

/** Keeps one issue for each stack that differs from its program, and closes those of stacks that don't any more. */
export async function driftIssuesCommand(env: Environment, folder: string): Promise<void> {
  const repository = openRepository(env);
  for (const preview of previewsBelow(folder)) {
    if (preview.outcome !== "done") continue;
    const { stack } = preview;
    const marker = `<!-- pulumi-drift ${stack} -->`;
    if (hasChanges(preview)) {
      const report = previewReport(
        driftText(env, stack),
        [{ preview, verdict: judge(preview) }],
        LIMITS.comment,
      );
      await repository.keepIssue(marker, `Drift: ${stack} is not what its program says`, report);
      console.log(`${stack}: ${headline(preview)}`);
    } else {
      await repository.closeIssue(marker, ["The difference is gone.", ...linkTo(env)].join(" "));
      console.log(`${stack}: no drift`);
    }
  }
}

function driftText(env: Environment, stack: string): string {
  return [
    `What is in AWS differs from what the program of ${code(stack)} says: somebody changed it by hand, or a change was merged and not applied. ` +
      `Run the workflow “[IaC] Pulumi” with the action up to make it what the program says, or change the program to what is there.`,
    ...linkTo(env),
  ].join("\n\n");
}

function linkTo(env: Environment): string[] {
  const url = runUrl(env);
  return url === undefined ? [] : [`[Log of the run](${url})`];
}
