import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import { Refusal } from "@ublog/app-update/src/outcome.ts";
import { parseImage } from "@ublog/app-update/src/registry/registry.ts";
import { parseEcr } from "@ublog/app-update/src/release/images.ts";
import type { Session } from "@ublog/app-update/src/session.ts";
import { nameOf, type Order, REVISION_LABEL } from "./buildArguments.ts";
import type { Docker } from "./docker.ts";
import { type Pushed, pushedImage } from "./ecr.ts";
import type { Workshop } from "./workshop.ts";

/** What the registry has under the name that an order's image gets; undefined where there is nothing. Throws a Refusal. */
export async function pushedAs(
  session: Session,
  workshop: Workshop,
  order: Order,
): Promise<Pushed | undefined> {
  const ecr = parseEcr(order.repository);
  if (ecr === undefined) return elsewhere(workshop.docker, order);
  if (!workshop.isSandbox) return pushedImage(workshop.ecr(ecr.region), ecr, order.version);
  // The stand-in's registry has every version, and of none its configuration: it is what it is called.
  const digest = await standIn(session, ecr.name, order.version);
  return digest === undefined ? undefined : { digest, revision: order.checkout.commit };
}

async function standIn(
  { aws }: Session,
  repositoryName: string,
  imageTag: string,
): Promise<string | undefined> {
  try {
    const { imageDetails } = await aws("ecr.DescribeImages", { repositoryName, imageIds: [{ imageTag }] });
    return imageDetails?.[0]?.imageDigest;
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
  if (code !== 0) {
    const said = stderr.trim().split("\n").at(-1) ?? "";
    if (/not found|manifest unknown|name unknown/i.test(said)) return undefined;
    throw new Refusal([
      `Whether ${name} is there already can't be found out: ${said}. Log in (docker login ${parseImage(name).host}) and run the command again.`,
    ]);
  }
  const { manifest, image } = JSON.parse(stdout) as Inspected;
  // Of several platforms there is one configuration each, by its name.
  const [config] = image?.config === undefined ? Object.values(image ?? {}) : [image];
  const revision = config?.config?.Labels?.[REVISION_LABEL];
  return revision === undefined ? { digest: manifest.digest } : { digest: manifest.digest, revision };
}

interface Inspected {
  manifest: { digest: string };
  image?: Configuration & Record<string, Configuration>;
}

interface Configuration {
  config?: { Labels?: Record<string, string> | null };
}
