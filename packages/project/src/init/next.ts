import { quoted } from "@ublog/terminal/shell";
import type { ProjectFacts } from "./facts.ts";
import { isInRepository } from "./images.ts";
import type { Answers } from "./settle/answers.ts";
import type { AppPlan } from "./settle/plan.ts";

/** What the commands depend on. */
export interface Situation {
  /** The Pulumi project. */
  project: string;
  facts: ProjectFacts;
  plan: AppPlan;
  /** Whether the stack `bootstrap` has been described. */
  isBootstrapped: boolean;
}

/** The commands from here to the address, in their order; each line fits a terminal of 80 columns. */
export function nextCommands({ stack }: Answers, situation: Situation): string[] {
  const ublog = "npx -y pnpm@12 ublog";
  return [
    `${ublog} doctor`,
    ...(situation.isBootstrapped ? [] : imageRepositories(situation)),
    "pulumi stack init base",
    "pulumi up --stack base",
    ...gitRepositories(situation),
    `${ublog} build --stack ${stack}`,
    `pulumi stack init ${stack}`,
    `pulumi up --stack ${stack}`,
    `${ublog} release v1 --stack ${stack}   # the version that build named`,
    `pulumi stack output url --stack ${stack}`,
  ];
}

function imageRepositories({ project, plan }: Situation): string[] {
  const images = plan.frontend.enabled ? ["backend", "frontend"] : ["backend"];
  return [
    "# Once, image repositories and the roles of GitHub's workflows: README.md,",
    '# "Bring up the account, once", begins with',
    "pulumi stack init bootstrap",
    `# Without GitHub the ${images.length === 1 ? "repository alone is" : "repositories alone are"} enough, in place of bootstrap:`,
    ...images.flatMap((image) => [
      `#   aws ecr create-repository --repository-name ${project}-${image} \\`,
      "#     --image-tag-mutability IMMUTABLE",
    ]),
  ];
}

/** What leaves a commit where there is no git repository, of which `build` takes the version. Secrets and what is made again stay out. */
function gitRepositories({ facts, plan }: Situation): string[] {
  const { frontend } = facts;
  const checkouts = [
    { tree: facts.tree, shown: facts.shown, ignored: ["__pycache__/", ".venv/", ".env", "db.sqlite3"] },
    ...(plan.frontend.enabled && frontend?.isNamed
      ? [{ ...frontend, ignored: ["node_modules/", ".nuxt/", ".output/", ".env"] }]
      : []),
  ].filter(({ tree }) => !isInRepository(tree.folder));
  return checkouts.flatMap(({ tree, shown, ignored }) => {
    const folder = quoted(shown);
    return [
      `# ${shown} has no git repository, whose commits are versions:`,
      ...(tree.has(".gitignore")
        ? []
        : [`printf '%s\\n' ${ignored.join(" ")} \\`, `  > ${quoted(`${shown}/.gitignore`)}`]),
      `git -C ${folder} init`,
      `git -C ${folder} add .`,
      `git -C ${folder} commit --message "First version"`,
      `git -C ${folder} tag v1`,
    ];
  });
}
