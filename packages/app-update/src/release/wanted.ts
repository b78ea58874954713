import { shortDigest } from "../ledger/versions.ts";

/** What a command line wants of the images. One that nothing is said of stays as it is. */
export interface Wanted {
  /** The version of every image that nothing else is said of. */
  version?: string;
  /** Versions by image name. */
  versions: Record<string, string>;
  /** Digests by image name, given by hand. */
  digests: Record<string, string>;
}

/** Whether a command line says anything of an image. */
export function isNamed({ version, versions, digests }: Wanted, image: string): boolean {
  return (version ?? versions[image] ?? digests[image]) !== undefined;
}

/** The words of it on a command line, with those before them: `release v1 --backend v2`. A digest is only written where it stands alone. */
export function commandOf(verb: string, { version, versions, digests }: Wanted): string {
  const named = Object.entries(versions).map(([image, own]) => `--${image} ${own}`);
  const alone = Object.entries(digests)
    .filter(([image]) => version === undefined && versions[image] === undefined)
    .map(([image, digest]) => `--digest ${image}=${digest}`);
  return [verb, ...(version === undefined ? [] : [version]), ...named, ...alone].join(" ");
}

/** What is named, for a person: `v1`, `backend v2 and frontend v5`. */
export function namesOf({ version, versions, digests }: Wanted): string {
  const alone = Object.entries(digests).filter(([image]) => versions[image] === undefined);
  const named = [
    ...(version === undefined ? [] : [version]),
    ...Object.entries(versions).map(([image, own]) => `${image} ${own}`),
    ...(version === undefined ? alone.map(([image, digest]) => `${image} ${shortDigest(digest)}`) : []),
  ];
  return named.join(" and ");
}
