import { PROCESSES } from "#vocabulary";
import { explain } from "../aws/errors.ts";
import { imageLabel } from "../ledger/versions.ts";
import {
  architecturesOf,
  type Documents,
  documentsAnywhere,
  documentsInEcr,
} from "../registry/architectures.ts";
import type { Session } from "../session.ts";
import type { DeployTargets, DeployTask } from "../targets.ts";
import type { Revision } from "./definition.ts";
import { parseEcr } from "./images.ts";

/** What a comparison of images with the processors of their tasks needs to know. */
interface Compared {
  targets: DeployTargets;
  /** The tasks that are looked at. */
  tasks: DeployTask[];
  digests: Record<string, string>;
  versions: Record<string, string>;
  /** By ARN: the templates. */
  revisions: Map<string, Revision>;
}

/**
 * Compares what each image was built for with the processor of the tasks that will run it: ECS finds out only when the tasks start.
 * Where a registry doesn't say what an image is built for, that is a remark.
 */
export async function checkArchitectures(
  session: Pick<Session, "aws" | "registry">,
  compared: Compared,
): Promise<{ problems: string[]; remarks: string[] }> {
  const findings = await Promise.all(
    Object.entries(compared.digests)
      .sort()
      .map(([image, digest]) => checkImage(session, compared, image, digest)),
  );
  return {
    problems: findings.flatMap(({ problem }) => problem ?? []),
    remarks: findings.flatMap(({ remark }) => remark ?? []),
  };
}

async function checkImage(
  session: Pick<Session, "aws" | "registry">,
  { targets, tasks, versions, revisions }: Compared,
  image: string,
  digest: string,
): Promise<{ problem?: string; remark?: string }> {
  const repository = targets.images[image] ?? "";
  const wanted = tasks.flatMap((task) => {
    const template = task.image === image ? revisions.get(task.template) : undefined;
    return template === undefined ? [] : [{ process: task.process, architecture: processorOf(template) }];
  });
  if (wanted.length === 0) return {};
  const unknown = (why: string) => ({
    remark: `What ${image} is built for isn't known, so it wasn't compared with its processes: ${why}`,
  });
  let built: string[] | undefined;
  try {
    built = await architecturesOf(documentsOf(session, targets, repository), digest);
  } catch (error) {
    return unknown(explain(error));
  }
  if (built === undefined) return unknown(`\`${repository}\` doesn't say it without a login, or in time.`);
  const label = `\`${repository}\` ${imageLabel(versions[image], digest)}`;
  const problem = mismatch(label, built, wanted);
  return problem === undefined ? {} : { problem };
}

/** Rights reach as far as the region that the calls go to; anywhere else it is asked as by anybody. */
function documentsOf(
  session: Pick<Session, "aws" | "registry">,
  { region }: DeployTargets,
  repository: string,
): Documents {
  const ecr = parseEcr(repository);
  return ecr?.region === region
    ? documentsInEcr(session, ecr)
    : documentsAnywhere(session.registry, repository);
}

/** The processor of a task, in Docker's words; Fargate's own default is Intel's and AMD's. */
function processorOf({ definition }: Revision): string {
  return definition.runtimePlatform?.cpuArchitecture === "ARM64" ? "arm64" : "amd64";
}

/** What the setting `architecture` calls a processor that Docker calls so. */
const SETTINGS: Record<string, string> = { amd64: "x86_64", arm64: "arm64" };

function mismatch(
  label: string,
  built: string[],
  wanted: { process: string; architecture: string }[],
): string | undefined {
  const missing = wanted.filter(({ architecture }) => !built.includes(architecture));
  const [first] = missing;
  if (first === undefined) return undefined;
  const processes = missing.map(({ process }) => process).join(", ");
  const platforms = [...new Set(wanted.map(({ architecture }) => `linux/${architecture}`))].sort().join(",");
  const is = built.length === 0 ? "isn't built for Linux" : `is built for ${built.join(" and ")} alone`;
  const other = built.map((one) => SETTINGS[one]).find((setting) => setting !== undefined);
  const worker = missing.find(({ process }) => !Object.hasOwn(PROCESSES, process))?.process;
  const own = worker === undefined ? first.process : `workers.${worker}`;
  const instead =
    other === undefined
      ? ""
      : `, or set \`ublog:architecture\` (of one process such as \`ublog:${own}.architecture\`) to ${other} and run \`pulumi up\``;
  return `${label} ${is}, and ${processes} run${missing.length === 1 ? "s" : ""} on ${SETTINGS[first.architecture]}: build it with \`docker buildx build --platform ${platforms}\`${instead}.`;
}
