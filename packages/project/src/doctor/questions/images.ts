import { isAwsError, isDenied } from "@ublog/app-update/src/aws/errors.ts";
import type { Aws } from "@ublog/app-update/src/aws/operations.ts";
import { architecturesOf, documentsInEcr } from "@ublog/app-update/src/registry/architectures.ts";
import { type EcrRepository, parseEcr } from "@ublog/app-update/src/release/images.ts";
import { demandOf } from "@ublog/stacks/demand.ts";
import type { Facts } from "../facts.ts";
import { type Finding, NotAsked, notAsked, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";

export const images: Question = {
  id: "images",
  asks: "Are the image repositories there, with tags that can't be moved, and the images of --version, built for the right processor?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const repositories = await repositoriesOf(facts);
    if (repositories.length === 0) throw new NotAsked("no environment is up, and --version names none");
    return (await Promise.all(repositories.map((repository) => looked(facts, repository)))).flat();
  },
};

/** A repository, and the processors that tasks of its image run on. */
interface Repository {
  url: string;
  /** A stack that it is of. */
  stack: string;
  processors: readonly string[];
}

/** The repositories of the environments that are up; with a version also those that the others will have. */
async function repositoriesOf(facts: Facts): Promise<Repository[]> {
  const [{ project, apps }, up] = await Promise.all([facts.stacks(), facts.environments()]);
  const wanted = apps.filter(({ stack }) => stack in up || facts.wish.version !== undefined);
  const found = new Map<string, Repository>();
  for (const { stack, config } of wanted) {
    const own = { backend: config.args.django?.repository, frontend: config.args.frontend?.repository };
    for (const [image, processors] of Object.entries(demandOf(config).processors)) {
      const given = up[stack]?.images[image] ?? own[image as keyof typeof own];
      const url = String(given ?? (await usual(facts, `${project}-${image}`)));
      const all = [...(found.get(url)?.processors ?? []), ...processors];
      found.set(url, { url, stack, processors: [...new Set(all)].sort() });
    }
  }
  return [...found.values()];
}

/** A repository that `bootstrap` makes. */
async function usual(facts: Facts, name: string): Promise<string> {
  const [{ account }, region] = await Promise.all([facts.account(), facts.region()]);
  return `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
}

async function looked(facts: Facts, repository: Repository): Promise<Finding[]> {
  const ecr = parseEcr(repository.url);
  if (ecr === undefined) return [notAsked(`${repository.url} isn't in ECR`)];
  const { version } = facts.wish;
  const aws = await facts.aws();
  const { account: registryId, name } = ecr;
  try {
    const { repositories: [found] = [] } = await aws("ecr.DescribeRepositories", {
      registryId,
      repositoryNames: [name],
    });
    const tags = found?.imageTagMutability?.startsWith("IMMUTABLE") === true ? [] : [movable(name)];
    const image =
      version === undefined ? ok(`${name} is there`) : await imageOf(facts, ecr, version, repository);
    return [...tags, image];
  } catch (error) {
    if (!isAwsError(error, "RepositoryNotFoundException")) throw error;
    return [
      problem({
        found: `There is no image repository ${name} in account ${registryId}.`,
        why: "Nothing can be pushed, and a release is refused before it changes anything.",
        fix: "The stack `bootstrap` makes the repositories. Where you want none of its roles, make it yourself.",
        commands: [
          "pulumi up --stack bootstrap",
          `aws ecr create-repository --repository-name ${name} --image-tag-mutability IMMUTABLE`,
        ],
      }),
    ];
  }
}

/** Whether an image is there, and built for the processors that it is to run on. */
async function imageOf(
  facts: Facts,
  ecr: EcrRepository,
  tag: string,
  { processors, stack }: Repository,
): Promise<Finding> {
  const { account: registryId, name } = ecr;
  const aws = await facts.aws();
  const refused = { why: `\`release ${tag}\` is refused before it changes anything.` };
  let digest: string | undefined;
  try {
    const asked = { registryId, repositoryName: name, imageIds: [{ imageTag: tag }] };
    digest = (await aws("ecr.DescribeImages", asked)).imageDetails?.[0]?.imageDigest;
  } catch (error) {
    if (!isAwsError(error, "ImageNotFoundException")) throw error;
    return problem({
      found: `The repository ${name} has no image ${tag}.`,
      ...refused,
      fix: "Build and push it first.",
      commands: [`npx -y pnpm@12 ublog build --stack ${stack}`],
    });
  }
  const built = digest === undefined ? undefined : await builtFor(facts, ecr, digest);
  const missing = processors.filter((processor) => built?.includes(processor) === false);
  if (missing.length === 0)
    return ok(`${name} has ${tag}${built === undefined ? "" : `, for ${built.join(" and ")}`}`);
  return problem({
    found: `The image ${tag} of ${name} is built for ${built?.join(" and ") || "nothing that Linux runs on"}, and its tasks run on ${processors.join(" and ")}.`,
    ...refused,
    fix: `Build it for ${processors.join(" and ")} under a new version, or write another \`ublog:architecture\`.`,
    commands: [`npx -y pnpm@12 ublog build --stack ${stack}`],
  });
}

/** The processors that an image is built for; undefined where that can't be read. */
async function builtFor(facts: Facts, ecr: EcrRepository, digest: string): Promise<string[] | undefined> {
  const { download } = facts.port;
  // The calls that it makes are among the doctor's own.
  const aws = (await facts.aws()) as unknown as Aws;
  try {
    return await architecturesOf(documentsInEcr({ aws, registry: { download } }, ecr), digest);
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

const movable = (name: string): Finding =>
  warning({
    found: `Tags of the repository ${name} can be moved.`,
    why: "A version may be another one tomorrow: a rollback by its tag would bring back something else.",
    fix: "Make its tags immutable.",
    commands: [`aws ecr put-image-tag-mutability --repository-name ${name} --image-tag-mutability IMMUTABLE`],
  });
