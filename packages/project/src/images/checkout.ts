import { existsSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { ImageName } from "pulumi-aws-django/vocabulary";
import type { Git } from "./git.ts";
import type { ImageSource } from "./imagesFile.ts";

/** What an image is built of. */
export interface Checkout {
  /** The build's context, an absolute path. */
  context: string;
  /** The Dockerfile, an absolute path. */
  dockerfile: string;
  /** The whole commit that is checked out. */
  commit: string;
  /** When it was made, in seconds since 1970. */
  committed: number;
  /** The git tags that it has. */
  tags: readonly string[];
  /** What differs in the context from the commit, as `git status` writes it: `?? notes.txt`. */
  changes: readonly string[];
  /** What git ignores in the context and no .dockerignore keeps out of the image: secrets, perhaps. */
  stowaways: readonly string[];
  /** The address of the repository on the web, without credentials. Undefined where it isn't known. */
  source: string | undefined;
}

/** What is wrong with a checkout: each a sentence with what to do. */
export class CheckoutProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** What is checked out in a folder, for an image. Throws CheckoutProblems where nobody could say what an image of it would be. */
export async function readCheckout(
  git: Git,
  image: ImageName,
  source: ImageSource & { folder: string },
): Promise<Checkout> {
  const refuse = (...problems: string[]): never => {
    throw new CheckoutProblems(problems);
  };
  const { folder } = source;
  if (!isFolder(folder)) {
    const clone =
      source.repository === undefined
        ? ""
        : `git clone https://github.com/${source.repository} ${folder}, or `;
    return refuse(`there is no folder ${folder}. ${clone}--folder ${image}=… says where it is.`);
  }
  const context = join(folder, source.context);
  if (!isFolder(context))
    return refuse(`there is no folder ${context}. Correct \`context\` in .ublog.yaml (${source.context}).`);
  const dockerfile = join(context, source.dockerfile);
  if (statSync(dockerfile, { throwIfNoEntry: false })?.isFile() !== true)
    return refuse(`there is no ${dockerfile}. \`ublog init\` writes one that is made for it.`);

  const top = await topOf(git, folder, refuse);
  const within = relative(top, realpathSync(context));
  if (within.startsWith("..") || isAbsolute(within))
    return refuse(
      `${context} is outside of its git repository, ${top}: no commit says what is in it. Write a context within the repository.`,
    );
  const head = await git(top, ["log", "-1", "--format=%H %ct"]);
  if (head.code !== 0)
    return refuse(`${top} has no commit yet. git -C ${top} add . && git -C ${top} commit -m "First version"`);
  const [commit = "", committed = ""] = head.stdout.trim().split(" ");
  const path = within === "" ? "." : within;
  const [tags, status, tracked, missing] = await Promise.all([
    lines(git(top, ["tag", "--points-at", "HEAD"])),
    git(top, ["status", "--porcelain=v1", "-z", "--untracked-files=normal", "--", path]),
    git(top, ["ls-files", "--error-unmatch", "--", join(path, source.dockerfile)]),
    missingSubmodules(git, top, within),
  ]);
  const changes = changesIn(status.stdout);
  const problems = missing.map(
    (name) =>
      `the submodule ${name} of ${top} isn't checked out, and would be empty in the image. git -C ${top} submodule update --init --recursive`,
  );
  if (tracked.code !== 0 && changes.length === 0)
    problems.push(
      `git ignores ${dockerfile}: no commit of ${top} says what is in it. Take it out of .gitignore and commit it, or make ${folder} a repository of its own.`,
    );
  if (problems.length > 0) return refuse(...problems);
  return {
    context,
    dockerfile,
    commit,
    committed: Number(committed),
    tags,
    changes,
    stowaways: await stowawaysIn(git, top, path, [
      join(context, ".dockerignore"),
      `${dockerfile}.dockerignore`,
    ]),
    source: await sourceOf(git, top, source.repository),
  };
}

/** The commit that a git tag is of; undefined where there is no such tag. */
export async function commitOfTag(git: Git, folder: string, tag: string): Promise<string | undefined> {
  const { code, stdout } = await git(folder, [
    "rev-parse",
    "--verify",
    "--quiet",
    `refs/tags/${tag}^{commit}`,
  ]);
  return code === 0 ? stdout.trim() : undefined;
}

async function topOf(git: Git, folder: string, refuse: (problem: string) => never): Promise<string> {
  const { code, stdout, stderr } = await git(folder, ["rev-parse", "--show-toplevel"]);
  const top = stdout.trim();
  if (code === 0 && top !== "") return top;
  const [said = ""] = stderr.trim().split("\n");
  if (/not a git repository/.test(said) || said === "")
    return refuse(
      `${folder} isn't in a git repository, and an image's version is a commit. cd ${folder} && git init && git add . && git commit -m "First version"`,
    );
  // Such as "detected dubious ownership", behind which git says what to do.
  return refuse(
    `git can't read ${folder}: ${stderr
      .trim()
      .replace(/^fatal: /, "")
      .replaceAll(/\s+/g, " ")}`,
  );
}

/** Entries of `git status --porcelain=v1 -z`; behind a renamed file comes its former name. */
function changesIn(status: string): string[] {
  const entries = status.split("\0").filter((entry) => entry !== "");
  return entries
    .filter((_, index) => !/^([RC].|.[RC]) /.test(entries[index - 1] ?? ""))
    .map((entry) => `${entry.slice(0, 2).trim()} ${entry.slice(3)}`);
}

/** What git ignores in a folder, where Docker ignores nothing. */
async function stowawaysIn(
  git: Git,
  top: string,
  path: string,
  ignoring: readonly string[],
): Promise<string[]> {
  if (ignoring.some((file) => existsSync(file))) return [];
  const ignored = ["--others", "--ignored", "--exclude-standard", "--directory"];
  return lines(git(top, ["ls-files", ...ignored, "--", path]));
}

/** Submodules in a folder of a repository that nobody has checked out. */
async function missingSubmodules(git: Git, top: string, folder: string): Promise<string[]> {
  if (statSync(join(top, ".gitmodules"), { throwIfNoEntry: false }) === undefined) return [];
  const found = await lines(git(top, ["submodule", "status", "--recursive"]));
  return found.flatMap((line) => {
    const name = /^-[0-9a-f]+ (.+)$/.exec(line)?.[1];
    return name !== undefined && (folder === "" || `${name}/`.startsWith(`${folder}/`)) ? [name] : [];
  });
}

/** Where a repository can be read: where it was cloned from, otherwise what the images file calls it. */
async function sourceOf(git: Git, top: string, repository?: string): Promise<string | undefined> {
  const { code, stdout } = await git(top, ["remote", "get-url", "origin"]);
  const address = code === 0 ? webAddress(stdout.trim()) : undefined;
  return address ?? (repository === undefined ? undefined : `https://github.com/${repository}`);
}

/** A remote's address on the web. What may be a credential in it is left out. */
export function webAddress(remote: string): string | undefined {
  const [, host, path] =
    /^(?:ssh|git|https?):\/\/(?:[^/]*@)?([^/:@]+)(?::\d+)?\/(.+)$/.exec(remote) ??
    /^(?:[^/@]+@)?([^/:@]{2,}):(?!\/\/)(.+)$/.exec(remote) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  return `https://${host}/${path
    .replace(/^\/+/, "")
    .replace(/[?#].*$/, "")
    .replace(/(\.git)?\/*$/, "")}`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

async function lines(result: ReturnType<Git>): Promise<string[]> {
  return (await result).stdout.split("\n").filter((line) => line.trim() !== "");
}
