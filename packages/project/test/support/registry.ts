import { createHash } from "node:crypto";
import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import type { Called } from "./team.ts";

export const ACCOUNT = "123456789012";
export const REGISTRY = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;

export const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** An image in the registry of the tests. */
export interface Stored {
  digest: string;
  labels?: Record<string, string>;
  /** Whether it is an index, as Docker pushes one with attestations. */
  isIndex?: boolean;
}

/** An error as the SDK throws them. */
export const awsError = (name: string, message = name) =>
  Object.assign(new Error(message), { name, $fault: "client" });

/** AWS with these answers by operation, and a registry with these images. */
export function awsOf(
  answers: Record<string, unknown>,
  images: () => Record<string, Stored>,
  calls: string[],
): Aws {
  const all: Record<string, unknown> = {
    "sts.GetCallerIdentity": { Account: ACCOUNT },
    "ssm.GetParameter": awsError("ParameterNotFound"),
    ...ecrOf(images),
    ...answers,
  };
  return (async (operation: string, input: unknown) => {
    calls.push(operation);
    const answer = all[operation];
    const value = typeof answer === "function" ? answer(input) : answer;
    if (value instanceof Error) throw value;
    if (value === undefined) throw awsError("InternalError", `the test has no answer for ${operation}`);
    return value;
  }) as Aws;
}

/** The images that a stand-in for Docker has pushed, with the labels that it was given. */
export function pushedBy(calls: Called[]): Record<string, Stored> {
  return Object.fromEntries(
    calls
      .filter(({ args, ok }) => ok && args.includes("--push"))
      .map(({ args }) => {
        const name = args[args.indexOf("--tag") + 1] ?? "";
        const labels = args.flatMap((arg, index) =>
          args[index - 1] === "--label" ? [arg.split(/=(.*)/s)] : [],
        );
        return [
          name.slice(name.indexOf("/") + 1),
          {
            digest: digestOf(name),
            labels: Object.fromEntries(labels),
            isIndex: args.includes("--sbom=true"),
          },
        ];
      }),
  );
}

const childOf = (digest: string) => digestOf(`child of ${digest}`);
const configOf = (digest: string) => digestOf(`config of ${digest}`);

/** ECR with these images, as it answers. */
function ecrOf(images: () => Record<string, Stored>) {
  const manifest = (digest: string) => ({ schemaVersion: 2, config: { digest: configOf(digest) } });
  const index = (digest: string) => ({
    schemaVersion: 2,
    manifests: [
      { digest: digestOf("attestation"), platform: { architecture: "unknown", os: "unknown" } },
      { digest: childOf(digest), platform: { architecture: "amd64", os: "linux" } },
    ],
  });
  return {
    "ecr.BatchGetImage"({ repositoryName, imageIds: [{ imageTag, imageDigest }] }: OfImage) {
      const all = Object.entries(images());
      const child = all.find(([, { digest }]) => childOf(digest) === imageDigest)?.[1];
      const own = all.find(
        ([name, { digest }]) => name === `${repositoryName}:${imageTag}` || digest === imageDigest,
      )?.[1];
      const digest = own?.digest ?? imageDigest;
      const found = own?.isIndex ? index(own.digest) : manifest((own ?? child)?.digest ?? "");
      return own === undefined && child === undefined
        ? { failures: [{ failureCode: "ImageNotFound", failureReason: "Requested image not found" }] }
        : { images: [{ imageId: { imageDigest: digest, imageTag }, imageManifest: JSON.stringify(found) }] };
    },
    "ecr.GetDownloadUrlForLayer": ({ layerDigest }: { layerDigest: string }) => ({
      downloadUrl: `https://storage.example.com/${layerDigest}`,
    }),
  };
}

interface OfImage {
  repositoryName: string;
  imageIds: [{ imageTag?: string; imageDigest?: string }];
}

/** What ECR's storage hands out: the configuration of an image. */
export function downloadFrom(images: Record<string, Stored>, url: string): unknown {
  const found = Object.values(images).find(({ digest }) => url.endsWith(configOf(digest)));
  return found && { architecture: "amd64", os: "linux", config: { Labels: found.labels } };
}
