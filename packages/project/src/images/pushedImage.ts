import { explain, isAwsError, isDenied } from "@ublog/app-update/src/aws/errors.ts";
import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { type Documents, documentsInEcr } from "@ublog/app-update/src/registry/architectures.ts";
import { MANIFESTS, type Registry } from "@ublog/app-update/src/registry/registry.ts";
import type { EcrRepository } from "@ublog/app-update/src/release/images.ts";
import * as z from "zod";
import { REVISION_LABEL } from "./buildArguments.ts";

/** An image that is in the registry. */
export interface Pushed {
  digest: string;
  /** The commit that its label says it was built of. */
  revision?: string;
}

/** The image that has a tag in a repository of ECR; undefined where none has it. Throws a Refusal that says what to do. */
export async function pushedImage(
  { aws, registry }: { aws: Aws; registry: Pick<Registry, "download"> },
  repository: EcrRepository,
  tag: string,
): Promise<Pushed | undefined> {
  const { account, name } = repository;
  try {
    const { images, failures } = await aws("ecr.BatchGetImage", {
      registryId: account,
      repositoryName: name,
      imageIds: [{ imageTag: tag }],
      acceptedMediaTypes: MANIFESTS,
    });
    const digest = images?.[0]?.imageId?.imageDigest;
    const [failure] = failures ?? [];
    if (failure !== undefined && failure.failureCode !== "ImageNotFound")
      throw new Refusal([`ECR doesn't give out ${name}:${tag}: ${failure.failureReason}.`]);
    if (digest === undefined) return undefined;
    const config = await configOf(documentsInEcr({ aws, registry }, repository), digest);
    if (config === undefined)
      throw new Refusal([
        `${name}:${tag} is there already, and ECR doesn't give out what says which commit it was built of. Run the command again.`,
      ]);
    return pushedAs(digest, config);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal([whyUnknown(error, repository, tag)]);
  }
}

/** What an image's configuration, its parts as Docker calls them, says of it. */
export function pushedAs(digest: string, config: unknown): Pushed {
  const revision = configuration.safeParse(config).data?.config?.Labels?.[REVISION_LABEL];
  return revision === undefined ? { digest } : { digest, revision };
}

function whyUnknown(error: unknown, { account, name, region }: EcrRepository, tag: string): string {
  const where = `${name} in the account ${account}, region ${region}`;
  if (isAwsError(error, "RepositoryNotFoundException"))
    return `There is no image repository ${where}. \`pulumi up --stack bootstrap\` makes it (packages/pipeline/README.md); or the credentials are for the wrong account (AWS_PROFILE).`;
  if (isDenied(error))
    return `The image repository ${where}, can't be read. ${explain(error)} Or they are for the wrong account (AWS_PROFILE).`;
  return `ECR doesn't answer for ${name}:${tag}. ${explain(error)}`;
}

/** https://github.com/opencontainers/image-spec: of an index, the first image that is no attestation. */
const index = z.object({
  manifests: z.array(
    z.object({ digest: z.string(), platform: z.object({ architecture: z.string() }).optional() }),
  ),
});
const manifest = z.object({ config: z.object({ digest: z.string() }) });
const configuration = z.object({
  config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).optional(),
});

/** The configuration of an image, of any of its platforms; undefined where the registry doesn't give it out. */
async function configOf(documents: Documents, digest: string): Promise<unknown> {
  const found = await documents.manifest(digest);
  const child = index
    .safeParse(found)
    .data?.manifests.find(({ platform }) => platform?.architecture !== "unknown")?.digest;
  const own = manifest.safeParse(child === undefined ? found : await documents.manifest(child)).data;
  return own === undefined ? undefined : documents.config(own.config.digest);
}
