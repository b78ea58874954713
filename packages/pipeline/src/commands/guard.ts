import { readFileSync, statSync } from "node:fs";
import { UserError } from "@ublog/terminal/errors";
import { pullRequestOf } from "../github/run.ts";
import { type Environment, showError } from "../github/workflowOutput.ts";
import { judge, overrideLine, overridesIn } from "../guard.ts";
import type { Preview } from "../preview.ts";
import { readPulumiPreview } from "../readPreview.ts";
import { refuseProtected } from "../refuseProtected.ts";
import { LIMITS, previewReport } from "../report/previewReport.ts";
import { protectionText } from "../report/protection.ts";
import { loadPreview } from "../savedPlan.ts";
import { STATEFUL } from "../stateful.ts";
import { parseUrn } from "../urn.ts";

/** Prints the report of a preview. */
export function reportCommand(path: string): void {
  const preview = previewAt(path);
  console.log(previewReport("## Pulumi preview", [{ preview, verdict: judge(preview) }], LIMITS.summary));
}

/** Whether nothing is lost except what the pull request or a name allows. Says what to do if something is. */
export function guardCommand(env: Environment, path: string, allowed: readonly string[]): boolean {
  const preview = previewAt(path);
  const request = pullRequestOf(env);
  const said = [...allowed, ...overridesIn(request?.description ?? "")];
  const { refused, accepted = [], held = [] } = judge(preview, said);
  if (held.length > 0) showError(env, protectionText(preview, held));
  for (const { action, name, type, urn } of refused) {
    if (held.some((one) => one.urn === urn)) continue;
    showError(
      env,
      `${preview.stack}: ${name}, ${STATEFUL[type]}, would be lost (${action}). ` +
        `If that is what you want, write a line into the description of the pull request: ${overrideLine(urn)}`,
    );
  }
  if (refused.length > 0 || held.length > 0) return false;
  if (preview.outcome === "failed") {
    console.log(`${preview.stack}: the preview failed, so nobody knows what would be lost.`);
    return false;
  }
  console.log(
    accepted.length === 0
      ? `${preview.stack}: nothing that holds data is replaced or deleted.`
      : `${preview.stack}: will be lost, as allowed: ${accepted.map(({ name }) => name).join(", ")}.`,
  );
  return true;
}

/** The preview in a folder of `pipeline preview`, or in a file that `pulumi preview --json` was written to (`-` for standard input). */
function previewAt(path: string): Preview {
  const found = path === "-" ? undefined : statSync(path, { throwIfNoEntry: false });
  if (path !== "-" && found === undefined)
    throw new UserError(
      `There is no preview ${path}. Name a folder of \`preview --out\`, a file that \`pulumi preview --json\` was written to, or - for standard input.`,
    );
  if (found?.isDirectory()) return loadPreview(path);
  const json = readFileSync(path === "-" ? 0 : path, "utf8");
  const { urn = "" } = /"urn":\s*"(?<urn>[^"]+)"/.exec(json)?.groups ?? {};
  const preview = readPulumiPreview(json, { stack: parseUrn(urn).stack, operation: "up" });
  return refuseProtected(preview.errors.length === 0 ? preview : { ...preview, outcome: "failed" });
}
