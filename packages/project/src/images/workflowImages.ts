import { isAbsolute, join, posix } from "node:path";
import { stackFiles } from "@ublog/pipeline/src/stackFiles.ts";
import { UserError } from "@ublog/terminal/errors";
import { IMAGES, type ImageName } from "pulumi-aws-django/vocabulary";
import { IMAGES_FILE, type ImageSources } from "./imagesFile.ts";
import { imagesOfSettings, type StackImages } from "./stackImages.ts";
import { stackSettings } from "./stackSettings.ts";

/** What the workflow [CI] Images was asked for: what isn't said is empty. */
export interface AskedFor {
  /** The app stack whose images they are. */
  stack: string;
  /** What to check out for every image that has none of its own: a git tag, branch or commit. */
  version: string;
  /** What to check out, by image. */
  versions: Readonly<Partial<Record<ImageName, string>>>;
  /** The git tag of this repository that was pushed: the images of this repository are built. */
  tag: string;
}

/** One job of the workflow. */
export interface ImageJob {
  image: ImageName;
  /** The repository to check out, `OWNER/NAME`; empty for the workflow's own. */
  repository: string;
  /** What to check out of it. */
  ref: string;
  /** The folder of `.ublog.yaml`, as it is in the checkout. */
  folder: string;
  /** The machine that builds it: one of the image's own architecture. */
  runner: string;
  /** Whether it builds for another architecture than its own, too. */
  emulated: boolean;
}

const NAMES = Object.keys(IMAGES) as ImageName[];
/** https://docs.github.com/en/actions/reference/runners/github-hosted-runners. */
const RUNNERS = { "linux/amd64": "ubuntu-24.04", "linux/arm64": "ubuntu-24.04-arm" } as const;

/** The jobs that build what is asked for. Throws a UserError that says what to write. */
export function imageJobs(
  project: string,
  name: string,
  sources: ImageSources,
  asked: AskedFor,
): { stack: string; jobs: ImageJob[] } {
  const { stack, images } = imagesOfStack(project, name, asked.stack);
  const chosen = chosenImages(sources, asked);
  const jobs = chosen.map(([image, ref]): ImageJob => {
    const { platforms } = images[image] ?? {};
    if (platforms === undefined) throw new UserError(`${stack} runs no ${image}: leave it out.`);
    const { folder, repository } = sources[image] ?? sources.backend;
    if (repository === undefined && isOutside(folder))
      throw new UserError(
        `${IMAGES_FILE}: images.${image}.folder is ${folder}, outside of this repository, and no \`repository\` says where a workflow finds it. Write repository: OWNER/NAME.`,
      );
    const [platform = "linux/amd64", ...others] = platforms;
    return {
      image,
      repository: repository ?? "",
      ref,
      folder: repository === undefined ? folder : ".",
      runner: RUNNERS[others.length > 0 ? "linux/amd64" : platform],
      emulated: others.length > 0,
    };
  });
  return { stack, jobs };
}

/** The images to build, with what to check out for each. */
function chosenImages(sources: ImageSources, { version, versions, tag }: AskedFor): [ImageName, string][] {
  const known = NAMES.filter((image) => sources[image] !== undefined);
  const missing = NAMES.filter((image) => versions[image] && !known.includes(image));
  if (missing.length > 0)
    throw new UserError(`${IMAGES_FILE} has no ${missing.join(" and ")}, only ${known.join(" and ")}.`);
  const isAsked = version !== "" || known.some((image) => versions[image]);
  if (!isAsked && tag === "")
    throw new UserError(
      `Nothing says what to build. Write a version for all images, or one for ${known.join(" or ")}: a git tag, branch or commit of the application.`,
    );
  return known.flatMap((image): [ImageName, string][] => {
    const own = sources[image]?.repository === undefined ? tag : "";
    const ref = isAsked ? versions[image] || version : own;
    return ref === "" ? [] : [[image, ref]];
  });
}

/** The stack that is named, or any of the app stacks where all of them want the same. */
function imagesOfStack(project: string, name: string, named: string): { stack: string; images: StackImages } {
  const of = (stack: string) => imagesOfSettings(stackSettings(project, name, stack).settings);
  if (named !== "") return { stack: named, images: of(named) };
  const apps = stackFiles(project).flatMap(({ program, stack }) => (program === "app" ? [stack] : []));
  const [first, ...others] = apps;
  if (first === undefined)
    throw new UserError("There is no app stack yet, which images could be for: `ublog init` writes one.");
  const images = of(first);
  const wanted = (stack: string) => JSON.stringify(of(stack));
  const different = others.filter((stack) => wanted(stack) !== JSON.stringify(images));
  if (different.length === 0) return { stack: first, images };
  throw new UserError(
    `The app stacks run different images, or on different processors: ${first} and ${different.join(", ")}. Write which stack is meant.`,
  );
}

function isOutside(folder: string): boolean {
  return isAbsolute(folder) || posix.normalize(join(".", folder)).startsWith("..");
}
