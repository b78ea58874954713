import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isAbsolute, join, posix } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { nearest } from "@ublog/terminal/nearest";
import { type ImageName, imageFormerlyCalled } from "pulumi-aws-django/vocabulary";
import { parse, stringify, YAMLParseError } from "yaml";
import * as z from "zod";

/** The file that says where the images come from, at the top of the infrastructure repository. */
export const IMAGES_FILE = ".ublog.yaml";

/** Where an image comes from. */
export interface ImageSource {
  /** The checkout of the project, relative to the file. */
  folder: string;
  /** The build's context within the folder. Defaults to `.`. */
  context: string;
  /** Path of the Dockerfile within the context. Defaults to `Dockerfile`. */
  dockerfile: string;
  /** What [CI] Images checks out for it, `OWNER/NAME` on GitHub. Defaults to the repository that the file is in. */
  repository?: string | undefined;
}

/** Where each image comes from. An environment that is an API only needs no `frontend`. */
export type ImageSources = Record<"backend", ImageSource> & Partial<Record<ImageName, ImageSource>>;

/** Where the images of the project in a folder come from. Throws a UserError with everything that is wrong in the file. */
export function readImagesFile(project: string): ImageSources {
  return imageSourcesIn(textOf(project));
}

/** What the text of an images file says. Throws a UserError with everything that is wrong in it. */
export function imageSourcesIn(text: string): ImageSources {
  const document = parsed(text) ?? {};
  const found = imagesFile.safeParse(document);
  if (found.success) return found.data.images;
  const problems = found.error.issues.flatMap((issue) => problemsOf(issue, document));
  throw new UserError(problems.map((problem) => `${IMAGES_FILE}: ${problem}`).join("\n"));
}

/** Writes the images file of the project in a folder, whatever was there. */
export function writeImagesFile(project: string, sources: ImageSources): void {
  writeFileSync(join(project, IMAGES_FILE), imagesFileText(sources));
}

/** An images file with every value explicit. */
export function imagesFileText({ backend, frontend }: ImageSources): string {
  return [
    "# Where the images come from: read by `ublog build` and the workflow [CI] Images, written by `ublog init`.",
    "images:",
    "  # The Django image.",
    "  backend:",
    ...entries(backend),
    ...(frontend === undefined ? [] : ["  # The Nuxt image.", "  frontend:", ...entries(frontend)]),
    "",
  ].join("\n");
}

function entries({ folder, context, dockerfile, repository }: ImageSource): string[] {
  const scalar = (value: string) => stringify(value, { lineWidth: 0 }).trimEnd();
  return [
    `    folder: ${scalar(folder)} # the checkout of the project, relative to this file`,
    `    context: ${scalar(context)} # the build's context within it`,
    `    dockerfile: ${scalar(dockerfile)} # within the context`,
    repository === undefined
      ? "    # repository: YOU/shop # where it isn't this repository: what [CI] Images checks out"
      : `    repository: ${scalar(repository)} # what [CI] Images checks out`,
  ];
}

function textOf(project: string): string {
  const path = join(project, IMAGES_FILE);
  if (existsSync(path)) return readFileSync(path, "utf8");
  const misnamed = IMAGES_FILE.replace(/yaml$/, "yml");
  throw new UserError(
    existsSync(join(project, misnamed))
      ? `${misnamed} in ${project} is a file that nobody reads. Name it ${IMAGES_FILE}.`
      : `There is no ${IMAGES_FILE} in ${project}, which says where the images come from. Run \`ublog init\`: it writes one.`,
  );
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [line = ""] = error.message.split("\n");
    throw new UserError(`${IMAGES_FILE} is not valid YAML: ${line.replace(/:$/, "")}.`);
  }
}

/* Each message says what to write: the value that was given comes before it. */

const FOLDER = "Write the folder of the checkout, relative to this file, for example ../shop.";
const CONTEXT = "Write a folder within `folder`, for example backend, or . for all of it.";
const DOCKERFILE = "Write its path within `context`, for example Dockerfile.";
const REPOSITORY = "Write OWNER/NAME, as GitHub calls it, or leave it out where it is this repository.";

const path = (remedy: string) =>
  z
    .string(remedy)
    .trim()
    .min(1, remedy)
    .refine((value) => !isAbsolute(value) && !/^(~|[A-Za-z]:)/.test(value), remedy)
    .transform((value) => posix.normalize(value).replace(/(?<=.)\/$/, ""));
const inside = (remedy: string) => path(remedy).refine((value) => !/^\.\.(\/|$)/.test(value), remedy);

const SOURCE = "Write what it comes from: `folder:`, and where they differ `context:` and `dockerfile:`.";
const source = z.strictObject(
  {
    folder: path(FOLDER),
    context: inside(CONTEXT).default("."),
    dockerfile: inside(DOCKERFILE).default("Dockerfile"),
    repository: z
      .string(REPOSITORY)
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/(?!.*\.git$)[\w.-]+$/, REPOSITORY)
      .optional(),
  },
  SOURCE,
) satisfies z.ZodType<ImageSource>;

const IMAGES = "Write `images:` with `backend:` in it, and `frontend:` for a Nuxt server.";
const imagesFile = z.strictObject(
  { images: z.strictObject({ backend: source, frontend: source.optional() }, IMAGES) },
  IMAGES,
);

/** What is wrong, each in a sentence with its key, the value that was given and what to write. */
function problemsOf(issue: z.core.$ZodIssue, document: unknown): string[] {
  const at = issue.path.join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => {
      const inside = at === "" ? "" : `${at}.`;
      const known = namesAt(issue.path);
      const meant = imageFormerlyCalled(key) ?? nearest(key, known);
      const remedy =
        meant !== undefined && known.includes(meant)
          ? `Did you mean ${inside}${meant}?`
          : `There is ${known.join(", ")}.`;
      return `${inside}${key} is nothing that is read here. ${remedy}`;
    });
  const given = issue.path.reduce<unknown>((value, key) => Object(value)[key], document);
  const what = given === undefined ? "is missing" : given === null ? "is empty" : `is ${show(given)}`;
  return [`${at === "" ? "the whole" : at} ${what}. ${issue.message}`];
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function namesAt({ length }: readonly PropertyKey[]): string[] {
  const { images } = imagesFile.shape;
  return Object.keys([imagesFile.shape, images.shape, images.shape.backend.shape][length] ?? {});
}
