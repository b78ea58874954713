import type { Surroundings } from "@ublog/app-update/src/main.ts";
import { EXIT, Refusal } from "@ublog/app-update/src/outcome.ts";
import type { Build } from "@ublog/app-update/src/release/built.ts";
import { UserError } from "@ublog/terminal/errors";
import { build } from "./build.ts";
import { type Workshop, workshopOf } from "./workshop.ts";

/** What `release --build` builds with: the images of the project around the folder. */
export function buildForRelease(around: Surroundings, own?: Workshop): Build {
  return async (session, { stack, project, version, versions, dryRun, json }) => {
    const workshop = own ?? workshopAround(around, json);
    if (project !== undefined && project !== workshop.name)
      throw new Refusal([
        `--build builds for the Pulumi project of this folder, ${workshop.name}, and --project says ${project}: leave it out.`,
      ]);
    const named = Object.keys(versions);
    const report = await build(session, workshop, {
      ...{ stack, version, versions, dryRun },
      // As in a release, what isn't named stays as it is.
      images: version === undefined && named.length > 0 ? named : undefined,
      push: true,
    });
    const { images = [], versions: pushed, digests } = report.data as Partial<Built>;
    if (report.exit !== EXIT.done || pushed === undefined || digests === undefined) return { report };
    const commits = Object.fromEntries(images.map(({ image, commit }) => [image, commit]));
    return { report, images: { versions: pushed, digests, commits } };
  };
}

/** What the report of a build that went well holds. */
interface Built {
  images: { image: string; commit: string }[];
  versions: Record<string, string>;
  digests: Record<string, string>;
}

function workshopAround(around: Surroundings, json = false): Workshop {
  try {
    return workshopOf(around, json ? around.stderr : around.stdout);
  } catch (error) {
    throw error instanceof UserError ? new Refusal([error.message]) : error;
  }
}
