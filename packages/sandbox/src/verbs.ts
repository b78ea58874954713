/** The verbs of the sandbox, each with what it does. It imports nothing: the help of other command lines lists them too. */
export const VERBS = {
  rehearse:
    "bring up base and alpha, change them, release to alpha and destroy them, in a world of their own",
  pulumi:
    "any Pulumi command, such as `sandbox pulumi up --stack base`; with --fault create:Instance/ublog-base-database:half something goes wrong in AWS, with --cwd <folder> a project of your own runs in this world",
  pipeline: "any command of the pipelines, such as `sandbox pipeline recover --stack=base`",
  project:
    "any command between a project and its environment, such as `sandbox project secrets list --stack alpha`, on the sandbox's copy of the stack files",
  "app-update":
    "any command of the release tool, such as `sandbox app-update release v1.2.3 --stack alpha`; minutes pass in an instant",
  sweep:
    "let every fault strike every resource of base and alpha, once when it is made and once when it is deleted, and count what recovers",
  versions: "list the versions of the application that go wrong, for `sandbox app-update release`",
  rules: "list the rules of AWS that the stand-in keeps, each with its source",
  engine: "find the Pulumi CLI, or build it, and say which it is",
  reset: "forget the stacks and the stand-in world",
} as const;
