import { isImageTag } from "@ublog/app-update/src/arguments.ts";
import type { Checkout } from "./checkout.ts";

/** How many digits of a commit are its version. */
const DIGITS = 12;

/** The beginning of a commit, as people read it and as it is a version. */
export const shortCommit = (commit: string): string => commit.slice(0, DIGITS);

/** It says of no image which it is. */
const LATEST = "latest";

const isVersion = (tag: string): boolean => isImageTag(tag) && tag !== LATEST;

/** A version, or a sentence that says why there is none and what to do. */
export type Version = { version: string } | { problem: string };

/**
 * The version of what is checked out, which is the tag of its image: what the command line says, otherwise the git tag of the commit,
 * otherwise its first digits.
 */
export function versionOf(
  { commit, tags }: Pick<Checkout, "commit" | "tags">,
  given: { version?: string | undefined; commitOfTag?: string | undefined } = {},
): Version {
  const { version } = given;
  if (version !== undefined) {
    if (version === LATEST)
      return {
        problem:
          "--version latest would stay what it is first pushed as: a tag never changes. Write a version, or leave it out.",
      };
    if (given.commitOfTag === undefined || given.commitOfTag === commit) return { version };
    return {
      problem: `--version ${version} is a git tag of another commit, ${shortCommit(given.commitOfTag)}, and ${shortCommit(commit)} is checked out. Check out ${version}, or write another version.`,
    };
  }
  const [tag, ...others] = tags;
  if (tag === undefined) return { version: shortCommit(commit) };
  if (others.length > 0)
    return {
      problem: `the commit ${shortCommit(commit)} has several git tags: ${tags.join(", ")}. Write which one is meant, such as --version ${tags.find(isVersion) ?? asImageTag(tag)}.`,
    };
  if (isVersion(tag)) return { version: tag };
  return {
    problem: `the git tag ${tag} can't be the tag of an image, which has at most 128 letters, digits, ".", "_" and "-". Write --version ${asImageTag(tag)}.`,
  };
}

/** What a person could write instead. */
function asImageTag(tag: string): string {
  return (
    tag
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "")
      .slice(0, 128) || "v1"
  );
}
