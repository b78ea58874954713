import { explain, isAwsError, isDenied } from "@ublog/app-update/src/aws/errors.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import type { Session } from "@ublog/app-update/src/session.ts";
import { type DeployTargets, parseTargets } from "@ublog/app-update/src/targets.ts";
import type { ImageName } from "pulumi-aws-django/vocabulary";
import type { BuildOptions } from "./options.ts";
import { imagesOfSettings, imagesOfTargets, type Platform, type StackImages } from "./stackImages.ts";
import { type StackSettings, stackSettings } from "./stackSettings.ts";
import type { Workshop } from "./workshop.ts";

/** What an image has to be for its stack. */
export interface Want {
  /** Its name without a tag. */
  repository: string;
  platforms: readonly Platform[];
}

/** The images that a stack runs, and asides on how that was found out. */
export interface Wants {
  images: Partial<Record<ImageName, Want>>;
  remarks: string[];
}

/**
 * What the images of a stack have to be: by the environment where that is up, otherwise by the stack's file. An image that stays on this
 * machine goes by the file alone, so that nobody needs an account for it.
 */
export async function stackWants(
  session: Session,
  { project, name }: Workshop,
  options: BuildOptions,
): Promise<Wants> {
  const file = stackSettings(project, name, options.stack);
  const own = imagesOfSettings(file.settings);
  const local = (image: string) => `${name}-${image}`;
  if (!options.push) return { images: named(own, local), remarks: [] };
  const found = await imagesThatRun(session, file);
  const images = found.images ?? own;
  const isComplete = Object.values(images).every(({ repository }) => repository !== undefined);
  const registry = isComplete ? "" : await registryOf(session, file, options);
  return { images: named(images, (image) => `${registry}/${local(image)}`), remarks: found.remarks };
}

function named(images: StackImages, otherwise: (image: string) => string): Wants["images"] {
  return Object.fromEntries(
    Object.entries(images).map(([image, { repository = otherwise(image), platforms }]) => [
      image,
      { repository, platforms },
    ]),
  );
}

/** The images of the environment; none where it isn't up, or where this role may not look. */
async function imagesThatRun(
  session: Session,
  { file }: StackSettings,
): Promise<{ images?: StackImages; remarks: string[] }> {
  try {
    const targets = await targetsOf(session);
    return targets === undefined
      ? { remarks: [] }
      : { images: await imagesOfTargets(session.aws, targets), remarks: [] };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (isDenied(error))
      return {
        remarks: [`The environment can't be looked at: the images are what ${file} says. ${explain(error)}`],
      };
    throw new Refusal([`The environment can't be looked up. ${explain(error)}`]);
  }
}

async function targetsOf({ aws, parameter: Name }: Session): Promise<DeployTargets | undefined> {
  try {
    const { Parameter } = await aws("ssm.GetParameter", { Name });
    return parseTargets(Name, Parameter?.Value ?? "");
  } catch (error) {
    if (isAwsError(error, "ParameterNotFound")) return undefined;
    throw error;
  }
}

/** The account's own registry, in the region of the stack. */
async function registryOf(
  { aws }: Session,
  { file, region: own }: StackSettings,
  options: BuildOptions,
): Promise<string> {
  const region = options.region ?? own;
  if (region === undefined)
    throw new Refusal([
      `${file} doesn't say the AWS region of the images: write aws:region there, or --region.`,
    ]);
  try {
    const { Account } = await aws("sts.GetCallerIdentity", {});
    return `${Account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  } catch (error) {
    throw new Refusal([`Which AWS account is this? ${explain(error)}`]);
  }
}
