import { execFileSync } from "node:child_process";
import { messageOf, UserError } from "@ublog/terminal/errors";
import { type StackFile, stackOfFile } from "./stackFiles.ts";

/** Which stacks a file is an input of. */
type Reach = "all" | { program: string } | { stack: string } | "none";

/** Files that no program reads, wherever they are. */
const NOT_READ = /(^|\/)(test|bench|examples)\/|\.md$/;

/** Files that one program alone reads. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "stacks/base.ts": "base",
  "stacks/app.ts": "app",
  "stacks/readBase.ts": "app",
  "stacks/bootstrap.ts": "bootstrap",
  "stacks/bootstrapImages.ts": "bootstrap",
  "stacks/bootstrapPolicies.ts": "bootstrap",
  "stacks/bootstrapRelease.ts": "bootstrap",
  "stacks/bootstrapState.ts": "bootstrap",
  "stacks/bootstrapStatements.ts": "bootstrap",
  "stacks/previewReads.ts": "bootstrap",
};

/** Files and folders that every program reads: itself, the library, their versions, and the engine's version. */
const SHARED: readonly string[] = [
  "Pulumi.yaml",
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "stacks/",
  "packages/pulumi-aws-django/",
  "packages/terminal/",
  ".github/actions/setup/action.yml",
];

/** Which stacks a file of the repository is an input of. */
export function reachOf(file: string): Reach {
  const stack = stackOfFile(file);
  if (stack !== undefined) return { stack };
  if (NOT_READ.test(file)) return "none";
  const program = PROGRAMS[file];
  if (program !== undefined) return { program };
  return SHARED.some((path) => file === path || (path.endsWith("/") && file.startsWith(path)))
    ? "all"
    : "none";
}

/** The stacks, of those that have a config file, that a change of these files can change. */
export function stacksTouchedBy(files: readonly string[], stacks: readonly StackFile[]): string[] {
  const reaches = files.map(reachOf);
  return stacks
    .filter(({ stack, program }) =>
      reaches.some(
        (reach) =>
          reach === "all" ||
          (typeof reach === "object" &&
            ("stack" in reach ? reach.stack === stack : reach.program === program)),
      ),
    )
    .map(({ stack }) => stack);
}

/** The stacks whose config file is among these files and isn't there any more. */
export function stacksRemovedBy(files: readonly string[], stacks: readonly StackFile[]): string[] {
  const named = files.flatMap((file) => stackOfFile(file) ?? []);
  return named.filter((name) => !stacks.some(({ stack }) => stack === name)).sort();
}

/** Files that differ between the commit where this branch left `since` and the commit that is checked out. */
export function changedFiles(since: string, cwd: string): string[] {
  return git(["diff", "--name-only", "--no-renames", "-z", mergeBase(since, cwd), "HEAD"], cwd, messageOf)
    .split("\0")
    .filter((file) => file !== "");
}

/** The commit where this branch left `since`. */
export function mergeBase(since: string, cwd: string): string {
  const missing = () => `There is no commit "${since}" here. Check out the whole history (fetch-depth: 0).`;
  const commit = git(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${since}^{commit}`],
    cwd,
    missing,
  );
  const unrelated = () =>
    `HEAD and "${since}" have no commit in common. Check out the whole history (fetch-depth: 0).`;
  return git(["merge-base", commit.trim(), "HEAD"], cwd, unrelated).trim();
}

function git(args: string[], cwd: string, explain: (error: unknown) => string): string {
  try {
    return execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new UserError(explain(error));
  }
}
