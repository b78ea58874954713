/**
 * The port to image registries other than the account's own: the digest that a tag has now, undefined where the registry
 * doesn't say so in time or without a login.
 */
export type Registry = (image: string) => Promise<string | undefined>;

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
