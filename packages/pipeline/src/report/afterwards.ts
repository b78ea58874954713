import { code } from "@ublog/terminal/markdown";
import type { Preview } from "../preview.ts";
import { addsRevision } from "./effects.ts";

/** The output of a base that apps read. */
const CONTRACT = "contract";

/** What has to follow an update before all of it is in use, as Markdown: releases, and updates of the apps on a base. */
export function afterwards(preview: Preview): string[] {
  return preview.operation === "up" ? [...aRelease(preview), ...updatesOfApps(preview)] : [];
}

function aRelease({ stack, changes }: Preview): string[] {
  const revised = changes.filter(addsRevision);
  const isFirst = changes.some(
    ({ action, type }) => action === "create" && type === "aws:ecs/cluster:Cluster",
  );
  const run = `run ${releaseOf([stack])}.`;
  if (revised.length === 0) return [];
  if (isFirst) return [`**Nothing of the application runs until the first release:** ${run}`];
  return [
    `**Nothing runs the new revisions of task definitions (${revised.length}) until a release:** ${run} Before that all tasks keep the revision that they were released with.`,
  ];
}

function updatesOfApps({ stack, outputs, changes, unchanged, dependents }: Preview): string[] {
  const isNew = unchanged === 0 && changes.every(({ action }) => action === "create");
  if (!outputs.includes(CONTRACT) || dependents.length === 0 || isNew) return [];
  const names = dependents.map(code).join(", ");
  const own = dependents.length === 1 ? "its own `up`" : "an `up` of their own";
  return [
    `**${names} ${dependents.length === 1 ? "reads" : "read"} the output ${code(CONTRACT)} of ${code(stack)}, which changes,** and ${dependents.length === 1 ? "keeps" : "keep"} the old values until ${own} (“[IaC] Pulumi”), and the tasks until a release after that (${releaseOf(dependents)}).`,
  ];
}

/** How a person releases. */
function releaseOf(environments: readonly string[]): string {
  const names = environments.map(code).join(", then ");
  return `the workflow “[CD] App Update” with the stack ${names}`;
}
