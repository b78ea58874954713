import type { Report } from "../report/report.ts";
import type { Session } from "../session.ts";

/** What `release --build` asks for. */
export interface BuildRequest {
  stack: string;
  /** The Pulumi project, where the command line says it. */
  project?: string;
  /** The version of every image that has none of its own. Defaults to what git says. */
  version?: string;
  /** Versions by image name. Where there is no `version`, only these images are built. */
  versions: Record<string, string>;
  dryRun?: boolean;
  json?: boolean;
}

/** What is in the registry after a build, by image name. */
export interface BuiltImages {
  versions: Record<string, string>;
  digests: Record<string, string>;
  /** The whole commits that they were built of. */
  commits: Record<string, string>;
}

/** Builds and pushes images. Without `images` it is over: it failed, was stopped, or only said what it would do. */
export type Build = (
  session: Session,
  request: BuildRequest,
) => Promise<{ report: Report; images?: BuiltImages }>;
