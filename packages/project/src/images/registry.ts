import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { parseImage } from "@ublog/app-update/src/registry/registry.ts";
import { parseEcr } from "@ublog/app-update/src/release/images.ts";
import type { Session } from "@ublog/app-update/src/session.ts";
import { nameOf, type Order } from "./buildArguments.ts";
import type { Docker } from "./docker.ts";
import { type Pushed, pushedAs, pushedImage } from "./pushedImage.ts";
import type { Workshop } from "./workshop.ts";

/** What the registry has under the name that an order's image gets; undefined where there is nothing. Throws a Refusal. */
export async function lookUp(
  { registry }: Session,
  { connect, docker, isSandbox }: Workshop,
  order: Order,
): Promise<Pushed | undefined> {
  const ecr = parseEcr(order.repository);
  if (ecr === undefined) return elsewhere(docker, order);
  const aws = await connect(ecr.region);
  return isSandbox ? inSandbox(aws, ecr.name, order) : pushedImage({ aws, registry }, ecr, order.version);
}

/** The stand-in's registry has every version, and no commit of any: each is what it is called. */
async function inSandbox(aws: Aws, repositoryName: string, order: Order): Promise<Pushed | undefined> {
  try {
    const imageIds = [{ imageTag: order.version }];
    const { imageDetails } = await aws("ecr.DescribeImages", { repositoryName, imageIds });
    const digest = imageDetails?.[0]?.imageDigest;
    return digest === undefined ? undefined : { digest, revision: order.checkout.commit };
  } catch (error) {
    if (isAwsError(error, "ImageNotFoundException")) return undefined;
    throw error;
  }
}

/** Of a registry other than ECR Docker knows the login. */
async function elsewhere(docker: Docker, order: Order): Promise<Pushed | undefined> {
  const name = nameOf(order);
  const { code, stdout, stderr } = await docker.ask([
    ...["buildx", "imagetools", "inspect"],
    ...["--format", "{{json .}}"],
    name,
  ]);
  if (code === 0) {
    const { manifest, image = {} } = JSON.parse(stdout) as Inspected;
    // Of several platforms there is one configuration each, by its name.
    return pushedAs(manifest.digest, "config" in image ? image : Object.values(image)[0]);
  }
  const said = stderr.trim().split("\n").at(-1) ?? "";
  if (/not found|manifest unknown|name unknown/i.test(said)) return undefined;
  throw new Refusal([
    `Whether ${name} is there already can't be found out: ${said}. Log in (docker login ${parseImage(name).host}) and run the command again.`,
  ]);
}

/** The part of `docker buildx imagetools inspect` that is read here. */
interface Inspected {
  manifest: { digest: string };
  image?: Record<string, unknown>;
}
