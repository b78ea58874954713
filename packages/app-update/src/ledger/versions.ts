import type { ReleaseRecord } from "./record.ts";

/*
 * A version belongs to an image, not to a release: a digest that is given by hand may be that of another version, and then a
 * release runs two of them.
 */

/** A release's version, and what its images are. */
type Released = Pick<ReleaseRecord, "version" | "versions" | "digests">;

/** The version of each image of a release; missing where nobody knows it. What was released before versions were kept has one. */
export function versionsOf({ version, versions, digests }: Released): Record<string, string | undefined> {
  return versions ?? Object.fromEntries(Object.keys(digests).map((image) => [image, version]));
}

/** `v9`, and where images are of another version `v9 with frontend v7`. */
export function labelOf(released: Released): string {
  const versions = versionsOf(released);
  const others = Object.entries(released.digests)
    .sort(([a], [b]) => a.localeCompare(b))
    .filter(([image]) => versions[image] !== released.version)
    .map(([image, digest]) => `${image} ${imageLabel(versions[image], digest)}`);
  return others.length === 0 ? released.version : `${released.version} with ${others.join(" and ")}`;
}

/** An image's version, or as much of its digest as tells it apart. */
export function imageLabel(version: string | undefined, digest: string): string {
  return version ?? shortDigest(digest);
}

/** `sha256:0123456789ab`: the digits that registries and Docker show. */
export function shortDigest(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

/**
 * The version that an image with a digest was released as: by the newest release that succeeded with it, otherwise by any. Of
 * releases before versions were kept the oldest counts, because a later one may have been given the digest by hand.
 */
export function knownVersion(records: ReleaseRecord[], image: string, digest: string): string | undefined {
  const withIt = records.filter((record) => record.digests[image] === digest);
  const kept = withIt.filter((record) => record.versions?.[image] !== undefined);
  const newest = kept.find((record) => record.state === "succeeded") ?? kept[0];
  if (newest !== undefined) return newest.versions?.[image];
  return withIt.filter((record) => record.versions === undefined).at(-1)?.version;
}
