import type { Checkout } from "./checkout.ts";
import { kitContext } from "./kitContext.ts";
import type { Platform } from "./stackImages.ts";

/** What an image is built of and as. */
export interface Order {
  checkout: Checkout;
  version: string;
  /** The name it gets, without a tag. */
  repository: string;
  platforms: readonly Platform[];
  /** Whether it is pushed; otherwise it stays on this machine. */
  push: boolean;
  /** Whether its provenance and a list of what is in it go with it. */
  attested: boolean;
  /** Whether its layers are kept in GitHub's cache, and taken from there. */
  cached?: boolean | undefined;
}

/** The label with the commit that an image was built of: by it a pushed image is known again. */
export const REVISION_LABEL = "org.opencontainers.image.revision";

/** The whole name of the image. */
export const nameOf = ({ repository, version }: Pick<Order, "repository" | "version">): string =>
  `${repository}:${version}`;

/**
 * The arguments of `docker` that build an image, and push it. All that they say of the image follows from the commit, its time included, so
 * that another build of it can come out the same. `metadata` is the file that gets the digest.
 */
export function buildArguments(order: Order, metadata: string): string[] {
  const { checkout, version, platforms, push, attested } = order;
  return [
    ...["buildx", "build"],
    ...["--platform", platforms.join(",")],
    ...["--file", checkout.dockerfile],
    ...kitContext(checkout.dockerfile),
    ...["--tag", nameOf(order)],
    ...labelsOf(checkout, version).flatMap((label) => ["--label", label]),
    // Timestamps in the image: https://docs.docker.com/build/ci/github-actions/reproducible-builds/.
    ...["--build-arg", `SOURCE_DATE_EPOCH=${checkout.committed}`],
    ...(order.cached ? cacheOf(order) : []),
    ...(attested ? ["--provenance=mode=max", "--sbom=true"] : ["--provenance=false"]),
    ...["--metadata-file", metadata],
    push ? "--push" : "--load",
    checkout.context,
  ];
}

/** A scope for each image, of all stages; a cache that can't be written fails nothing: https://docs.docker.com/build/cache/backends/gha/. */
function cacheOf({ repository }: Order): string[] {
  const cache = `type=gha,scope=${repository.slice(repository.lastIndexOf("/") + 1)}`;
  return ["--cache-from", cache, "--cache-to", `${cache},mode=max,ignore-error=true`];
}

/** https://github.com/opencontainers/image-spec/blob/main/annotations.md. What isn't committed is no revision. */
function labelsOf({ commit, committed, source, changes }: Checkout, version: string): string[] {
  const created = new Date(committed * 1000).toISOString().replace(".000Z", "Z");
  return [
    ...(changes.length === 0 ? [`${REVISION_LABEL}=${commit}`] : []),
    `org.opencontainers.image.version=${version}`,
    `org.opencontainers.image.created=${created}`,
    ...(source === undefined ? [] : [`org.opencontainers.image.source=${source}`]),
  ];
}
