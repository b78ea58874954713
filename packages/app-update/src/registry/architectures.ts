import * as z from "zod";
import type { Aws } from "../aws/operations.ts";
import { MANIFESTS, type Registry } from "./registry.ts";

/** The documents of one repository, by their digests; undefined for one that it doesn't give. */
export interface Documents {
  /** The manifest or index of an image. */
  manifest(digest: string): Promise<unknown>;
  /** What a manifest calls its config. */
  config(digest: string): Promise<unknown>;
}

/** The documents of a repository in ECR, with the caller's own rights. */
export function documentsInEcr(
  { aws, registry }: { aws: Aws; registry: Pick<Registry, "download"> },
  { account, name }: { account: string; name: string },
): Documents {
  const repository = { registryId: account, repositoryName: name };
  return {
    async manifest(imageDigest) {
      const answer = await aws("ecr.BatchGetImage", {
        ...repository,
        imageIds: [{ imageDigest }],
        acceptedMediaTypes: MANIFESTS,
      });
      const text = answer.images?.[0]?.imageManifest;
      return text === undefined ? undefined : JSON.parse(text);
    },
    async config(layerDigest) {
      const answer = await aws("ecr.GetDownloadUrlForLayer", { ...repository, layerDigest });
      return answer.downloadUrl === undefined ? undefined : registry.download(answer.downloadUrl);
    },
  };
}

/** The documents of a repository that anybody may read. */
export function documentsAnywhere(registry: Pick<Registry, "document">, repository: string): Documents {
  return {
    manifest: (digest) => registry.document("manifests", repository, digest),
    config: (digest) => registry.document("blobs", repository, digest),
  };
}

/** https://github.com/opencontainers/image-spec: image-index.md, manifest.md, config.md. */
const platform = z.object({ architecture: z.string(), os: z.string() });
const index = z.object({
  manifests: z.array(z.object({ digest: z.string(), platform: platform.optional() })),
});
const manifest = z.object({ config: z.object({ digest: z.string() }) });

/**
 * The architectures that an image can run on under Linux, in Docker's words (`amd64`, `arm64`), sorted; undefined where its registry
 * doesn't say. Attestations, which buildx keeps in the index as manifests of an unknown platform, aren't any.
 */
export async function architecturesOf(documents: Documents, digest: string): Promise<string[] | undefined> {
  const found = await documents.manifest(digest);
  const { data: many } = index.safeParse(found);
  const platforms =
    many === undefined
      ? [await platformOf(documents, found)]
      : await Promise.all(
          many.manifests.map(
            async (one) => one.platform ?? platformOf(documents, await documents.manifest(one.digest)),
          ),
        );
  if (platforms.includes(undefined)) return undefined;
  const linux = platforms.flatMap((one) => (one?.os === "linux" ? [one.architecture] : []));
  return [...new Set(linux)].sort();
}

/** The platform of an image without an index, which its config has. */
async function platformOf(documents: Documents, found: unknown) {
  const { data: single } = manifest.safeParse(found);
  if (single === undefined) return undefined;
  return platform.safeParse(await documents.config(single.config.digest)).data;
}
