import type { ReleaseRecord } from "../ledger/record.ts";
import { parseImage } from "../registry/registry.ts";
import type { Session } from "../session.ts";
import type { DeployTargets } from "../targets.ts";
import { parseEcr } from "./images.ts";

/** The image of the container that makes the database. */
export type DatabaseImage = NonNullable<ReleaseRecord["update"]["database"]>;

/**
 * The image that makes the database, with the digest that its tag has now: what a release has registered then stays what it
 * was. Where the registry doesn't answer it stays the tag; the digest of an earlier release isn't taken instead.
 */
export async function databaseImageOf(
  session: Pick<Session, "aws" | "registry">,
  { update, region }: Pick<DeployTargets, "update" | "region">,
): Promise<DatabaseImage | undefined> {
  const image = update.database?.image;
  if (image === undefined) return undefined;
  const { repository, tag, digest: given } = parseImage(image);
  const ecr = parseEcr(repository);
  if (given !== undefined) return { image, digest: given };
  const digest =
    ecr === undefined
      ? await session.registry.digestOf(image)
      : ecr.region === region
        ? await digestInEcr(session.aws, {
            registryId: ecr.account,
            repositoryName: ecr.name,
            imageIds: [{ imageTag: tag }],
          })
        : undefined;
  return digest === undefined ? { image } : { image, digest };
}

async function digestInEcr(
  aws: Session["aws"],
  input: Parameters<typeof aws<"ecr.DescribeImages">>[1],
): Promise<string | undefined> {
  try {
    return (await aws("ecr.DescribeImages", input)).imageDetails?.[0]?.imageDigest;
  } catch {
    // A repository of another account may be pulled from and not be described.
    return undefined;
  }
}

/** How a task definition names the image: by its digest where that is known. */
export function referenceOf({ image, digest }: DatabaseImage): string {
  return digest === undefined ? image : `${parseImage(image).repository}@${digest}`;
}
