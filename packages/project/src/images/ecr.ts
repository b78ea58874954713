import type { BatchGetImageCommandOutput } from "@aws-sdk/client-ecr";
import { explain, isAwsError, isDenied } from "@ublog/app-update/src/aws/errors.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import type { EcrRepository } from "@ublog/app-update/src/release/images.ts";
import { REVISION_LABEL } from "./buildArguments.ts";

/** What is asked of ECR in a region: what a push of Docker's needs beforehand. */
export interface Ecr {
  /** The name and password with which Docker logs in, valid for twelve hours. */
  login(): Promise<{ user: string; password: string }>;
  /** The manifest of an image. */
  manifest(of: ImageId): Promise<BatchGetImageCommandOutput>;
  /** A blob of a repository, as text: the configuration of an image. */
  blob(of: { registryId: string; repositoryName: string; layerDigest: string }): Promise<string>;
}

interface ImageId {
  registryId: string;
  repositoryName: string;
  imageIds: [{ imageTag: string } | { imageDigest: string }];
}

/** An image that is in the registry. */
export interface Pushed {
  digest: string;
  /** The commit that its label says it was built of. */
  revision?: string;
}

/** The image that has a tag in a repository; undefined where none has it. Throws a Refusal that says what to do. */
export async function pushedImage(
  ecr: Ecr,
  { account, name, region }: EcrRepository,
  tag: string,
): Promise<Pushed | undefined> {
  const where = { registryId: account, repositoryName: name };
  try {
    const { images, failures } = await ecr.manifest({ ...where, imageIds: [{ imageTag: tag }] });
    const [image] = images ?? [];
    if (image === undefined) {
      const [failure] = failures ?? [];
      if (failure === undefined || failure.failureCode === "ImageNotFound") return undefined;
      throw new Refusal([`ECR doesn't give out ${name}:${tag}: ${failure.failureReason}.`]);
    }
    const digest = image.imageId?.imageDigest ?? "";
    const manifest = manifestIn(image.imageManifest);
    const child = manifest.manifests?.find(({ platform }) => platform?.architecture !== "unknown")?.digest;
    const own =
      child === undefined
        ? manifest
        : manifestIn(
            (await ecr.manifest({ ...where, imageIds: [{ imageDigest: child }] })).images?.[0]?.imageManifest,
          );
    const config = own.config?.digest;
    if (config === undefined) return { digest };
    const { config: settings } = JSON.parse(await ecr.blob({ ...where, layerDigest: config })) as Config;
    const revision = settings?.Labels?.[REVISION_LABEL];
    return revision === undefined ? { digest } : { digest, revision };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (isAwsError(error, "RepositoryNotFoundException"))
      throw new Refusal([
        `There is no image repository ${name} in the account ${account}, region ${region}. \`pulumi up --stack bootstrap\` makes it (packages/pipeline/README.md); or the credentials are for the wrong account (AWS_PROFILE).`,
      ]);
    if (isDenied(error))
      throw new Refusal([
        `The image repository ${name} in the account ${account}, region ${region}, can't be read. ${explain(error)} Or the credentials are for the wrong account (AWS_PROFILE).`,
      ]);
    throw new Refusal([`ECR doesn't answer for ${name}:${tag}. ${explain(error)}`]);
  }
}

/** The part of a manifest or an index that is read here: https://github.com/opencontainers/image-spec. */
interface Manifest {
  config?: { digest: string };
  manifests?: { digest: string; platform?: { architecture: string } }[];
}

interface Config {
  config?: { Labels?: Record<string, string> | null };
}

const manifestIn = (json = "{}"): Manifest => JSON.parse(json);
