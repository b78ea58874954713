import { Argument, InvalidArgumentError, Option } from "commander";
import { IMAGES, imageFormerlyCalled } from "pulumi-aws-django/vocabulary";

const NAMES = Object.keys(IMAGES);

/** The images that a command line names. */
export const imagesArgument = () =>
  new Argument("[images...]", "which images: backend, frontend (default: all that the stack runs)").argParser(
    (value: string, before: string[] = []) => [...new Set([...before, imageNamed(value)])],
  );

/** Where images come from instead, `backend=../shop`. */
export const foldersOption = () =>
  new Option("--folder <image=folder>", "another checkout than .ublog.yaml says (may be given several times)")
    .default({}, "none")
    .argParser((value: string, before: Record<string, string>) => {
      const [name = "", folder = ""] = value.split(/=(.*)/s);
      const image = imageNamed(name);
      if (folder.trim() === "")
        throw new InvalidArgumentError(
          "Write an image and where it is checked out, such as backend=../shop.",
        );
      if (before[image] !== undefined && before[image] !== folder)
        throw new InvalidArgumentError(`${image} has another folder already: write one for each image.`);
      return { ...before, [image]: folder };
    });

function imageNamed(word: string): string {
  if (NAMES.includes(word)) return word;
  const meant = imageFormerlyCalled(word);
  throw new InvalidArgumentError(
    meant === undefined ? `The images are ${NAMES.join(" and ")}.` : `Did you mean ${meant}?`,
  );
}
