import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "@ublog/terminal/errors";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type ImageSources,
  imageSourcesIn,
  imagesFileText,
  readImagesFile,
  writeImagesFile,
} from "../../src/images/imagesFile.ts";
import { blocksOf } from "../support/readme.ts";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "ublog-images-"));
});
afterEach(() => rmSync(project, { recursive: true }));

/** What is said of a file. */
function saidOf(text: string): string[] {
  try {
    imageSourcesIn(text);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.split("\n").map((line) => line.replace(/^\.ublog\.yaml: /, ""));
  }
}

const REMEDY = {
  images: "Write `images:` with `backend:` in it, and `frontend:` for a Nuxt server.",
  source: "Write what it comes from: `folder:`, and where they differ `context:` and `dockerfile:`.",
  folder: "Write the folder of the checkout, relative to this file, for example ../shop.",
  context: "Write a folder within `folder`, for example backend, or . for all of it.",
  dockerfile: "Write its path within `context`, for example Dockerfile.",
  repository: "Write OWNER/NAME, as GitHub calls it, or leave it out where it is this repository.",
};

const separate: ImageSources = {
  backend: { folder: "../shop", context: ".", dockerfile: "Dockerfile", repository: "YOU/shop" },
  frontend: { folder: "../shop-ui", context: "web", dockerfile: "docker/prod", repository: "YOU/shop-ui" },
};
const apiOnly: ImageSources = { backend: { folder: "back end #1", context: ".", dockerfile: "Dockerfile" } };

test.each([
  ["two repositories", separate],
  ["an API only, in a folder with a name that YAML must quote", apiOnly],
])("what is written is read back: %s", (_, sources) => {
  writeImagesFile(project, sources);
  expect(readImagesFile(project)).toEqual(sources);
});

test("every value is explicit in what is written", () => {
  expect(imagesFileText(apiOnly)).toBe(`\
# Where the images come from: read by \`ublog build\` and the workflow [CI] Images, written by \`ublog init\`.
images:
  # The Django image.
  backend:
    folder: "back end #1" # the checkout of the project, relative to this file
    context: . # the build's context within it
    dockerfile: Dockerfile # within the context
    # repository: YOU/shop # where it isn't this repository: what [CI] Images checks out
`);
});

/** In a fork the file names the application's own folders. */
const repository = resolve(import.meta.dirname, "../../../..");
const committed = readFileSync(join(repository, ".ublog.yaml"), "utf8");
test.runIf(committed.includes("folder: packages/starter/"))(
  "the committed file names the starter, as `init` would write it",
  () => {
    const starter = (image: string) => ({
      folder: `packages/starter/${image}`,
      context: ".",
      dockerfile: "Dockerfile",
    });
    expect(committed).toBe(imagesFileText({ backend: starter("backend"), frontend: starter("frontend") }));
  },
);

test("the example in the README is read as it says", () => {
  expect(imageSourcesIn(blocksOf("Images")[1] ?? "")).toEqual({
    backend: { folder: "../shop", context: ".", dockerfile: "Dockerfile", repository: "YOU/shop" },
    frontend: { folder: "../shop-ui", context: ".", dockerfile: "Dockerfile", repository: "YOU/shop-ui" },
  });
});

test("what is left out has its default, and paths are read as they are meant", () => {
  expect(imageSourcesIn("images: { backend: { folder: ./shop//api/ } }")).toEqual({
    backend: { folder: "shop/api", context: ".", dockerfile: "Dockerfile" },
  });
  expect(
    imageSourcesIn("images: { backend: { folder: '.', context: ./a/../b, dockerfile: ./x/Dockerfile } }"),
  ).toEqual({ backend: { folder: ".", context: "b", dockerfile: "x/Dockerfile" } });
});

test("without a file, it says who writes one", () => {
  expect(() => readImagesFile(project)).toThrow(
    new UserError(
      `There is no .ublog.yaml in ${project}, which says where the images come from. Run \`ublog init\`: it writes one.`,
    ),
  );
  writeFileSync(join(project, ".ublog.yml"), "");
  expect(() => readImagesFile(project)).toThrow(
    new UserError(`.ublog.yml in ${project} is a file that nobody reads. Name it .ublog.yaml.`),
  );
});

test.each([
  ["", [`images is missing. ${REMEDY.images}`]],
  ["- backend", [`the whole is ["backend"]. ${REMEDY.images}`]],
  ["images:", [`images is empty. ${REMEDY.images}`]],
  ["images: {}", [`images.backend is missing. ${REMEDY.source}`]],
  ["images: { backend: ../shop }", [`images.backend is "../shop". ${REMEDY.source}`]],
  ["images: { backend: }", [`images.backend is empty. ${REMEDY.source}`]],
  ["images: { backend: {} }", [`images.backend.folder is missing. ${REMEDY.folder}`]],
  ["images: { backend: { folder: 12 } }", [`images.backend.folder is 12. ${REMEDY.folder}`]],
  ["images: { backend: { folder: '' } }", [`images.backend.folder is "". ${REMEDY.folder}`]],
  ["images: { backend: { folder: /srv/x } }", [`images.backend.folder is "/srv/x". ${REMEDY.folder}`]],
  ["images: { backend: { folder: ~/shop } }", [`images.backend.folder is "~/shop". ${REMEDY.folder}`]],
  [
    "images: { backend: { folder: x, context: ../lib, dockerfile: a/../../D } }",
    [
      `images.backend.context is "../lib". ${REMEDY.context}`,
      `images.backend.dockerfile is "a/../../D". ${REMEDY.dockerfile}`,
    ],
  ],
  [
    "images: { backend: { folder: x, repository: 'https://github.com/you/shop.git' } }",
    [`images.backend.repository is "https://github.com/you/shop.git". ${REMEDY.repository}`],
  ],
  [
    "images: { backend: { folder: x, repository: you/shop.git } }",
    [`images.backend.repository is "you/shop.git". ${REMEDY.repository}`],
  ],
  [
    "{ image: {}, images: { backend: { foldr: x }, django: {}, nuxt: { folder: y }, xyz: 1 }, bogus: 1 }",
    [
      `images.backend.folder is missing. ${REMEDY.folder}`,
      "images.backend.foldr is nothing that is read here. Did you mean images.backend.folder?",
      "images.django is nothing that is read here. Did you mean images.backend?",
      "images.nuxt is nothing that is read here. Did you mean images.frontend?",
      "images.xyz is nothing that is read here. There is backend, frontend.",
      "image is nothing that is read here. Did you mean images?",
      "bogus is nothing that is read here. There is images.",
    ],
  ],
])("%s is refused", (text, said) => {
  expect(saidOf(text)).toEqual(said);
});

test("a file that is no YAML is refused in one line", () => {
  expect(() => imageSourcesIn("images:\n  backend: {\n")).toThrow(
    new UserError(
      ".ublog.yaml is not valid YAML: Flow map in block collection must be sufficiently indented and end with a } at line 3, column 1.",
    ),
  );
  expect(() => imageSourcesIn("images:\n  backend: {}\n  backend: {}\n")).toThrow(
    new UserError(".ublog.yaml is not valid YAML: Map keys must be unique at line 3, column 3."),
  );
});
