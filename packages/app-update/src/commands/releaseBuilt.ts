import { EXIT, Refusal } from "../outcome.ts";
import type { Build, BuiltImages } from "../release/built.ts";
import { namesOf } from "../release/wanted.ts";
import type { Report } from "../report/report.ts";
import type { Session } from "../session.ts";
import { readTargets } from "../targets.ts";
import { type ReleaseOptions, release } from "./release.ts";

export interface ReleaseBuiltOptions extends ReleaseOptions {
  stack: string;
  /** The Pulumi project, where the command line says it. */
  project?: string;
  json?: boolean;
}

/** build → push → release of exactly that, by digest; all in one report. */
export async function releaseBuilt(
  session: Session,
  build: Build | undefined,
  options: ReleaseBuiltOptions,
): Promise<Report> {
  const command = "release --build";
  if (build === undefined)
    throw new Refusal([
      "--build needs the repository that says what the images are built of: there it is `npx -y pnpm@12 ublog release --build`. Here push the images first, and write their version.",
    ]);
  if (options.stack.startsWith("/"))
    throw new Refusal([
      `--build reads the stack's file: write --stack with its name instead of ${options.stack}.`,
    ]);
  if (Object.keys(options.digests).length > 0)
    throw new Refusal([
      "--digest names an image that is pushed already, and --build makes one: write one of them.",
    ]);
  // Before minutes go into a build that has nowhere to go.
  await readTargets(session);
  const { report: built, images } = await build(session, options);
  if (images === undefined && built.exit !== EXIT.done) return { ...built, command };
  if (images === undefined)
    return { ...built, command, headline: `${built.headline} Then it would release what was built.` };
  try {
    const released = await release(session, {
      ...options,
      ...wantedOf(images),
      commitOf: commitOf(options, images),
    });
    return { ...together(built, released), command };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { problems } = error;
    const headline = `Refused: ${built.environment} is as it was. ${namesOf(wantedOf(images))} stay in the registry.`;
    return { ...built, command, exit: EXIT.refused, headline, problems };
  }
}

/** Exactly what was built, and nothing that has its tag. */
const wantedOf = ({ versions, digests }: BuiltImages) => ({ version: undefined, versions, digests });

function commitOf(
  { commitOf: otherwise }: ReleaseOptions,
  { commits }: BuiltImages,
): ReleaseOptions["commitOf"] {
  return (version, image) => commits[image] ?? otherwise(version, image);
}

/** What was built and what was released, as one. */
function together(built: Report, released: Report): Report {
  return {
    ...released,
    tables: [...built.tables, ...released.tables],
    remarks: [...built.remarks, ...released.remarks],
    data: { ...built.data, ...released.data },
    outputs: { ...built.outputs, ...released.outputs },
  };
}
