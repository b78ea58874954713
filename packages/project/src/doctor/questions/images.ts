import { isAwsError } from "@ublog/app-update/src/aws/errors.ts";
import { type EcrRepository, parseEcr } from "@ublog/app-update/src/release/images.ts";
import type { Facts } from "../facts.ts";
import { type Finding, NotAsked, notAsked, ok, problem, warning } from "../finding.ts";
import type { Question } from "../question.ts";

export const images: Question = {
  id: "images",
  asks: "Are the image repositories there, with tags that can't be moved, and with the version of --version?",
  needs: ["stacks", "account"],
  async ask(facts) {
    const { version } = facts.wish;
    const repositories = await repositoriesOf(facts, version !== undefined);
    if (repositories.length === 0) throw new NotAsked("no environment is up, and --version names none");
    return (await Promise.all(repositories.map((repository) => looked(facts, repository, version)))).flat();
  },
};

/** The repositories of the environments; where none is up, those that `bootstrap` makes. */
async function repositoriesOf(facts: Facts, isVersionGiven: boolean): Promise<string[]> {
  const [{ project, apps }, up] = await Promise.all([facts.stacks(), facts.environments()]);
  const named = Object.values(up).flatMap((targets) => Object.values(targets.images));
  if (named.length > 0 || !isVersionGiven) return [...new Set(named)].sort();
  const [{ account }, region] = await Promise.all([facts.account(), facts.region()]);
  const usual = (image: string) => `${account}.dkr.ecr.${region}.amazonaws.com/${project}-${image}`;
  const all = apps.flatMap(({ config: { args } }) => [
    String(args.django?.repository ?? usual("backend")),
    ...(args.frontend?.enabled === true ? [String(args.frontend.repository ?? usual("frontend"))] : []),
  ]);
  return [...new Set(all)].sort();
}

async function looked(facts: Facts, repository: string, version: string | undefined): Promise<Finding[]> {
  const ecr = parseEcr(repository);
  if (ecr === undefined) return [notAsked(`${repository} isn't in ECR`)];
  const aws = await facts.aws();
  const { account: registryId, name } = ecr;
  try {
    const { repositories: [found] = [] } = await aws("ecr.DescribeRepositories", {
      registryId,
      repositoryNames: [name],
    });
    const tags = found?.imageTagMutability?.startsWith("IMMUTABLE") === true ? [] : [movable(name)];
    const image = version === undefined ? ok(`${name} is there`) : await imageOf(facts, ecr, version);
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

async function imageOf(
  facts: Facts,
  { account: registryId, name }: EcrRepository,
  tag: string,
): Promise<Finding> {
  const aws = await facts.aws();
  try {
    await aws("ecr.DescribeImages", { registryId, repositoryName: name, imageIds: [{ imageTag: tag }] });
    return ok(`${name} has ${tag}`);
  } catch (error) {
    if (!isAwsError(error, "ImageNotFoundException")) throw error;
    return problem({
      found: `The repository ${name} has no image ${tag}.`,
      why: `\`release ${tag}\` is refused before it changes anything.`,
      fix: "Build and push it first.",
      commands: ["npx -y pnpm@12 ublog build"],
    });
  }
}

const movable = (name: string): Finding =>
  warning({
    found: `Tags of the repository ${name} can be moved.`,
    why: "A version may be another one tomorrow: a rollback by its tag would bring back something else.",
    fix: "Make its tags immutable.",
    commands: [`aws ecr put-image-tag-mutability --repository-name ${name} --image-tag-mutability IMMUTABLE`],
  });
