import { Refusal } from "@ublog/app-update/src/outcome.ts";
import type { Ecr } from "./ecr.ts";

/** How long ECR's storage has to hand out the configuration of an image, in milliseconds. */
const PATIENCE = 30_000;

/** All kinds of manifests that Docker pushes: an index of several, or one. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** ECR in a region, by the AWS SDK with its own chain of credentials. The SDK is loaded for the first call. */
export function sdkEcr(region: string): Ecr {
  let connecting: ReturnType<typeof connect> | undefined;
  const connected = () => (connecting ??= connect(region));
  return {
    async login() {
      const { sdk, client } = await connected();
      const { authorizationData } = await client.send(new sdk.GetAuthorizationTokenCommand({}));
      const token = authorizationData?.[0]?.authorizationToken ?? "";
      const [user = "", ...password] = Buffer.from(token, "base64").toString("utf8").split(":");
      return { user, password: password.join(":") };
    },
    async manifest(of) {
      const { sdk, client } = await connected();
      return client.send(new sdk.BatchGetImageCommand({ ...of, acceptedMediaTypes: MANIFESTS }));
    },
    async blob(of) {
      const { sdk, client } = await connected();
      const { downloadUrl = "" } = await client.send(new sdk.GetDownloadUrlForLayerCommand(of));
      const answer = await fetch(downloadUrl, { signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok)
        throw new Refusal([
          `ECR's storage doesn't give out the configuration of an image in ${of.repositoryName}: HTTP ${answer.status}. Run the command again.`,
        ]);
      return answer.text();
    },
  };
}

async function connect(region: string) {
  const sdk = await import("@aws-sdk/client-ecr");
  return { sdk, client: new sdk.ECRClient({ region, retryMode: "adaptive" }) };
}
