import type { Answers } from "./settle/answers.ts";

/** The commands from here to the address, in their order; each line fits a terminal of 80 columns. */
export function nextCommands({ stack }: Answers, isBootstrapped: boolean): string[] {
  const ublog = "npx -y pnpm@12 ublog";
  return [
    `${ublog} doctor`,
    ...(isBootstrapped ? [] : ["pulumi stack init bootstrap   # once: packages/pipeline/README.md, step 2"]),
    "pulumi stack init base",
    "pulumi up --stack base",
    `${ublog} build --stack ${stack}`,
    `pulumi stack init ${stack}`,
    `pulumi up --stack ${stack}`,
    `${ublog} release v1 --stack ${stack}   # the version that build named`,
    `pulumi stack output url --stack ${stack}`,
  ];
}
