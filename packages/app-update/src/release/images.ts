import { explain, isAwsError } from "../aws/errors.ts";
import type { Aws } from "../aws/operations.ts";
import type { ReleaseRecord } from "../ledger/record.ts";
import { shortDigest } from "../ledger/versions.ts";
import type { DeployTargets } from "../targets.ts";
import { isNamed, type Wanted } from "./wanted.ts";

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

/** What became of the images that a release wants. */
export interface Images {
  /** Digests by image name. */
  digests: Record<string, string>;
  /** The tags that ECR has for an image that was looked up by its digest. */
  tags: Record<string, string[]>;
  problems: string[];
}

/**
 * Finds the digest of each image: of its version, as it was given, or of what runs. A tag can be moved while a release is under
 * way, a digest can't, so a release only ever names digests. Outside of ECR nobody answers for a tag without another login:
 * there the digest must be given.
 */
export async function resolveImages(
  aws: Aws,
  targets: DeployTargets,
  wanted: Wanted,
  current?: ReleaseRecord,
): Promise<Images> {
  const result: Images = { digests: {}, tags: {}, problems: unknownImages(targets, wanted) };
  const unnamed = Object.keys(targets.images).filter((image) => !isNamed(wanted, image));
  result.problems.push(...nothingToKeep(targets, unnamed, current));
  await Promise.all(
    Object.entries(targets.images).map(async ([image, repository]) => {
      const kept = unnamed.includes(image) ? current?.digests[image] : undefined;
      if (unnamed.includes(image) && kept === undefined) return;
      const found = await resolveImage(aws, targets, {
        image,
        repository,
        version: wanted.versions[image] ?? wanted.version,
        digest: wanted.digests[image] ?? kept,
        stays: kept !== undefined,
      });
      const problem = "problem" in found ? found.problem : contradiction(wanted, image, found);
      if ("digest" in found) {
        result.digests[image] = found.digest;
        result.tags[image] = found.tags ?? [];
      }
      if (problem !== undefined) result.problems.push(problem);
    }),
  );
  result.problems.sort();
  return result;
}

/** Why an image that isn't named can't stay as it is: nothing has been released that it could stay. */
function nothingToKeep(targets: DeployTargets, unnamed: string[], current?: ReleaseRecord): string[] {
  const missing = unnamed.filter((image) => current?.digests[image] === undefined).sort();
  if (missing.length === 0) return [];
  const options = missing.map((image) => `--${image} <version>`).join(" ");
  const why =
    current === undefined
      ? `${targets.environment} has no release yet, so ${missing.join(" and ")} can't stay as ${missing.length > 1 ? "they are" : "it is"}`
      : `Release ${current.number}, which ${targets.environment} runs, has no ${missing.join(" and ")}`;
  return [`${why}: write ${options} too, or one version for all images.`];
}

/** A digest and a version of the same image that don't belong together. */
function contradiction(
  wanted: Wanted,
  image: string,
  { digest, tags }: { digest: string; tags?: string[] },
): string | undefined {
  const version = wanted.versions[image];
  const isGiven = version !== undefined && wanted.digests[image] !== undefined;
  if (!isGiven || tags === undefined || tags.includes(version)) return undefined;
  const called = tags.length === 0 ? "has no tag" : `is ${tags.join(", ")}`;
  return `--${image} ${version} and --digest ${image}=${shortDigest(digest)}… aren't the same image: the digest ${called}. Write one of them.`;
}

async function resolveImage(
  aws: Aws,
  targets: DeployTargets,
  wanted: { image: string; repository: string; version?: string; digest?: string; stays: boolean },
): Promise<{ digest: string; tags?: string[] } | { problem: string }> {
  const { image, repository, version = "", digest, stays } = wanted;
  const missing = stays ? gone(image, repository, digest ?? "") : neverPushed(repository, digest ?? version);
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
    const { imageDigest: found, imageTags: tags = [] } = answer.imageDetails?.[0] ?? {};
    if (found !== undefined) return { digest: found, tags };
    return { problem: missing };
  } catch (error) {
    if (isAwsError(error, "ImageNotFoundException")) return { problem: missing };
    if (isAwsError(error, "RepositoryNotFoundException"))
      return { problem: `The image repository \`${repository}\` doesn't exist in account ${ecr.account}.` };
    const id = digest === undefined ? `:${version}` : `@${shortDigest(digest)}`;
    return { problem: `The image \`${repository}${id}\` can't be looked up. ${explain(error)}` };
  }
}

function neverPushed(repository: string, id: string): string {
  return `\`${repository}\` has no image \`${id}\`: build and push it first, or check the version.`;
}

function gone(image: string, repository: string, digest: string): string {
  return `\`${repository}\` no longer has \`${shortDigest(digest)}\`, which ${image} runs and would stay: name a version that is there, --${image} <version>.`;
}

function unknownImages(targets: DeployTargets, { versions, digests }: Wanted): string[] {
  const known = Object.keys(targets.images);
  const only = known.map((name) => `\`${name}\``).join(" and ");
  const spelled = [
    ...Object.keys(digests).map((image) => [image, `--digest ${image}=…`]),
    ...Object.entries(versions).map(([image, version]) => [image, `--${image} ${version}`]),
  ];
  return spelled
    .filter(([image = ""]) => !known.includes(image))
    .map(([image, option]) => `${option}: there is no image \`${image}\`, only ${only}.`);
}
