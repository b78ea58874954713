import type { Answers } from "./settle/answers.ts";

/** The commands from here to the address, in their order. */
export function nextCommands({ stack }: Answers, isBootstrapped: boolean): string[] {
  const ublog = "npx -y pnpm@12 ublog";
  return [
    ...(isBootstrapped
      ? []
      : [
          "# Once for an account: its image repositories. packages/pipeline/README.md, step 2",
          "pulumi stack init bootstrap",
          "",
        ]),
    "pulumi stack init base",
    "pulumi up --stack base",
    `${ublog} build --stack ${stack}`,
    `pulumi stack init ${stack}`,
    `pulumi up --stack ${stack}`,
    `${ublog} release v1 --stack ${stack}      # the version that build names`,
    `pulumi stack output url --stack ${stack}`,
  ];
}
