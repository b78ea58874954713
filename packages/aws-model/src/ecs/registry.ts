import { createHash } from "node:crypto";
import { AwsError } from "../shared/apiError.ts";
import type { EcsState, Image } from "./state.ts";

/* What ECR says about the images of tasks. */

/** Puts an image into the registry, as a push would. Its digest follows from repository and tag. */
export function pushImage(state: EcsState, repository: string, tag: string, architecture?: string): string {
  const digest = digestOf(`${repository}:${tag}`);
  state.images = state.images.filter((image) => image.repository !== repository || image.tag !== tag);
  state.images.push({ repository, tag, digest, pushedAt: state.now, ...(architecture && { architecture }) });
  return digest;
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** The tags that an image can have: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests. */
const possibleTag = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Whether a push could have made a tag. */
export function isPossibleTag(tag: string): boolean {
  return possibleTag.test(tag);
}

/** What ECR itself checks before it looks anything up. It accepts a little more than a tag or a digest can be. */
const constraints = {
  imageTag: "[a-zA-Z0-9-_.]+",
  imageDigest: "[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+",
} as const;

function checkImageId(id: { imageTag?: string; imageDigest?: string }): void {
  for (const [name, pattern] of Object.entries(constraints)) {
    const value = id[name as keyof typeof constraints];
    if (value !== undefined && !new RegExp(`^${pattern}$`).test(value))
      throw new AwsError(
        "InvalidParameterException",
        `Invalid parameter at '${name}' failed to satisfy constraint: 'must satisfy regular expression '${pattern}''`,
      );
  }
}

export function describeImages(
  state: EcsState,
  input: {
    repositoryName: string;
    registryId?: string;
    imageIds?: { imageTag?: string; imageDigest?: string }[];
  },
) {
  input.imageIds?.forEach(checkImageId);
  const { registry, images: all } = repositoryOf(state, input);
  const found = (input.imageIds ?? all.map((image) => ({ imageTag: image.tag }))).map((id) => {
    const image = all.find((candidate) =>
      "imageDigest" in id && id.imageDigest
        ? candidate.digest === id.imageDigest
        : candidate.tag === id.imageTag,
    );
    if (image === undefined)
      throw new AwsError(
        "ImageNotFoundException",
        `The image with imageId ${JSON.stringify(id)} does not exist within the repository with name '${input.repositoryName}' in the registry with id '${registry}'`,
      );
    return image;
  });
  return {
    imageDetails: found.map((image) => ({
      registryId: registry,
      repositoryName: input.repositoryName,
      imageDigest: image.digest,
      imageTags: [image.tag],
      imagePushedAt: image.pushedAt / 1000,
    })),
  };
}

/** A registry's repository and what is in it. */
function repositoryOf(state: EcsState, input: { repositoryName: string; registryId?: string }) {
  const registry = input.registryId ?? state.account;
  const images = state.images.filter((image) =>
    image.repository.match(
      new RegExp(`^${registry}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/${input.repositoryName}$`),
    ),
  );
  if (images.length === 0)
    throw new AwsError(
      "RepositoryNotFoundException",
      `The repository with name '${input.repositoryName}' does not exist in the registry with id '${registry}'`,
    );
  return { registry, images };
}

/** The manifests of images: an index of two architectures with the attestations that buildx adds, or the manifest of one. */
export function batchGetImage(
  state: EcsState,
  input: {
    repositoryName: string;
    registryId?: string;
    imageIds: { imageTag?: string; imageDigest?: string }[];
  },
) {
  input.imageIds.forEach(checkImageId);
  const { registry, images } = repositoryOf(state, input);
  const found = input.imageIds.map((imageId) => ({
    imageId,
    image: images.find(
      ({ tag, digest }) =>
        digest === imageId.imageDigest || (!imageId.imageDigest && tag === imageId.imageTag),
    ),
  }));
  return {
    images: found.flatMap(({ image }) => {
      if (image === undefined) return [];
      const manifest = image.architecture === undefined ? indexOf(image) : manifestOf(image);
      return {
        registryId: registry,
        repositoryName: input.repositoryName,
        imageId: { imageDigest: image.digest, imageTag: image.tag },
        imageManifest: JSON.stringify(manifest),
        imageManifestMediaType: manifest.mediaType,
      };
    }),
    failures: found.flatMap(({ imageId, image }) =>
      image === undefined
        ? [{ imageId, failureCode: "ImageNotFound", failureReason: "Requested image not found" }]
        : [],
    ),
  };
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

function manifestOf({ digest }: Image) {
  const config = { mediaType: "application/vnd.oci.image.config.v1+json", size: 1, digest: digestOf(digest) };
  return { schemaVersion: 2, mediaType: MANIFEST, config, layers: [] };
}

function indexOf({ digest }: Image) {
  const entry = (architecture: string, os: string, more: object = {}) => ({
    mediaType: MANIFEST,
    size: 1,
    digest: digestOf(`${digest} ${architecture}`),
    platform: { architecture, os },
    ...more,
  });
  const attestation = { annotations: { "vnd.docker.reference.type": "attestation-manifest" } };
  return {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [entry("amd64", "linux"), entry("arm64", "linux"), entry("unknown", "unknown", attestation)],
  };
}

/** Where the config of an image can be fetched: an address that holds it, so that nothing has to serve it. */
export function getDownloadUrlForLayer(
  state: EcsState,
  input: { repositoryName: string; registryId?: string; layerDigest: string },
) {
  const { images } = repositoryOf(state, input);
  const image = images.find(({ digest }) => digestOf(digest) === input.layerDigest);
  if (image === undefined)
    throw new AwsError(
      "LayersNotFoundException",
      `The layer with digest '${input.layerDigest}' does not exist in the repository with name '${input.repositoryName}'`,
    );
  const config = encodeURIComponent(JSON.stringify({ architecture: image.architecture, os: "linux" }));
  return { layerDigest: input.layerDigest, downloadUrl: `data:application/json,${config}` };
}
