import { MINUTE } from "@ublog/app-update/src/clock.ts";
import { execute, processSurroundings, type Surroundings } from "@ublog/app-update/src/main.ts";
import { EXIT } from "@ublog/app-update/src/outcome.ts";
import { build } from "../images/build.ts";
import { regionOfStack } from "../images/stackSettings.ts";
import { type Workshop, workshopOf } from "../images/workshop.ts";

/** What the command line says. */
export interface BuildFlags {
  stack: string;
  version?: string;
  push?: boolean;
  githubCache?: boolean;
  folder: Record<string, string>;
  region?: string;
  json?: boolean;
  dryRun?: boolean;
}

/** Builds the images of a stack and pushes them; gives the exit code. */
export async function buildCommand(
  images: readonly string[],
  flags: BuildFlags,
  around: Surroundings = processSurroundings,
  workshop: Workshop = workshopOf(around, flags.json ? around.stderr : around.stdout),
): Promise<number> {
  const { stack, version, folder: folders, json, dryRun } = flags;
  const region = flags.region ?? regionOfStack(workshop.project, stack);
  const invocation = { stack, project: workshop.name, region, json, dryRun, timeout: MINUTE };
  const exit = await execute(around, invocation, "build", (session) =>
    build(session, workshop, {
      ...{ stack, region, version, folders, dryRun },
      images: images.length === 0 ? undefined : images,
      push: flags.push !== false,
      githubCache: flags.githubCache,
    }),
  );
  // The release tool tells a refusal from a failure; the verbs of a project don't.
  return exit === EXIT.done || exit === EXIT.interrupted ? exit : EXIT.failed;
}
