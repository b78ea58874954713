/**
 * The port to image registries other than the account's own, and to what they keep elsewhere. All of it is asked without a login;
 * undefined where there is no answer in time.
 */
export interface Registry {
  /** The digest that a tag has now. */
  digestOf(image: string): Promise<string | undefined>;
  /** A document of a repository, by its digest: the manifest or index of an image, or a blob, such as its config. */
  document(kind: "manifests" | "blobs", repository: string, digest: string): Promise<unknown>;
  /** The document at an address that a registry has given, which is good for anybody for some minutes. */
  download(url: string): Promise<unknown>;
}

/** All kinds of manifests: https://distribution.github.io/distribution/spec/api/ and the OCI distribution specification. */
export const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** An image's name taken apart, with Docker Hub's rules for what is left out. */
export interface ImageName {
  host: string;
  path: string;
  tag: string;
  /** Without tag and digest, as it was given. */
  repository: string;
  /** Where it is named by one. */
  digest?: string;
}

export function parseImage(image: string): ImageName {
  const [name = "", digest] = image.split("@");
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  const repository = hasTag ? name.slice(0, colon) : name;
  const [first = "", ...rest] = repository.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const isHub = !isHost || first === "docker.io";
  const path = isHost ? rest.join("/") : repository;
  return {
    host: isHub ? "registry-1.docker.io" : first,
    path: isHub && !path.includes("/") ? `library/${path}` : path,
    tag: hasTag ? name.slice(colon + 1) : "latest",
    repository,
    ...(digest === undefined ? {} : { digest }),
  };
}
