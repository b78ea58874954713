import type { Command } from "commander";
import { IMAGES, type ImageName } from "#vocabulary";
import { OPTIONS } from "./arguments.ts";
import { commandOf, type Wanted } from "./release/wanted.ts";

/** What the options say of the images. */
export type OfImages = { [name in ImageName]?: string } & { digest: Record<string, string> };

const NAMES = Object.keys(IMAGES) as ImageName[];

/** Gives a verb the options of all images; without a version of any of them it is refused, unless it builds them. */
export function takesImages(command: Command): void {
  for (const name of NAMES) takesVersion(command, name);
  command.addOption(OPTIONS.digest()).hook("preAction", refuseNoVersion);
}

/** Gives a verb the options of one image. */
export function takesImage(command: Command, name: ImageName): void {
  takesVersion(command, name);
  command.addOption(OPTIONS.digest());
}

/** The option by the image's name, and by its former ones, which nobody is shown. */
function takesVersion(command: Command, name: ImageName): void {
  command.addOption(OPTIONS.ownVersion(name));
  for (const word of IMAGES[name].former) {
    const former = OPTIONS.ownVersion(word).hideHelp();
    const take = () =>
      command.setOptionValueWithSource(name, command.getOptionValue(former.attributeName()), "cli");
    command.addOption(former).on(`option:${former.name()}`, take);
  }
}

/** What a command line wants of the images. */
export function wantedOf(version: string | undefined, options: OfImages): Wanted {
  const own = NAMES.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
  return { version, versions: Object.fromEntries(own), digests: options.digest };
}

/** The words of a command line as a report has them: the verb, what is wanted of images, and arguments. */
export function wordsOf(command: Command): string {
  const { digest, ...said } = command.opts<Partial<OfImages>>();
  if (digest === undefined) return [command.name(), ...command.args].join(" ");
  return commandOf(command.name(), wantedOf(command.args[0], { ...said, digest }));
}

/** Neither a version nor one of an image: nothing is wanted. */
function refuseNoVersion(command: Command): void {
  const { build, ...said } = command.opts<OfImages & { build?: boolean }>();
  if (build) return;
  const { version, versions, digests } = wantedOf(command.args[0], said);
  if (version !== undefined || Object.keys({ ...versions, ...digests }).length > 0) return;
  const options = NAMES.map((name) => `--${name} <version>`).join(" or ");
  command.error(
    `error: missing required argument 'version': write one for all images, or ${options} for one of them.`,
  );
}
