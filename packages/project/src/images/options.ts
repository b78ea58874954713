/** What a build is asked for. */
export interface BuildOptions {
  stack: string;
  /** The AWS region, where the command line says it. */
  region?: string | undefined;
  /** Which images. Defaults to all that the stack runs. */
  images?: readonly string[] | undefined;
  /** The version of every image that has none of its own. Defaults to what git says. */
  version?: string | undefined;
  /** Versions by image name. */
  versions?: Readonly<Record<string, string>>;
  /** Whether the images are pushed; otherwise they stay on this machine, and AWS isn't asked for anything. */
  push: boolean;
  /** Whether layers are kept in GitHub's cache, which only a workflow has. */
  githubCache?: boolean | undefined;
  /** Folders by image name, instead of those in .ublog.yaml. */
  folders?: Readonly<Record<string, string>>;
  /** Only says what would be done. */
  dryRun?: boolean | undefined;
}
