import { explain, isAwsError } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";
import type { DeployTargets } from "../targets.ts";

/** An image repository in ECR, taken apart. */
export interface EcrRepository {
  account: string;
  region: string;
  name: string;
}

const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(.+)$/;

/** Takes an ECR repository apart; undefined for one in another registry. */
export function parseEcr(repository: string): EcrRepository | undefined {
  const match = ECR.exec(repository);
  const [, account, region, name] = match ?? [];
  return account && region && name ? { account, region, name } : undefined;
}

/** What became of the images of a version. */
export interface Images {
  /** Digests by image name. */
  digests: Record<string, string>;
  /** The tags that ECR has for an image whose digest was given. */
  tags: Record<string, string[]>;
  problems: string[];
}

/**
 * Finds the digest of each image of a version. A tag can be moved while a release is under way, a digest can't, so a
 * release only ever names digests. Outside of ECR nobody answers for a tag without another login: there the digest must be
 * given.
 */
export async function resolveImages(
  aws: Aws,
  targets: DeployTargets,
  version: string,
  given: Record<string, string>,
): Promise<Images> {
  const result: Images = { digests: {}, tags: {}, problems: unknownImages(targets, given) };
  await Promise.all(
    Object.entries(targets.images).map(async ([image, repository]) => {
      const found = await resolveImage(aws, targets, { image, repository, version, digest: given[image] });
      if ("problem" in found) result.problems.push(found.problem);
      else {
        result.digests[image] = found.digest;
        result.tags[image] = found.tags ?? [];
      }
    }),
  );
  result.problems.sort();
  return result;
}

async function resolveImage(
  aws: Aws,
  targets: DeployTargets,
  wanted: { image: string; repository: string; version: string; digest?: string },
): Promise<{ digest: string; tags?: string[] } | { problem: string }> {
  const { image, repository, version, digest } = wanted;
  const ecr = parseEcr(repository);
  if (ecr === undefined) {
    if (digest !== undefined) return { digest };
    return {
      problem: `\`${repository}\` isn't an ECR repository, so app-update can't look up the digest of \`${version}\` there: pass --digest ${image}=sha256:… (\`docker buildx imagetools inspect ${repository}:${version}\` prints it).`,
    };
  }
  if (ecr.region !== targets.region && digest === undefined)
    return {
      problem: `\`${repository}\` is in ${ecr.region}, the environment in ${targets.region}: replicate the repository, or pass --digest ${image}=sha256:….`,
    };
  if (ecr.region !== targets.region && digest !== undefined) return { digest };
  const id = digest === undefined ? { imageTag: version } : { imageDigest: digest };
  try {
    const answer = await aws("ecr.DescribeImages", {
      registryId: ecr.account,
      repositoryName: ecr.name,
      imageIds: [id],
    });
    const { imageDigest: found, imageTags: tags } = answer.imageDetails?.[0] ?? {};
    if (found !== undefined) return { digest: found, tags };
    return { problem: missing(repository, digest ?? version) };
  } catch (error) {
    if (isAwsError(error, "ImageNotFoundException"))
      return { problem: missing(repository, digest ?? version) };
    if (isAwsError(error, "RepositoryNotFoundException"))
      return { problem: `The image repository \`${repository}\` doesn't exist in account ${ecr.account}.` };
    return { problem: `The image \`${repository}:${version}\` can't be looked up. ${explain(error)}` };
  }
}

function missing(repository: string, id: string): string {
  return `\`${repository}\` has no image \`${id}\`: build and push it first, or check the version.`;
}

function unknownImages(targets: DeployTargets, given: Record<string, string>): string[] {
  const known = Object.keys(targets.images);
  return Object.keys(given)
    .filter((image) => !known.includes(image))
    .map(
      (image) =>
        `--digest ${image}=…: there is no image \`${image}\`, only ${known.map((name) => `\`${name}\``).join(" and ")}.`,
    );
}
